// --trace tlm and stavp trace query, as a user calls them.

#include "tests/cli/small_workload.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <map>
#include <tuple>

namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class TlmRun : public SmallWorkload {
protected:
    json query(const std::string& out, const std::string& options = "") {
        const auto answer = stavp("trace query " + (folder / out).string() + " --json " + options);
        EXPECT_EQ(answer.exit_code, 0) << answer.err;
        return json::parse(answer.out, nullptr, false);
    }
    std::string file(const std::string& out) { return (folder / out / "transactions.tlm").string(); }
};

using Access = std::tuple<std::string, std::string, std::string, std::string, std::uint64_t, std::string>;

std::vector<Access> accesses_of(const json& rows) {
    std::vector<Access> result;
    for (const auto& row : rows)
        result.emplace_back(row["target"], row["path"], row["command"], row["address"], row["bytes"], row["status"]);
    return result;
}

// tests/tlm/accesses.S in its order; data is the page behind the code, tohost's page the next.
TEST_F(TlmRun, a_program_of_known_accesses_is_recorded_one_by_one) {
    for (const std::string fidelity : {"at", "lt"}) {
        const auto run = stavp("run --firmware " + (kBaremetal / "accesses.elf").string() + " --fidelity " + fidelity +
                               " -o " + (folder / fidelity).string() + " --trace tlm");
        ASSERT_EQ(run.exit_code, 0) << run.err;
        const auto rows = query(fidelity, "--command read");
        const auto writes = query(fidelity, "--command write");
        EXPECT_THAT(accesses_of(rows),
                    ElementsAre(Access{"ddr", "dmi", "read", "0x80001000", 8, "ok"},
                                Access{"ddr", "dmi", "read", "0x80001008", 4, "ok"},
                                Access{"ddr", "dmi", "read", "0x80001000", 4, "ok"},
                                Access{"uart", "blocking", "read", "0x10000007", 1, "ok"},
                                Access{"none", "blocking", "read", "0x8000000", 4, "address_error"}));
        EXPECT_THAT(accesses_of(writes), ElementsAre(Access{"ddr", "dmi", "write", "0x80001010", 1, "ok"},
                                                     Access{"ddr", "dmi", "write", "0x80001000", 4, "ok"},
                                                     Access{"uart", "blocking", "write", "0x10000007", 1, "ok"},
                                                     Access{"ddr", "blocking", "write", "0x80002040", 8, "ok"},
                                                     Access{"finisher", "blocking", "write", "0x100000", 4, "ok"}));
    }
}

// Costs at 1 GHz: auipc, addi, lui 1 ns; csrw 2; loads 2; stores 1; atomics 4. So the code up to and with csrw runs
// from 0, what is behind it from 4; la ends at 6.
TEST_F(TlmRun, times_of_accesses_through_DMI_are_those_of_their_instructions) {
    const auto run = stavp("run --firmware " + (kBaremetal / "accesses.elf").string() + " -o " +
                           (folder / "out").string() + " --trace tlm --set cpu.clock_mhz=1000");
    ASSERT_EQ(run.exit_code, 0) << run.err;
    std::vector<double> begins;
    for (const auto& row : query("out", "--path dmi --target ddr --limit 7"))
        begins.push_back(row["begin_ns"]);
    // In the order in which they became known: a stretch of code is known when it ends.
    EXPECT_THAT(begins, ElementsAre(0, 6, 8, 10, 11, 11, 4));
    const auto code = query("out", "--command fetch --limit 2");
    EXPECT_EQ(code[0]["address"], "0x80000000");
    EXPECT_EQ(code[0]["bytes"], 12);
    EXPECT_EQ(code[1]["address"], "0x8000000c");
    EXPECT_EQ(code[1]["bytes"], 32); // to the store that leaves for the bus
    const auto first_on_bus = query("out", "--path blocking --limit 1");
    EXPECT_EQ(first_on_bus[0]["begin_ns"], 16.0);
    EXPECT_GT(first_on_bus[0]["end_ns"], 16.0);
}

std::uint64_t sum(const json& rows, const char* column, const std::string& initiator, const std::string& target,
                  const std::string& path) {
    std::uint64_t total = 0;
    for (const auto& row : rows) {
        const bool fits = (initiator == "*" || row["initiator"] == initiator) &&
                          (target == "*" || row["target"] == target) && (path == "*" || row["path"] == path);
        const bool on_bus = path != "*" || row["path"] != "dmi";
        if (fits && on_bus) total += row[column].get<std::uint64_t>();
    }
    return total;
}

