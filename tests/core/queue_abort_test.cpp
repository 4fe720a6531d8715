#include "tests/core/command_queue_fixture.h"

namespace stavp::test {
namespace {

constexpr std::uint64_t kEnable = 1, kReset = 2, kAbort = 4;

class QueueAbortTest : public CommandQueueTest {
protected:
    /// Entry 0 runs from 11 to 111 ns, entry 1 after it.
    void start_two() {
        auto first = work(1, 100);
        first.signal = STAVP_SIGNAL(5);
        put_entry(0, first);
        put_entry(1, work(2, 1));
        write(kCtrl, kEnable);
        write(kTail, 2);
    }
    void expect_stopped_without_a_trace() {
        EXPECT_EQ(read(kStatus), 0u);
        EXPECT_EQ(read(kCtrl), 0u);
        EXPECT_EQ(read(kHead), 0u);
        EXPECT_EQ(read(kErrorCode), 0u);
        EXPECT_EQ(read(kIrqStatus), 0u);
    }
};

TEST_F(QueueAbortTest, an_engine_in_its_time_stops_at_once_without_signal_and_error) {
    start_two();
    run_ns(50);
    EXPECT_EQ(read(kStatus), 1u);
    write(kCtrl, kAbort);
    run_ns(0.5);
    expect_stopped_without_a_trace();
    run_ns(500);
    EXPECT_EQ(tags(), std::vector<std::uint32_t>{1});
    EXPECT_EQ(sync.value(5), 0u);
    EXPECT_EQ(cycles(Activity::busy), 50u - 11);
    EXPECT_EQ(all_cycles(), 550u);
}

TEST_F(QueueAbortTest, a_wait_for_a_counter_that_never_comes_stops_at_once) {
    auto first = work(1, 5);
    first.wait[1] = STAVP_WAIT(3, 1, STAVP_WAIT_WEIGHTS);
    put_entry(0, first);
    write(kCtrl, kEnable);
    write(kTail, 1);
    run_ns(300);
    write(kCtrl, kAbort);
    run_ns(0.5);
    expect_stopped_without_a_trace();
    sync.increment(3);
    run_ns(500);
    EXPECT_TRUE(log.empty());
    EXPECT_EQ(cycles(Activity::weights), 300u - 11);
}

// The fetch of entry 0 is out from 0 to 10 ns.
TEST_F(QueueAbortTest, a_fetch_that_is_out_is_awaited_and_its_descriptor_dropped) {
    start_two();
    run_ns(5);
    write(kCtrl, kAbort | kEnable);
    EXPECT_EQ(read(kStatus), 1u);
    run_ns(6);
    expect_stopped_without_a_trace();
    run_ns(500);
    EXPECT_TRUE(log.empty());
}

TEST_F(QueueAbortTest, the_cycle_of_dispatch_ends_in_nothing) {
    start_two();
    run_ns(10.5);
    write(kCtrl, kAbort);
    run_ns(500);
    expect_stopped_without_a_trace();
    EXPECT_TRUE(log.empty());
}

TEST_F(QueueAbortTest, the_aborted_entry_runs_again_when_enabled) {
    start_two();
    run_ns(50);
    write(kCtrl, kAbort);
    run_ns(10);
    write(kCtrl, kEnable);
    run_ns(500);
    EXPECT_EQ(tags(), (std::vector<std::uint32_t>{1, 1, 2}));
    EXPECT_EQ(read(kHead), 2u);
    EXPECT_EQ(sync.value(5), 1u);
}

TEST_F(QueueAbortTest, an_aborted_chain_begins_again_with_its_entry) {
    auto first = work(10, 1);
    first.next = kRing + 0x2000;
    put_entry(0, first);
    put(kRing + 0x2000, work(11, 200));
    write(kCtrl, kEnable);
    write(kTail, 1);
    run_ns(100);
    write(kCtrl, kAbort);
    run_ns(10);
    expect_stopped_without_a_trace();
    write(kCtrl, kEnable);
    run_ns(500);
    EXPECT_EQ(tags(), (std::vector<std::uint32_t>{10, 11, 10, 11}));
    EXPECT_EQ(read(kHead), 1u);
}

TEST_F(QueueAbortTest, reset_after_an_abort_empties_the_queue) {
    start_two();
    run_ns(50);
    write(kCtrl, kAbort);
    run_ns(10);
    write(kCtrl, kReset);
    EXPECT_EQ(read(kTail), 0u);
    put_entry(0, work(30, 5));
    write(kCtrl, kEnable);
    write(kTail, 1);
    run_ns(100);
    EXPECT_EQ(tags(), (std::vector<std::uint32_t>{1, 30}));
}

TEST_F(QueueAbortTest, an_idle_queue_only_loses_its_enable) {
    write(kCtrl, kEnable);
    write(kCtrl, kEnable | kAbort);
    expect_stopped_without_a_trace();
    put_entry(0, work(1, 5));
    write(kTail, 1);
    run_ns(100);
    EXPECT_TRUE(log.empty());
    write(kCtrl, kEnable);
    run_ns(100);
    EXPECT_EQ(tags(), std::vector<std::uint32_t>{1});
}

TEST_F(QueueAbortTest, an_abort_after_a_failure_keeps_its_report) {
    auto bad = work(7, 5);
    bad.opcode = kOpFail;
    put_entry(0, bad);
    write(kCtrl, kEnable);
    write(kTail, 1);
    run_ns(100);
    write(kCtrl, kAbort);
    EXPECT_EQ(read(kErrorCode), 5u);
    EXPECT_EQ(read(kErrorTag), 7u);
}

} // namespace
} // namespace stavp::test
