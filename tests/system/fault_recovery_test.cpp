// One fault of each kind, on a machine that is protected and on one that is not.

#include "tests/system/shell.h"
#include "workloads/format/image.h"
#include "workloads/format/names.h"

#include <algorithm>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace {

using namespace stavp::workloads;
using nlohmann::json;
using testing::HasSubstr;

struct FaultCase {
    const char* name;
    const char* fault;     ///< of the plan
    const char* told;      ///< the count of recovery{} that says so in protected mode; "" = none
    int retries;           ///< at least
    const char* console;   ///< a line's part in protected mode
    const char* plain;     ///< status without protection
    bool reported = false; ///< protected firmware cannot repair it: the run fails
};

void PrintTo(const FaultCase& fault, std::ostream* out) {
    *out << fault.name;
}

class FaultOf : public testing::TestWithParam<FaultCase> {
protected:
    /// Its summary, and what it printed.
    static json run(const ScratchFolder& folder, const std::string& platform) {
        write_text(folder / "plan.yaml", fmt::format("seed: 1\nfaults:\n  - {{{}}}\n", GetParam().fault));
        shell(folder.path(), "stavp run -w w.nmw --faults plan.yaml --timeout-cycles 60000000 -o out " + platform);
        return json::parse(read_text(folder / "out/summary.json"));
    }
    static void make_workload(const ScratchFolder& folder) {
        write_text(folder / "shape.yaml", "{d_model: 96, heads: 4, ffn: 256, layers: 1, seq: 40}");
        prepare(folder.path(), "nmprune synth --shape shape.yaml --pattern 2:4 --seed 1 -o w.nmw");
    }
    static int told(const json& recovery, const std::string& name) {
        return name.empty() ? 1 : recovery[name].get<int>();
    }
    static std::string platform(const std::string& name) {
        return "-c " STAVP_SOURCE_DIR "/configs/platforms/" + name + ".yaml";
    }
};

TEST_P(FaultOf, its_kind_is_noticed_and_repaired_or_reported_in_protected_mode) {
    const auto& fault = GetParam();
    const ScratchFolder folder;
    make_workload(folder);
    const auto summary = run(folder, platform("protected"));
    const auto console = read_text(folder / "out/console.log");
    ASSERT_TRUE(summary["faults"][0]["fired"]) << summary["faults"];
    if (fault.reported) {
        EXPECT_EQ(summary["status"], "firmware_error") << console;
        EXPECT_NE(summary["exit_code"], 0);
    } else {
        EXPECT_EQ(summary["status"], "ok") << summary["message"] << "\n" << console;
        EXPECT_TRUE(summary["check"]["passed"]);
        EXPECT_GE(summary["recovery"]["retries"], fault.retries);
        EXPECT_EQ(summary["recovery"]["retries"].get<int>() > 0, fault.retries > 0) << console;
    }
    EXPECT_GE(told(summary["recovery"], fault.told), 1) << console;
    EXPECT_THAT(console, HasSubstr(fault.console));
}

TEST_P(FaultOf, its_kind_does_without_protection_what_docs_reliability_says) {
    const ScratchFolder folder;
    make_workload(folder);
    const auto summary = run(folder, platform("default"));
    ASSERT_TRUE(summary["faults"][0]["fired"]) << summary["faults"];
    EXPECT_EQ(summary["status"], GetParam().plain) << summary["message"];
    EXPECT_FALSE(summary.contains("recovery"));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, FaultOf,
    testing::Values(FaultCase{"bus_error_of_dma", "kind: bus_error, initiator: dma, access: 100", "engine_errors", 1,
                              "protect: engine error of dma.", "firmware_error"},
                    FaultCase{"bus_error_of_a_descriptor", "kind: bus_error, initiator: sta, access: 4",
                              "engine_errors", 1, "protect: engine error of sta", "firmware_error"},
                    FaultCase{"bus_error_of_the_host", "kind: bus_error, initiator: cpu, access: 100", "", 0,
                              "trap: ", "firmware_error", true},
                    FaultCase{"engine_that_hangs", "kind: engine_hangs, engine: softmax, command: 2", "timeouts", 1,
                              "protect: no progress: softmax stands", "deadlock"},
                    FaultCase{"dma_that_hangs", "kind: dma_stops, channel: 0, command: 2, after_bytes: 64, mode: hangs",
                              "timeouts", 1, "protect: no progress: dma.0 stands", "deadlock"},
                    FaultCase{"dma_that_ends_short",
                              "kind: dma_stops, channel: 3, command: 2, after_bytes: 64, mode: short", "short_copies",
                              1, "protect: short copy: dma.3", "mismatch"},
                    FaultCase{"interrupt_that_is_lost", "kind: interrupt_dropped, source: sync, edge: 1",
                              "lost_interrupts", 0, "protect: lost interrupt of sync", "deadlock"},
                    FaultCase{"slow_memory", "kind: ddr_slow, from_ns: 0, to_ns: 1000000, factor: 4", "", 0,
                              "protect: retries 0", "ok"}),
    [](const auto& test) { return test.param.name; });

