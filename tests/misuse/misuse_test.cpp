// Accesses that misuse registers, as a user sees them.

#include "tests/cli/small_workload.h"

#include <gmock/gmock.h>

namespace {

class Misuse : public SmallWorkload {
protected:
    Outcome run_program(const std::string& fidelity) {
        return stavp("run --firmware " + (kBaremetal / "misuse.elf").string() + " --fidelity " + fidelity + " -o " +
                     (folder / fidelity).string());
    }
};

// At 1 GHz lui, addi and stores cost 1 ns, loads and taken branches 2. At `lt` an access takes 14 ns (7 bus cycles).
// So the accesses begin at 2, 2 + 14 + 1 = 17, 17 + 15 + 1 = 33 and 33 + 16 + 1 = 50 ns.
TEST_F(Misuse, is_told_with_pc_and_time_once_for_each_place_and_counted) {
    const auto run = run_program("lt");
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(run.err,
              "warning: 0.002000 us: cpu at pc 0x80000008 in _start writes 0x100 to reserved bits of sta.QUEUE_CTRL "
              "(0x40010000)\n"
              "warning: 0.017000 us: cpu at pc 0x8000000c in _start writes 0x100 to sta.QUEUE_HEAD (0x40010014), "
              "which is read-only\n"
              "warning: 0.033000 us: cpu at pc 0x80000014 in _start reads finisher.COMMAND (0x00100000), which is "
              "write-only\n"
              "warning: 0.050000 us: cpu at pc 0x8000001c in _start writes 0x100 to sta.QUEUE_HEAD (0x40010014), "
              "which is read-only\n"
              "warning: 3 times in all: cpu at pc 0x8000001c in _start writes 0x100 to sta.QUEUE_HEAD (0x40010014), "
              "which is read-only\n");
}

TEST_F(Misuse, stands_in_the_summary_in_both_fidelities) {
    for (const std::string fidelity : {"lt", "at"}) {
        run_program(fidelity);
        const auto misuses = summary(fidelity)["register_misuses"];
        EXPECT_EQ(misuses["total"], 6);
        ASSERT_EQ(misuses["first"].size(), 4u);
        const auto& loop = misuses["first"][3];
        EXPECT_EQ(loop["register"], "sta.QUEUE_HEAD");
        EXPECT_EQ(loop["address"], "0x40010014");
        EXPECT_EQ(loop["kind"], "read_only");
        EXPECT_EQ(loop["bits"], "0x100");
        EXPECT_EQ(loop["initiator"], "cpu");
        EXPECT_EQ(loop["pc"], "0x8000001c");
        EXPECT_EQ(loop["function"], "_start");
        EXPECT_EQ(loop["count"], 3);
        EXPECT_EQ(misuses["first"][0]["kind"], "reserved_bits");
        EXPECT_EQ(misuses["first"][2]["kind"], "write_only");
    }
    EXPECT_EQ(summary("lt")["register_misuses"]["first"][3]["time_ns"], 50.0);
}

TEST_F(Misuse, does_not_come_from_the_shipped_firmware) {
    const auto workload = synthesise("2:4");
    const auto expect_none = [&](const std::string& options) {
        const auto done = run(workload, "out", options);
        EXPECT_EQ(done.exit_code, 0) << done.err;
        EXPECT_EQ(done.err, "") << options;
        EXPECT_EQ(summary("out")["register_misuses"]["total"], 0) << options;
    };
    expect_none("--fidelity lt");
    expect_none("--fidelity at");
    expect_none("--set scheduler.prefetch=false --set scheduler.fuse=false --set softmax.placement=off_chip");
}

} // namespace
