// stavp run --trace mmio: what stands in the file.

#include "tests/replay/replay_run.h"

#include <cstdio>
#include <gmock/gmock.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

class MmioTrace : public ReplayRun {};

// tests/tlm/accesses.S. Costs at 1 GHz: see tlm_run_test.cpp, which counts to the first store on the bus at 16 ns. At
// `lt` a register access takes 4 bus cycles of latency, 1 of data and 2 of the register, 2 ns each: 14 ns. The store
// itself costs 1 ns, the load behind it 2, la 2.
TEST_F(MmioTrace, of_a_program_of_known_accesses_has_these_lines) {
    ASSERT_EQ(record("--firmware " + (kBaremetal / "accesses.elf").string() + " --fidelity lt").exit_code, 0);
    const auto all = of_kinds(lines(), "RWMI");
    EXPECT_THAT(all, ElementsAre("0 0 I timer 0 1 01 ok irq.timer", "16000 30000 W cpu 10000007 1 01 ok uart.SCR",
                                 "31000 45000 R cpu 10000007 1 01 ok uart.SCR",
                                 "49000 49000 M cpu 80001000 4 00000003 ok memory",
                                 "49000 49000 M cpu 80001010 1 01 ok memory",
                                 MatchesRegex("49000 [0-9]+ W cpu 80002040 8 0000000000000001 ok ddr"),
                                 MatchesRegex("[0-9]+ [0-9]+ R cpu 8000000 4 00000000 error none"),
                                 MatchesRegex("[0-9]+ [0-9]+ W cpu 100000 4 00005555 ok finisher.COMMAND")));
    EXPECT_THAT(lines().back(), MatchesRegex("[0-9]+ [0-9]+ E run 0 1 01 ok run"));
}

TEST_F(MmioTrace, header_names_the_version_the_machine_and_the_files) {
    const auto workload = synthesise("2:4");
    ASSERT_EQ(record("-w " + workload).exit_code, 0);
    const auto plain = lines();
    EXPECT_EQ(plain[0], "# stavp-mmio 1");
    EXPECT_THAT(plain[1], StartsWith("# stavp "));
    EXPECT_EQ(plain[2], "# fidelity at");
    EXPECT_THAT(plain[3], MatchesRegex("# config [0-9a-f]{64}"));
    EXPECT_EQ(plain[4], "# firmware " + summary("run")["firmware"]["sha256"].get<std::string>());
    EXPECT_EQ(plain[5], "# workload " + summary("run")["workload"]["sha256"].get<std::string>());
    EXPECT_EQ(plain[6], "# window whole");
    ASSERT_EQ(record("-w " + workload + " --set trace.from_ns=1 --set trace.signals=x").exit_code, 0);
    EXPECT_EQ(lines()[3], plain[3]);
    EXPECT_EQ(lines()[6], "# window part");
    ASSERT_EQ(record("-w " + workload + " --set vector.lanes=3").exit_code, 0);
    EXPECT_NE(lines()[3], plain[3]);
}

TEST_F(MmioTrace, lines_come_in_the_order_in_which_they_begin) {
    ASSERT_EQ(record("-w " + synthesise("2:4")).exit_code, 0);
    std::uint64_t before = 0;
    const auto all = lines();
    for (std::size_t i = kHeaderLines; i < all.size(); ++i) {
        const auto begin = std::stoull(field(all[i], 0));
        EXPECT_GE(begin, before) << all[i];
        before = begin;
    }
}

TEST_F(MmioTrace, shows_only_what_begins_in_its_window) {
    ASSERT_EQ(record("-w " + synthesise("2:4") + " --set trace.from_ns=2000 --set trace.to_ns=30000").exit_code, 0);
    const auto some = of_kinds(lines(), "RWMIS");
    EXPECT_GT(some.size(), 20u);
    for (const auto& line : some) {
        EXPECT_GE(std::stoull(field(line, 0)), 2'000'000u) << line;
        EXPECT_LT(std::stoull(field(line, 0)), 30'000'000u) << line;
    }
}

TEST_F(MmioTrace, keeps_its_bound_and_says_where_it_stopped) {
    const auto run = record("-w " + synthesise("2:4") + " --set trace.max_bytes=20KiB");
    ASSERT_EQ(run.exit_code, 0);
    EXPECT_LT(std::filesystem::file_size(folder / "run" / "registers.mmio"), 20u * 1024 + 100);
    EXPECT_THAT(run.err, HasSubstr("registers.mmio"));
    EXPECT_THAT(lines().back(), MatchesRegex(".* E run 0 1 01 error run"));
}

// As a test bench does with $fscanf: eight lines of header, then nine fields a line.
TEST_F(MmioTrace, is_read_by_fscanf_alone) {
    ASSERT_EQ(record("-w " + synthesise("2:4")).exit_code, 0);
    auto* file = std::fopen(path("run/registers.mmio").c_str(), "r");
    ASSERT_NE(file, nullptr);
    char text[200];
    for (std::size_t i = 0; i < kHeaderLines; ++i)
        ASSERT_NE(std::fgets(text, sizeof text, file), nullptr);
    unsigned long long begin = 0, end = 0, address = 0, value = 0;
    unsigned bytes = 0;
    char kind = 0;
    char initiator[64], response[8], name[64];
    std::size_t count = 0;
    while (std::fscanf(file, "%llu %llu %c %63s %llx %u %llx %7s %63s", &begin, &end, &kind, initiator, &address,
                       &bytes, &value, response, name) == 9)
        ++count;
    EXPECT_NE(std::feof(file), 0);
    std::fclose(file);
    EXPECT_EQ(kind, 'E');
    EXPECT_EQ(count + kHeaderLines, lines().size());
}

} // namespace