TEST(FaultRecovery, an_interrupt_without_a_cause_is_counted) {
    const ScratchFolder folder;
    write_text(folder / "shape.yaml", "{d_model: 96, heads: 4, ffn: 256, layers: 1, seq: 40}");
    prepare(folder.path(), "nmprune synth --shape shape.yaml --pattern 2:4 --seed 1 -o w.nmw");
    write_text(folder / "plan.yaml", "faults: [{kind: interrupt_spurious, source: sta, at_ns: 600000}]\n");
    prepare(folder.path(),
            "stavp run -c " STAVP_SOURCE_DIR "/configs/platforms/protected.yaml -w w.nmw --faults plan.yaml -o out");
    const auto recovery = json::parse(read_text(folder / "out/summary.json"))["recovery"];
    EXPECT_EQ(recovery["spurious_interrupts"], 1);
    EXPECT_EQ(recovery["retries"], 0);
}

/// Bits of a word in DDR, flipped when a layer begins.
class FlippedBits : public testing::Test {
protected:
    void SetUp() override {
        write_text(folder / "shape.yaml", "{d_model: 96, heads: 4, ffn: 256, layers: 1, seq: 40}");
        prepare(folder.path(), "nmprune synth --shape shape.yaml --pattern 2:4 --seed 1 -o w.nmw");
    }
    /// The address of a tensor's 16th byte.
    std::uint64_t place_of(const std::string& tensor) const {
        const auto image = Image::load((folder / "w.nmw").string());
        const auto& found = *std::ranges::find_if(image.tensors(), [&](const auto& t) { return name_of(t) == tensor; });
        return kImageBase + (found.storage == NMW_IN_ARENA ? image.arena_offset() : 0) + found.offset + 16;
    }
    json run(const std::string& tensor, const std::string& bits, int at_layer, const std::string& platform) {
        write_text(folder / "plan.yaml",
                   fmt::format("faults: [{{kind: bit_flip, memory: ddr, address: {:#x}, bits: {}, at_layer: {}}}]\n",
                               place_of(tensor), bits, at_layer));
        // Apart and through memory, so that a layer reads what lies there when it begins.
        shell(folder.path(), "stavp run -c " STAVP_SOURCE_DIR "/configs/platforms/" + platform +
                                 ".yaml -w w.nmw --faults plan.yaml -o out --set scheduler.prefetch=false "
                                 "--set scheduler.resident=false");
        auto summary = json::parse(read_text(folder / "out/summary.json"));
        EXPECT_TRUE(summary["faults"][0]["fired"]);
        return summary;
    }
    std::string console() const { return read_text(folder / "out/console.log"); }

    static constexpr std::uint64_t kImageBase = 0x8100'0000;
    ScratchFolder folder;
};

TEST_F(FlippedBits, one_of_a_weight_is_corrected_and_told) {
    const auto summary = run("layer0.ffn2.weight", "[9]", 1, "protected");
    EXPECT_EQ(summary["status"], "ok") << summary["message"];
    EXPECT_EQ(summary["recovery"]["ecc_corrected"], 1);
    EXPECT_EQ(summary["recovery"]["retries"], 0);
    EXPECT_THAT(console(), HasSubstr(fmt::format("protect: ecc corrected in ddr: 1, last at {:#x}\n",
                                                 place_of("layer0.ffn2.weight"))));
    EXPECT_EQ(run("layer0.ffn2.weight", "[9]", 1, "default")["status"], "mismatch");
}

