// Each timing key moves cycles.

#include "tests/metamorphic/key_effects.h"
#include "tests/metamorphic/measured_run.h"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace {

void prepare_job(const ScratchFolder& folder, Job job) {
    switch (job) {
    case Job::model:
        write_text(folder / "shape.yaml", "{d_model: 96, heads: 4, ffn: 256, layers: 1, seq: 40}");
        prepare(folder.path(), "nmprune synth --shape shape.yaml --pattern 2:4 -o w.nmw");
        break;
    case Job::wide_model:
        write_text(folder / "shape.yaml", "{d_model: 512, heads: 8, ffn: 1024, layers: 1, seq: 128}");
        prepare(folder.path(), "nmprune synth --shape shape.yaml --pattern 4:8 -o w.nmw");
        break;
    case Job::dram_trace: {
        // Reads and writes that jump between rows, banks and channels in bursts of a few.
        std::string trace;
        std::uint64_t state = 1;
        for (int i = 0; i < 4000; ++i) {
            if (i % 3 == 0) state = state * 6364136223846793005U + 1442695040888963407U;
            trace += fmt::format("0x{:x} {} {}\n", ((state >> 40) & 0xffff) * 4096 + (i % 3) * 64U,
                                 (state >> 60) % 4 == 0 ? "WRITE" : "READ", i * 3);
        }
        write_text(folder / "trace.txt", trace);
        break;
    }
    case Job::program:
    case Job::gemm:
        break;
    }
}

std::uint64_t cycles_of(const ScratchFolder& folder, Job job, const std::string& options) {
    switch (job) {
    case Job::program:
        return measure_program(folder, STAVP_FIRMWARE "/instruction_mix.elf", options).cycles();
    case Job::gemm: {
        const auto outcome = shell(folder.path(), "stavp gemm --m 70 --k 96 --n 50 --pattern 4:16 --json" + options);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return nlohmann::json::parse(outcome.out).at("cycles").get<std::uint64_t>();
    }
    case Job::dram_trace: {
        const auto outcome = shell(folder.path(), "stavp ddr --trace trace.txt --json" + options);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return nlohmann::json::parse(outcome.out).at("clocks").get<std::uint64_t>();
    }
    case Job::model:
    case Job::wide_model:
        // A host so fast that engines do not wait for it.
        return measure(folder, "w.nmw", " --set cpu.clock_mhz=8000" + options).cycles();
    }
    return 0;
}

class KeyMovesCycles : public testing::TestWithParam<KeyEffect> {};

TEST_P(KeyMovesCycles, as_its_rule_says) {
    const auto& effect = GetParam();
    const ScratchFolder folder;
    prepare_job(folder, effect.job);
    const auto with = [&](std::string_view value) {
        return cycles_of(folder, effect.job, fmt::format("{} --set '{}={}'", effect.also, effect.key, value));
    };
    const auto from = with(effect.from);
    const auto to = with(effect.to);
    if (effect.sense == KeyEffect::slower)
        EXPECT_GT(to, from);
    else
        EXPECT_NE(to, from);
}

INSTANTIATE_TEST_SUITE_P(Keys, KeyMovesCycles, testing::ValuesIn(key_effects()), [](const auto& test) {
    std::string name(test.param.key);
    std::ranges::replace(name, '.', '_');
    return name;
});

} // namespace
