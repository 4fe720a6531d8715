#include "tests/firmware/machine_double.h"

extern "C" {
#include "firmware/drivers/queue.h"
#include "firmware/drivers/sync.h"
#include "firmware/hal/cpu.h"
}

#include <gtest/gtest.h>

namespace stavp::test {

namespace {

const command kNop{};

struct Queues {
    explicit Queues(unsigned seed = 0) : machine({}, seed) {
        sync_init();
        queue_init(4);
        cpu_enable_interrupts();
    }
    MachineDouble machine;
};

} // namespace

TEST(Queue, a_wait_is_satisfied_within_half_the_counter_range) {
    EXPECT_TRUE(sync_reached(5, 5));
    EXPECT_TRUE(sync_reached(6, 5));
    EXPECT_FALSE(sync_reached(4, 5));
    EXPECT_TRUE(sync_reached(3, 0xffffe)) << "wrapped";
    EXPECT_FALSE(sync_reached(0xffffe, 3));
}

TEST(Queue, counters_wrap_without_anyone_noticing) {
    Queues queues;
    token last{};
    for (std::uint32_t i = 0; i < (1u << 20) + 1000; ++i) {
        const dependency after{last, STAVP_WAIT_DEPENDENCY};
        queue_begin(QUEUE_STA, &kNop, QUEUE_HEADER_WORDS, 0, &after, 1);
        const dependency product{queue_submit(QUEUE_STA), STAVP_WAIT_DEPENDENCY};
        queue_begin(QUEUE_VECTOR, &kNop, QUEUE_HEADER_WORDS, 0, &product, 1);
        last = queue_submit(QUEUE_VECTOR);
    }
    queue_drain();
    EXPECT_EQ(last.sequence, (1u << 20) + 1000);
    EXPECT_EQ(queues.machine.executed[QUEUE_VECTOR], (1u << 20) + 1000);
    EXPECT_EQ(queues.machine.executed[QUEUE_STA], (1u << 20) + 1000);
}

TEST(Queue, more_dependencies_than_wait_slots_are_all_kept) {
    Queues queues;
    dependency all[6];
    for (std::uint32_t i = 0; i < 4; ++i) {
        queue_begin(QUEUE_DMA0 + i, &kNop, QUEUE_HEADER_WORDS, 0, nullptr, 0);
        all[i] = {queue_submit(QUEUE_DMA0 + i), STAVP_WAIT_WEIGHTS};
    }
    queue_begin(QUEUE_SOFTMAX, &kNop, QUEUE_HEADER_WORDS, 0, nullptr, 0);
    all[4] = {queue_submit(QUEUE_SOFTMAX), STAVP_WAIT_DEPENDENCY};
    queue_begin(QUEUE_STA, &kNop, QUEUE_HEADER_WORDS, 0, nullptr, 0);
    all[5] = {queue_submit(QUEUE_STA), STAVP_WAIT_DEPENDENCY};
    queue_begin(QUEUE_VECTOR, &kNop, QUEUE_HEADER_WORDS, 0, all, 6);
    const auto done = queue_submit(QUEUE_VECTOR);
    EXPECT_EQ(done.sequence, 2u) << "one command in front carries the first three waits";
    queue_drain();
    EXPECT_EQ(queues.machine.waits, 6u);
}

TEST(Queue, a_command_that_is_long_complete_is_not_waited_for) {
    Queues queues;
    queue_begin(QUEUE_STA, &kNop, QUEUE_HEADER_WORDS, 0, nullptr, 0);
    const dependency old{queue_submit(QUEUE_STA), STAVP_WAIT_DEPENDENCY};
    for (std::uint32_t i = 0; i < (1u << 19) + 1000; ++i) {
        queue_begin(QUEUE_STA, &kNop, QUEUE_HEADER_WORDS, 0, nullptr, 0);
        queue_submit(QUEUE_STA);
    }
    // By now the counter is more than half its range ahead: a wait word would wait for the wrap.
    queue_begin(QUEUE_VECTOR, &kNop, QUEUE_HEADER_WORDS, 0, &old, 1);
    const auto last = queue_submit(QUEUE_VECTOR);
    queue_drain();
    EXPECT_EQ(queues.machine.waits, 0u);
    EXPECT_EQ(sync_value(QUEUE_VECTOR), last.sequence);
}

TEST(Queue, what_an_earlier_command_of_the_queue_waited_for_is_not_waited_for_again) {
    Queues queues;
    queue_begin(QUEUE_DMA0, &kNop, QUEUE_HEADER_WORDS, 0, nullptr, 0);
    const dependency loaded{queue_submit(QUEUE_DMA0), STAVP_WAIT_WEIGHTS};
    for (int i = 0; i < 5; ++i) {
        queue_begin(QUEUE_STA, &kNop, QUEUE_HEADER_WORDS, 0, &loaded, 1);
        queue_submit(QUEUE_STA);
    }
    queue_drain();
    EXPECT_EQ(queues.machine.waits, 1u);
}

TEST(Queue, a_fault_ends_waiting_and_swallows_what_follows) {
    Queues queues;
    command bad{};
    bad.header.opcode = 999;
    bad.header.tag = 0x30007;
    queue_begin(QUEUE_SOFTMAX, &bad, QUEUE_HEADER_WORDS, bad.header.tag, nullptr, 0);
    queue_submit(QUEUE_SOFTMAX);
    queue_drain();
    EXPECT_TRUE(queue_fault.seen);
    EXPECT_EQ(queue_fault.queue, static_cast<std::uint32_t>(QUEUE_SOFTMAX));
    EXPECT_EQ(queue_fault.code, 3u);
    EXPECT_EQ(queue_fault.tag, 0x30007u);
    const auto commands = queues.machine.commands;
    for (int i = 0; i < 200; ++i) {
        queue_begin(QUEUE_SOFTMAX, &kNop, QUEUE_HEADER_WORDS, 0, nullptr, 0);
        queue_submit(QUEUE_SOFTMAX);
        queue_flush();
    }
    queue_drain();
    EXPECT_EQ(queues.machine.commands, commands);
}

} // namespace stavp::test
