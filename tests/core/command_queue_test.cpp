#include "tests/core/command_queue_fixture.h"

namespace stavp::test {
namespace {

TEST_F(CommandQueueTest, the_ring_wraps_and_head_counts_completions) {
    write(kCtrl, 1);
    for (std::uint32_t i = 0; i < 4; ++i)
        put_entry(i, work(i, 5));
    write(kTail, 4);
    run_ns(1000);
    for (std::uint32_t i = 4; i < 7; ++i)
        put_entry(i % 4, work(i, 5));
    write(kTail, 7);
    run_ns(1000);
    EXPECT_EQ(tags(), (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(read(kHead), 7u);
    EXPECT_EQ(read(kStatus), 0u);
    EXPECT_EQ(read(kErrorCode), 0u);
}

TEST_F(CommandQueueTest, nothing_is_fetched_before_the_queue_is_enabled) {
    put_entry(0, work(1, 5));
    write(kTail, 1);
    run_ns(100);
    EXPECT_TRUE(log.empty());
    write(kCtrl, 1);
    run_ns(100);
    EXPECT_EQ(tags(), std::vector<std::uint32_t>{1});
}

// 10 ns fetch and 1 cycle dispatch before the first; the fetch of the second hides behind the first's 50 cycles.
TEST_F(CommandQueueTest, only_the_first_fetch_is_exposed) {
    put_entry(0, work(0, 50));
    put_entry(1, work(1, 50));
    put_entry(2, work(2, 50));
    write(kCtrl, 1);
    write(kTail, 3);
    run_ns(300);
    ASSERT_EQ(log.size(), 3u);
    EXPECT_DOUBLE_EQ(log[0].start_ns, 11);
    EXPECT_DOUBLE_EQ(log[1].start_ns, 11 + 50 + 1);
    EXPECT_DOUBLE_EQ(log[2].start_ns, 11 + 2 * 51);
    EXPECT_EQ(cycles(Activity::fetch), 10u + 3);
    EXPECT_EQ(cycles(Activity::busy), 150u);
    EXPECT_EQ(cycles(Activity::no_command), 300u - 163);
}

TEST_F(CommandQueueTest, a_chain_runs_before_the_ring_goes_on_and_counts_as_one_entry) {
    auto first = work(10, 1);
    first.next = kRing + 0x2000;
    auto second = work(11, 1);
    second.next = kRing + 0x3000;
    put_entry(0, first);
    put(kRing + 0x2000, second);
    put(kRing + 0x3000, work(12, 200));
    put_entry(1, work(13, 1));
    write(kCtrl, 1);
    write(kTail, 2);
    run_ns(100);
    EXPECT_EQ(tags(), (std::vector<std::uint32_t>{10, 11, 12}));
    EXPECT_EQ(read(kHead), 0u);
    EXPECT_EQ(read(kStatus), 1u);
    run_ns(300);
    EXPECT_EQ(tags(), (std::vector<std::uint32_t>{10, 11, 12, 13}));
    EXPECT_EQ(read(kHead), 2u);
}

TEST_F(CommandQueueTest, waits_are_taken_in_order_and_counted_under_their_cause) {
    auto header = work(1, 20);
    header.wait[0] = STAVP_WAIT(3, 2, STAVP_WAIT_WEIGHTS);
    header.wait[1] = STAVP_WAIT(4, 1, STAVP_WAIT_ACTIVATIONS);
    header.wait[2] = STAVP_WAIT(5, 1, STAVP_WAIT_OUTPUT_SPACE);
    auto dependent = work(2, 20);
    dependent.wait[1] = STAVP_WAIT(6, 1, STAVP_WAIT_DEPENDENCY);
    put_entry(0, header);
    put_entry(1, dependent);
    write(kCtrl, 1);
    write(kTail, 2);
    run_ns(30); // waiting since 11
    sync.increment(3);
    run_ns(10);
    sync.increment(3); // 40
    run_ns(15);
    sync.increment(4); // 55
    sync.increment(5);
    run_ns(45);        // runs 55..75, dispatch 76
    sync.increment(6); // 100
    run_ns(100);
    EXPECT_EQ(tags(), (std::vector<std::uint32_t>{1, 2}));
    EXPECT_EQ(cycles(Activity::weights), 40u - 11);
    EXPECT_EQ(cycles(Activity::activations), 15u);
    EXPECT_EQ(cycles(Activity::output_space), 0u);
    EXPECT_EQ(cycles(Activity::dependency), 100u - 76);
    EXPECT_EQ(cycles(Activity::busy), 40u);
    EXPECT_EQ(all_cycles(), 200u);
}

TEST_F(CommandQueueTest, a_wait_is_satisfied_across_the_wrap_of_its_counter) {
    sync.set(9, 1); // counted past 0xfffff
    auto header = work(1, 1);
    header.wait[0] = STAVP_WAIT(9, 0xffffe, STAVP_WAIT_DEPENDENCY);
    put_entry(0, header);
    write(kCtrl, 1);
    write(kTail, 1);
    run_ns(50);
    EXPECT_EQ(tags(), std::vector<std::uint32_t>{1});
}

TEST_F(CommandQueueTest, completion_signals_and_interrupts) {
    auto header = work(1, 30);
    header.signal = STAVP_SIGNAL(63);
    header.flags = STAVP_FLAG_IRQ;
    put_entry(0, header);
    write(kCtrl, 1);
    write(kTail, 1);
    run_ns(40); // ends at 41
    EXPECT_EQ(sync.value(63), 0u);
    EXPECT_FALSE(queue.irq());
    run_ns(2);
    EXPECT_EQ(sync.value(63), 1u);
    EXPECT_TRUE(queue.irq());
    EXPECT_EQ(read(kIrqStatus), 1u);
    write(kIrqEnable, 2);
    EXPECT_FALSE(queue.irq());
    write(kIrqEnable, 3);
    write(kIrqStatus, 1);
    EXPECT_FALSE(queue.irq());
    EXPECT_GE(irq_changes, 4);
}

TEST_F(CommandQueueTest, nop_waits_and_signals_without_the_engine) {
    stavp_command_header nop{};
    nop.wait[0] = STAVP_WAIT(1, 1, STAVP_WAIT_DEPENDENCY);
    nop.signal = STAVP_SIGNAL(2);
    put_entry(0, nop);
    write(kCtrl, 1);
    write(kTail, 1);
    run_ns(50);
    EXPECT_EQ(sync.value(2), 0u);
    sync.increment(1);
    run_ns(50);
    EXPECT_EQ(sync.value(2), 1u);
    EXPECT_TRUE(log.empty());
    EXPECT_EQ(read(kHead), 1u);
}

TEST_F(CommandQueueTest, a_misaligned_ring_stops_the_queue) {
    write(kBase, kRing + 64, 8);
    write(kCtrl, 1);
    write(kTail, 1);
    run_ns(100);
    EXPECT_EQ(read(kErrorCode), 1u);
    EXPECT_EQ(read(kErrorAddr, 8), kRing + 64);
    EXPECT_EQ(read(kCtrl), 0u);
    EXPECT_EQ(read(kStatus), 2u);
    EXPECT_EQ(read(kIrqStatus), 2u);
    EXPECT_TRUE(log.empty());
}

TEST_F(CommandQueueTest, a_misaligned_chain_address_fails_after_its_predecessor) {
    auto first = work(1, 5);
    first.next = kRing + 0x2008;
    put_entry(0, first);
    write(kCtrl, 1);
    write(kTail, 1);
    run_ns(100);
    EXPECT_EQ(tags(), std::vector<std::uint32_t>{1});
    EXPECT_EQ(read(kErrorCode), 1u);
    EXPECT_EQ(read(kErrorAddr, 8), kRing + 0x2008);
    EXPECT_EQ(read(kHead), 0u);
}

TEST_F(CommandQueueTest, a_bus_error_on_a_descriptor_names_its_address) {
    auto first = work(1, 5);
    first.next = 0x9000;
    put_entry(0, first);
    write(kCtrl, 1);
    write(kTail, 1);
    run_ns(100);
    EXPECT_EQ(read(kErrorCode), 2u);
    EXPECT_EQ(read(kErrorAddr, 8), 0x9000u);
}

TEST_F(CommandQueueTest, a_ring_of_no_legal_size_is_a_bad_field) {
    for (const unsigned log2 : {0u, 13u, 255u}) {
        write(kLog2, log2);
        write(kCtrl, 1);
        write(kTail, 1);
        run_ns(100);
        EXPECT_EQ(read(kErrorCode), 4u) << log2;
        write(kCtrl, 2);
        EXPECT_EQ(read(kErrorCode), 0u);
    }
}

TEST_F(CommandQueueTest, an_unknown_opcode_stops_the_queue_with_its_tag) {
    auto header = work(77, 5);
    header.opcode = 999;
    header.signal = STAVP_SIGNAL(1);
    put_entry(0, work(1, 5));
    put_entry(1, header);
    put_entry(2, work(2, 5));
    write(kCtrl, 1);
    write(kTail, 3);
    run_ns(200);
    EXPECT_EQ(tags(), std::vector<std::uint32_t>{1});
    EXPECT_EQ(read(kErrorCode), 3u);
    EXPECT_EQ(read(kErrorAddr, 8), kRing + 128);
    EXPECT_EQ(read(kErrorTag), 77u);
    EXPECT_EQ(read(kHead), 1u);
    EXPECT_EQ(sync.value(1), 0u);
    EXPECT_TRUE(queue.irq());
}

TEST_F(CommandQueueTest, a_failed_queue_resumes_at_the_failed_entry_when_enabled_again) {
    auto header = work(2, 5);
    header.opcode = kOpFail;
    put_entry(0, work(1, 5));
    put_entry(1, header);
    put_entry(2, work(3, 5));
    write(kCtrl, 1);
    write(kTail, 3);
    run_ns(200);
    EXPECT_EQ(read(kErrorCode), 5u);
    EXPECT_EQ(read(kErrorAddr, 8), 0xabcdu);
    put_entry(1, work(20, 5));
    write(kCtrl, 1);
    run_ns(200);
    EXPECT_EQ(tags(), (std::vector<std::uint32_t>{1, 2, 20, 3}));
    EXPECT_EQ(read(kHead), 3u);
}

// The failing command ends while the third descriptor is being fetched; enabling at once must not let it slip in.
TEST_F(CommandQueueTest, a_fetch_in_flight_at_a_failure_is_dropped_even_if_the_queue_is_enabled_meanwhile) {
    auto header = work(1, 4);
    header.opcode = kOpFail;
    put_entry(0, header);
    put_entry(1, work(2, 1));
    put_entry(2, work(3, 1));
    write(kCtrl, 1);
    write(kTail, 3);
    run_ns(16); // fails at 15, the second fetch ends at 20
    EXPECT_EQ(read(kErrorCode), 5u);
    put_entry(0, work(10, 1));
    write(kCtrl, 1);
    run_ns(200);
    EXPECT_EQ(tags(), (std::vector<std::uint32_t>{1, 10, 2, 3}));
    EXPECT_EQ(read(kHead), 3u);
}

TEST_F(CommandQueueTest, a_failure_leaves_no_fetch_time_running) {
    auto header = work(1, 4);
    header.opcode = kOpFail;
    put_entry(0, header);
    put_entry(1, work(2, 1));
    write(kCtrl, 1);
    write(kTail, 2);
    run_ns(1000);
    EXPECT_EQ(cycles(Activity::fetch), 10u + 1 + 5); // the fetch in flight at 15 ends at 20
    EXPECT_EQ(cycles(Activity::no_command), 1000u - 20);
    EXPECT_EQ(all_cycles(), 1000u);
}

TEST_F(CommandQueueTest, clearing_enable_finishes_the_command_in_work_and_no_other) {
    for (std::uint32_t i = 0; i < 4; ++i)
        put_entry(i, work(i, 50));
    write(kCtrl, 1);
    write(kTail, 4);
    run_ns(30);
    write(kCtrl, 0);
    run_ns(500);
    EXPECT_EQ(tags(), std::vector<std::uint32_t>{0});
    EXPECT_EQ(read(kHead), 1u);
    EXPECT_EQ(read(kStatus), 0u);
    write(kCtrl, 1);
    run_ns(500);
    EXPECT_EQ(tags(), (std::vector<std::uint32_t>{0, 1, 2, 3}));
    EXPECT_EQ(read(kHead), 4u);
}

TEST_F(CommandQueueTest, clearing_enable_during_a_fetch_loses_and_repeats_nothing) {
    for (std::uint32_t i = 0; i < 3; ++i)
        put_entry(i, work(i, 30));
    write(kCtrl, 1);
    write(kTail, 3);
    run_ns(12); // the first is in work, the second is being fetched
    write(kCtrl, 0);
    run_ns(200);
    write(kCtrl, 1);
    run_ns(200);
    EXPECT_EQ(tags(), (std::vector<std::uint32_t>{0, 1, 2}));
    EXPECT_EQ(read(kHead), 3u);
}

TEST_F(CommandQueueTest, reset_empties_a_paused_queue_and_is_ignored_while_busy) {
    for (std::uint32_t i = 0; i < 3; ++i)
        put_entry(i, work(i, 50));
    write(kCtrl, 1);
    write(kTail, 3);
    run_ns(30);
    write(kCtrl, 2);
    EXPECT_EQ(read(kTail), 3u);
    run_ns(100);
    write(kCtrl, 2);
    EXPECT_EQ(read(kTail), 0u);
    EXPECT_EQ(read(kHead), 0u);
    put_entry(0, work(30, 5));
    write(kCtrl, 1);
    write(kTail, 1);
    run_ns(100);
    EXPECT_EQ(tags(), (std::vector<std::uint32_t>{0, 30}));
}

// A fetch of 10.3 ns puts every later time stamp between two clock edges.
TEST_F(CommandQueueTest, activities_add_up_to_the_elapsed_cycles_off_the_clock_edges) {
    memory.latency = sc_core::sc_time(10.3, sc_core::SC_NS);
    for (std::uint32_t i = 0; i < 4; ++i) {
        auto header = work(i, 7);
        header.wait[0] = STAVP_WAIT(0, i, STAVP_WAIT_WEIGHTS);
        put_entry(i, header);
    }
    write(kCtrl, 1);
    write(kTail, 4);
    for (int i = 0; i < 4; ++i) {
        run_ns(33.7);
        sync.increment(0);
        EXPECT_EQ(all_cycles(), static_cast<std::uint64_t>((i + 1) * 33.7));
    }
    run_ns(100);
    EXPECT_EQ(cycles(Activity::busy), 28u);
    EXPECT_EQ(all_cycles(), 234u);
}

} // namespace
} // namespace stavp::test
