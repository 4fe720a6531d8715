#include "tests/dma/dma_fixture.h"

#include <numeric>

namespace {

namespace dma_regs = stavp::regs::dma;

class DmaQueueTest : public stavp::test::DmaFixture {};

TEST_F(DmaQueueTest, the_configuration_can_be_read) {
    EXPECT_EQ(get(dma_regs::CHANNELS), 4u);
    EXPECT_EQ(get(dma_regs::BURST_BYTES), 256u);
    EXPECT_EQ(get(dma_regs::OUTSTANDING), 8u);
}

TEST_F(DmaQueueTest, a_chain_of_descriptors_is_one_entry_of_the_ring) {
    auto first = copy(kSlow, kFast, 100);
    auto second = copy(kSlow + 1000, kFast + 1000, 100);
    auto third = copy(kSlow + 2000, kFast + 2000, 100);
    first.header.next = kSlow + 0x1e000;
    second.header.next = kSlow + 0x1e100;
    place(kSlow + 0x1e000, second);
    place(kSlow + 0x1e100, third);
    push(first);
    push(copy(kSlow + 3000, kFast + 3000, 100));
    drain();
    EXPECT_EQ(get(dma_regs::QUEUE_HEAD), 2u);
    for (const std::uint64_t offset : {0, 1000, 2000, 3000})
        EXPECT_EQ(std::memcmp(at(kFast + offset), at(kSlow + offset), 100), 0) << offset;
}

TEST_F(DmaQueueTest, an_error_inside_a_chain_stops_it) {
    auto first = copy(kSlow, kFast, 100);
    auto second = copy(0x10, kFast + 1000, 100);
    first.header.next = kSlow + 0x1e000;
    second.header.next = kSlow + 0x1e100;
    second.header.tag = 5;
    place(kSlow + 0x1e000, second);
    place(kSlow + 0x1e100, copy(kSlow, kFast + 2000, 100));
    push(first);
    drain();
    sc_core::sc_start(sc_core::sc_time(2, sc_core::SC_US));
    EXPECT_EQ(get(dma_regs::QUEUE_ERROR_TAG), 5u);
    EXPECT_EQ(get(dma_regs::QUEUE_HEAD), 0u);
    EXPECT_EQ(fast.memory[0], slow.memory[0]);
    EXPECT_EQ(fast.memory[2000], 0);
}

TEST_F(DmaQueueTest, the_ring_wraps) {
    for (int i = 0; i < 11; ++i) {
        push(copy(kSlow + 1 + i, kFast + i, 1));
        drain();
    }
    EXPECT_EQ(get(dma_regs::QUEUE_HEAD), 11u);
    EXPECT_EQ(std::memcmp(at(kFast), at(kSlow + 1), 11), 0);
}

TEST_F(DmaQueueTest, channels_are_ordered_by_counters_alone) {
    auto producer = copy(kSlow, kFast, 4096);
    producer.header.signal = STAVP_SIGNAL(9);
    auto consumer = copy(kFast, kFast + 8192, 4096);
    consumer.header.wait[1] = STAVP_WAIT(9, 1, STAVP_WAIT_WEIGHTS);
    push(consumer, 2);
    push(producer, 0);
    drain();
    EXPECT_EQ(std::memcmp(at(kFast + 8192), at(kSlow), 4096), 0);
    EXPECT_EQ(sync.value(9), 1u);
    const auto waited = dma.account(2).snapshot()[static_cast<std::size_t>(stavp::Activity::weights)];
    // The producer's 16 bursts move at 8 cycles each, at least.
    EXPECT_GE(waited, 16u * 8);
}

TEST_F(DmaQueueTest, the_interrupt_line_follows_status_and_enable) {
    auto job = copy(kSlow, kFast, 100);
    push(job, 3);
    drain();
    EXPECT_FALSE(irq.read());
    set(dma_regs::QUEUE_IRQ_ENABLE, 1, 3);
    job.header.flags = STAVP_FLAG_IRQ;
    push(job, 3);
    drain();
    sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_NS));
    EXPECT_TRUE(irq.read());
    EXPECT_EQ(get(dma_regs::QUEUE_IRQ_STATUS, 3), 1u);
    set(dma_regs::QUEUE_IRQ_STATUS, 1, 3);
    sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_NS));
    EXPECT_FALSE(irq.read());
}

