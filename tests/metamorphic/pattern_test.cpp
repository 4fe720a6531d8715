// Halving N at fixed M never raises cycles, of one product and of a whole model.

#include "tests/metamorphic/measured_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace {

// With memory, fewer bytes can meet the memory's refreshes at another moment: what a burst more of waiting costs.
constexpr std::uint64_t kBurstCycles = 8;

class HalvingN : public testing::TestWithParam<unsigned> {};

std::uint64_t product_cycles(const ScratchFolder& folder, const std::string& options) {
    const auto outcome = shell(folder.path(), "stavp gemm --json" + options);
    EXPECT_EQ(outcome.exit_code, 0) << options << outcome.err;
    return nlohmann::json::parse(outcome.out).at("cycles").get<std::uint64_t>();
}

TEST_P(HalvingN, never_raises_the_cycles_of_a_product) {
    const ScratchFolder folder;
    const auto m = GetParam();
    for (const auto* size : {" --m 64 --k 512 --n 256", " --m 33 --k 200 --n 70", " --m 8 --k 1000 --n 300"})
        for (const auto* platform :
             {" --ideal-memory", "", " --set sta.lanes=4 --set sta.dataflow=ws", " --set bus.bytes_per_cycle=8"}) {
            std::uint64_t last = UINT64_MAX - kBurstCycles;
            for (auto n = m; n >= 1; n /= 2) {
                const auto cycles = product_cycles(folder, fmt::format("{}{} --pattern {}:{}", size, platform, n, m));
                const bool alone = std::string_view(platform) == " --ideal-memory";
                EXPECT_LE(cycles, last + (alone ? 0 : kBurstCycles)) << n << ":" << m << size << platform;
                last = cycles;
            }
        }
}

TEST_P(HalvingN, never_raises_the_cycles_of_a_model) {
    const ScratchFolder folder;
    const auto m = GetParam();
    write_text(folder / "shape.yaml", "{d_model: 256, heads: 4, ffn: 1024, layers: 1, seq: 64}");
    // A host so fast that its own work, which is the same for every N, is not what is measured.
    for (const auto* platform : {"", " --set sta.lanes=4 --set sta.dataflow=ws", " --set bus.bytes_per_cycle=8"}) {
        std::uint64_t last = UINT64_MAX;
        for (auto n = m; n >= 1; n /= 2) {
            prepare(folder.path(), fmt::format("nmprune synth --shape shape.yaml --pattern {}:{} -o w.nmw", n, m));
            const auto cycles = measure(folder, "w.nmw", fmt::format(" --set cpu.clock_mhz=8000{}", platform)).cycles();
            EXPECT_LE(cycles, last) << n << ":" << m << platform;
            last = cycles;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Groups, HalvingN, testing::Values(2U, 4U, 8U, 16U, 32U));

} // namespace