TEST_F(FlippedBits, two_of_a_weight_are_reported_after_two_retries) {
    const auto summary = run("layer0.ffn2.weight", "[9, 40]", 1, "protected");
    EXPECT_EQ(summary["status"], "firmware_error");
    EXPECT_EQ(summary["recovery"]["retries"], 2);
    EXPECT_EQ(summary["recovery"]["engine_errors"], 3);
    EXPECT_EQ(summary["recovery"]["ecc_uncorrected"], 3);
    EXPECT_THAT(console(), HasSubstr("error: layer 7 (layer0.ffn2): engine fault\n"));
    EXPECT_EQ(run("layer0.ffn2.weight", "[9, 40]", 1, "default")["status"], "mismatch");
}

/// The layer is repeated in vain, then all is made again, and with it the word that was lost.
TEST_F(FlippedBits, two_of_an_activation_are_made_again) {
    const auto summary = run("layer0.attention", "[9, 40]", 2, "protected");
    EXPECT_EQ(summary["status"], "ok") << summary["message"];
    EXPECT_TRUE(summary["check"]["passed"]);
    EXPECT_EQ(summary["recovery"]["retries"], 2);
    EXPECT_THAT(console(), HasSubstr("protect: retry from layer 2\n"));
    EXPECT_THAT(console(), HasSubstr("protect: retry from layer 0\n"));
    EXPECT_EQ(summary["layers"].size(), 7u) << "each counts with its last turn";
    EXPECT_EQ(run("layer0.attention", "[9, 40]", 2, "default")["status"], "mismatch");
}

/// Flipped in the file's place before anything runs.
TEST_F(FlippedBits, without_ecc_a_wrong_weight_at_the_start_is_refused_by_its_checksum) {
    write_text(folder / "plan.yaml", fmt::format("faults: [{{kind: bit_flip, memory: ddr, address: {:#x}, bits: [9], "
                                                 "at_ns: 0}}]\n",
                                                 place_of("layer0.ffn2.weight")));
    shell(folder.path(), "stavp run --set scheduler.protect=true -w w.nmw --faults plan.yaml -o out");
    const auto summary = json::parse(read_text(folder / "out/summary.json"));
    EXPECT_EQ(summary["status"], "firmware_error");
    EXPECT_EQ(summary["recovery"]["bad_checksums"], 1);
    EXPECT_THAT(console(), HasSubstr("protect: bad checksum of the image's section 4\n"));
}

/// As many faults of each kind, drawn from a run without any.
class FaultCampaign : public testing::Test {
protected:
    json run(const std::string& platform, int faults, int seed) {
        write_text(folder / "shape.yaml", "{d_model: 96, heads: 4, ffn: 256, layers: 1, seq: 40}");
        prepare(folder.path(), "nmprune synth --shape shape.yaml --pattern 2:4 --seed 1 -o w.nmw");
        outcome = shell(folder.path(), fmt::format("stavp fault-campaign -c {}/configs/platforms/{}.yaml -w w.nmw "
                                                   "--faults {} --seed {} -o out",
                                                   STAVP_SOURCE_DIR, platform, faults, seed));
        json counts;
        std::istringstream rows(read_text(folder / "out/results.jsonl"));
        for (std::string row; std::getline(rows, row);) {
            const auto parsed = json::parse(row);
            auto& count = counts[parsed["outcome"].get<std::string>()][parsed["kind"].get<std::string>()];
            count = count.is_null() ? 1 : count.get<int>() + 1;
        }
        return counts;
    }
    ScratchFolder folder;
    Outcome outcome;
};

/// The one of docs/reliability.md.
TEST_F(FaultCampaign, of_560_faults_has_no_silent_or_unnoticed_one_in_protected_mode) {
    const auto counts = run("protected", 560, 1);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
    EXPECT_FALSE(counts.contains("silent")) << outcome.out;
    EXPECT_FALSE(counts.contains("hung")) << outcome.out;
    EXPECT_FALSE(counts.contains("crashed")) << outcome.out;
    EXPECT_EQ(counts["retried"]["engine_hangs"], 80);
    EXPECT_EQ(counts["retried"]["dma_stops"], 80);
    EXPECT_EQ(counts["corrected"]["interrupt_dropped"], 80);
}

TEST_F(FaultCampaign, shows_what_goes_undetected_without_protection) {
    const auto counts = run("default", 63, 7);
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_GE(counts["silent"]["bit_flip"], 1);
    EXPECT_GE(counts["silent"]["dma_stops"], 1);
    EXPECT_EQ(counts["hung"]["engine_hangs"], 9);
    EXPECT_EQ(counts["hung"]["interrupt_dropped"], 9);
}

} // namespace