TEST_F(DmaQueueTest, an_error_interrupts) {
    set(dma_regs::QUEUE_IRQ_ENABLE, 2);
    push(copy(0, 0, 1));
    drain();
    sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_NS));
    EXPECT_TRUE(irq.read());
    set(dma_regs::QUEUE_IRQ_ENABLE, 0);
    sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_NS));
    EXPECT_FALSE(irq.read());
}

TEST_F(DmaQueueTest, every_cycle_is_accounted_for_once) {
    push(copy(kSlow, kFast, 5000));
    push(copy(kSlow, kFast, 64, 50, 1000, 64), 1);
    drain();
    for (unsigned channel = 0; channel < 4; ++channel) {
        const auto cycles = dma.account(channel).snapshot();
        EXPECT_EQ(std::accumulate(cycles.begin(), cycles.end(), std::uint64_t{0}),
                  sc_core::sc_time_stamp().value() / kCyclePs);
    }
    EXPECT_EQ(busy_cycles(2), 0u);
}

TEST_F(DmaQueueTest, a_queue_disabled_during_a_fetch_executes_each_command_once) {
    auto job = copy(kSlow, kFast, 1);
    job.header.signal = STAVP_SIGNAL(1);
    auto slow_job = copy(kSlow, kFast, 4096);
    slow_job.header.signal = STAVP_SIGNAL(0);
    push(slow_job);
    // The first is in execution; the second is on its way when the queue is stopped.
    sc_core::sc_start(sc_core::sc_time(300, sc_core::SC_NS));
    ASSERT_GT(busy_cycles(), 0u);
    push(job);
    sc_core::sc_start(sc_core::sc_time(20, sc_core::SC_NS));
    set(dma_regs::QUEUE_CTRL, 0);
    sc_core::sc_start(sc_core::sc_time(3, sc_core::SC_US));
    set(dma_regs::QUEUE_CTRL, 1);
    sc_core::sc_start(sc_core::sc_time(3, sc_core::SC_US));
    EXPECT_EQ(sync.value(0), 1u);
    EXPECT_EQ(sync.value(1), 1u);
    EXPECT_EQ(get(dma_regs::QUEUE_HEAD), 2u);
}

TEST_F(DmaQueueTest, a_queue_enabled_again_before_a_fetch_of_before_its_failure_ends_keeps_its_place) {
    // The failing command is known to fail while the fetch of the third is on its way.
    push(copy(kSlow, 0x10, 1));
    push(copy(kSlow, kFast, 1));
    while (get(dma_regs::QUEUE_ERROR_CODE) == 0) {
        sc_core::sc_start(sc_core::sc_time(2, sc_core::SC_NS));
        if (get(dma_regs::QUEUE_TAIL) == 2 && busy_cycles() > 50) push(copy(kSlow + 1, kFast + 1, 1));
    }
    ASSERT_EQ(get(dma_regs::QUEUE_TAIL), 3u);
    ASSERT_EQ(get(dma_regs::QUEUE_STATUS) & 1, 1u);
    place(kRing, copy(kSlow + 2, kFast + 2, 1));
    set(dma_regs::QUEUE_CTRL, 1);
    sc_core::sc_start(sc_core::sc_time(5, sc_core::SC_US));
    EXPECT_EQ(get(dma_regs::QUEUE_HEAD), 3u);
    EXPECT_EQ(std::memcmp(at(kFast), at(kSlow), 3), 0);
}

} // namespace
