// Halving N at fixed M never raises cycles, of a whole model and of one product.

#include "tests/metamorphic/measured_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace {

class HalvingN : public testing::TestWithParam<unsigned> {};

TEST_P(HalvingN, never_raises_the_cycles_of_a_model) {
    const ScratchFolder folder;
    const auto m = GetParam();
    write_text(folder / "shape.yaml", "{d_model: 256, heads: 4, ffn: 512, layers: 1, seq: 48}");
    // A host that is fast enough not to set the pace: what it takes to plan and to command moves a little with N.
    for (const std::string machine : {"", " --set sta.lanes=4 --set sta.dataflow=ws", " --set bus.bytes_per_cycle=8"}) {
        const auto platform = machine + " --set cpu.clock_mhz=4000";
        std::uint64_t last = UINT64_MAX;
        for (auto n = m; n >= 1; n /= 2) {
            prepare(folder.path(), fmt::format("nmprune synth --shape shape.yaml --pattern {}:{} -o w.nmw", n, m));
            const auto cycles = measure(folder, "w.nmw", platform).cycles();
            EXPECT_LE(cycles, last) << n << ":" << m << platform;
            last = cycles;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Groups, HalvingN, testing::Values(2U, 4U, 8U, 16U, 32U));

} // namespace