TEST_F(TlmRun, bytes_of_a_workload_sum_to_what_bus_memory_and_DMA_have_counted) {
    const auto workload = synthesise("2:4");
    for (const std::string fidelity : {"at", "lt"}) {
        ASSERT_EQ(run(workload, fidelity, "--trace tlm --fidelity " + fidelity).exit_code, 0);
        const auto counted = summary(fidelity);
        const auto rows = query(fidelity, "--summary");
        EXPECT_EQ(sum(rows, "read_bytes", "*", "ddr", "*"), counted["dram"]["read_bytes"]);
        EXPECT_EQ(sum(rows, "write_bytes", "*", "ddr", "*"), counted["dram"]["write_bytes"]);
        EXPECT_EQ(sum(rows, "accesses", "*", "ddr", "*"),
                  counted["dram"]["reads"].get<std::uint64_t>() + counted["dram"]["writes"].get<std::uint64_t>());
        EXPECT_EQ(sum(rows, "read_bytes", "*", "*", "*") + sum(rows, "write_bytes", "*", "*", "*"),
                  counted["bus"]["bytes"]);
        const auto* const bursts = fidelity == "at" ? "non_blocking" : "blocking";
        for (const std::string channel : {"dma0", "dma1", "dma2", "dma3"})
            EXPECT_EQ(sum(rows, "write_bytes", channel, "*", bursts), counted["engines"][channel]["bytes"]) << channel;
        EXPECT_GT(sum(rows, "read_bytes", "sta", "weight_buffer", "dmi"), 0u);
        EXPECT_GT(sum(rows, "write_bytes", "softmax", "intermediate_buffer", "dmi"), 0u);
    }
}

TEST_F(TlmRun, a_run_that_times_out_leaves_a_whole_file) {
    const auto timed_out = run(synthesise("2:4"), "out", "--trace tlm --timeout-cycles 9000");
    EXPECT_EQ(timed_out.exit_code, 1);
    EXPECT_FALSE(query("out", "--initiator 'dma*' --limit 3").empty());
}

TEST_F(TlmRun, a_run_that_is_interrupted_leaves_whole_files_within_their_bound) {
    const auto out = (folder / "out").string();
    // --foreground: one signal, not one more for the group.
    const auto command = "timeout --foreground -s INT 1 " STAVP_PROGRAM " run --firmware " +
                         (kBaremetal / "endless.elf").string() + " -o " + out +
                         " --trace tlm,timeline --set trace.max_bytes=1MiB >/dev/null 2>&1";
    EXPECT_NE(std::system(command.c_str()), 0);
    EXPECT_FALSE(query("out", "--initiator cpu --limit 3").empty());
    EXPECT_LT(std::filesystem::file_size(file("out")), 1'200'000u);
    const auto timeline = json::parse(read_text(folder / "out" / "timeline.json"), nullptr, false);
    EXPECT_FALSE(timeline["traceEvents"].empty());
}

TEST_F(TlmRun, a_damaged_or_missing_trace_is_one_line_and_exit_code_2) {
    ASSERT_EQ(run(synthesise("2:4"), "out", "--trace tlm").exit_code, 0);
    const auto expect_refused = [&](const std::string& place, const std::string& reason) {
        const auto answer = stavp("trace query " + place + " --summary");
        EXPECT_EQ(answer.exit_code, 2);
        EXPECT_THAT(answer.err, StartsWith(place));
        EXPECT_THAT(answer.err, HasSubstr(reason));
        EXPECT_EQ(std::count(answer.err.begin(), answer.err.end(), '\n'), 1) << answer.err;
        EXPECT_EQ(answer.out, "");
    };
    auto bytes = read_text(file("out"));
    const auto cut = (folder / "cut.tlm").string();
    std::ofstream(cut, std::ios::binary) << bytes.substr(0, bytes.size() / 2);
    expect_refused(cut, "is cut short");
    bytes[bytes.size() / 2] ^= 1;
    const auto flipped = (folder / "flipped.tlm").string();
    std::ofstream(flipped, std::ios::binary) << bytes;
    expect_refused(flipped, "CRC mismatch");
    std::filesystem::remove(file("out"));
    expect_refused((folder / "out").string(), "the run was not made with --trace tlm");
}

TEST_F(TlmRun, what_is_asked_wrongly_is_told) {
    ASSERT_EQ(run(synthesise("2:4"), "out", "--trace tlm").exit_code, 0);
    const auto error = [&](const std::string& options) {
        const auto answer = stavp("trace query " + (folder / "out").string() + " " + options);
        EXPECT_EQ(answer.exit_code, 2) << options;
        return answer.err;
    };
    EXPECT_THAT(error("--path wire"), HasSubstr("--path: expected blocking, non_blocking, dmi, got 'wire'"));
    EXPECT_THAT(error("--address 16"), HasSubstr("--address: expected LO..HI, got '16'"));
    EXPECT_THAT(error("--from never"), HasSubstr("--from: expected nanoseconds, got 'never'"));
    EXPECT_THAT(error("--layer layer9"), HasSubstr("no layer 'layer9' in the trace; there are layer0"));
    EXPECT_THAT(stavp("trace show x").err, HasSubstr("unknown command 'show'"));
}

} // namespace
