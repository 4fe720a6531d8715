// Protected firmware on a double of the hardware in which things go wrong.

#include "tests/firmware/machine_double.h"
#include "tests/firmware/random_workload.h"
#include "tests/firmware/workload_run.h"

extern "C" {
#include "firmware/drivers/events.h"
#include "firmware/drivers/queue.h"
#include "firmware/hal/memory_map.h"
}

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::test {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using workloads::Image;

/// Small enough for several tiles, large enough that layers are in flight together.
MachineShape machine_for_faults() {
    MachineShape shape;
    shape.buffer_bytes = {9000, 4096, 6000, 4096};
    shape.rows = shape.cols = 8;
    return shape;
}

const Image& block() {
    static const auto image = random_workload({.batch = 1, .seq = 24, .ffn = 64, .layers = 2}, 1);
    return image;
}

struct Recovery : testing::Test {
    WorkloadRun run{block(), machine_for_faults(), 3};

    /// One command of one queue meets this fate, once.
    void once(unsigned queue, std::uint64_t number, Fate fate) {
        run.machine.fate = [=](unsigned of, std::uint64_t at) {
            return of == queue && at == number ? fate : Fate::good;
        };
    }
    std::uint32_t told(event_kind kind) const {
        std::uint32_t sum = 0;
        for (const auto& event : run.machine.events)
            sum += event.kind == kind ? event.count : 0;
        return sum;
    }
    void expect_success() {
        EXPECT_EQ(run(), FIRMWARE_OK) << run.machine.console;
        EXPECT_EQ(run.machine.result, 0u);
        EXPECT_TRUE(run.result_is_right());
        EXPECT_THAT(run.machine.memory.races(), IsEmpty());
    }
    void expect_failure(firmware_error error) {
        EXPECT_EQ(run(), error) << run.machine.console;
        EXPECT_EQ(run.machine.result, static_cast<std::uint32_t>(error));
    }
};

std::array<std::uint64_t, QUEUE_COUNT> commands_of_a_good_run() {
    WorkloadRun run(block(), machine_for_faults(), 3);
    EXPECT_EQ(run(), FIRMWARE_OK);
    return run.machine.executed;
}

} // namespace

TEST(ProtectedScheduler, without_a_fault_gives_the_expected_bytes_and_tells_nothing) {
    for (unsigned seed = 0; seed < 12; ++seed) {
        const auto image = random_workload({.seq = 12 + seed, .layers = 1 + seed % 2}, seed);
        auto shape = machine_for_faults();
        shape.dma_channels = 1 + seed % 8;
        shape.prefetch = seed % 3 != 0;
        shape.resident = seed % 4 != 0;
        shape.fuse = seed % 5 != 0;
        WorkloadRun run(image, shape, seed);
        ASSERT_EQ(run(), FIRMWARE_OK) << run.machine.console;
        EXPECT_THAT(run.wrong_layers, IsEmpty());
        EXPECT_THAT(run.machine.memory.races(), IsEmpty());
        EXPECT_THAT(run.machine.events, IsEmpty()) << run.machine.console;
    }
}

TEST_F(Recovery, an_engine_error_repeats_the_oldest_layer_that_had_not_ended) {
    once(QUEUE_VECTOR, 10, Fate::fails);
    std::vector<std::uint32_t> ended;
    run.machine.fate = [this, &ended, fate = run.machine.fate](unsigned queue, std::uint64_t number) {
        const auto result = fate(queue, number);
        if (result == Fate::fails)
            for (const auto& layer : run.machine.ended)
                ended.push_back(layer.layer);
        return result;
    };
    expect_success();
    EXPECT_EQ(told(EVENT_ENGINE_ERROR), 1u);
    EXPECT_EQ(told(EVENT_RETRY), 1u);
    ASSERT_THAT(ended, Not(IsEmpty()));
    EXPECT_THAT(run.machine.console, HasSubstr("protect: engine error of vector at 0x"));
    for (const auto layer : ended)
        EXPECT_EQ(std::ranges::count(run.machine.begun, layer), 1) << "had ended before the error";
    EXPECT_THAT(run.wrong_layers, IsEmpty());
}

/// Kinds of fates are dealt out over the commands of all queues.
TEST(ProtectedScheduler, any_single_fault_of_any_command_ends_in_the_expected_bytes) {
    const auto commands = commands_of_a_good_run();
    std::uint64_t retried = 0;
    std::uint64_t runs = 0;
    for (unsigned queue = 0; queue < QUEUE_COUNT; ++queue)
        for (std::uint64_t number = 0; number < commands[queue]; number += 1) {
            auto fate = std::array{Fate::fails, Fate::hangs, Fate::stops_short}[runs % 3];
            if (fate == Fate::stops_short && queue >= QUEUE_STA) fate = Fate::hangs;
            WorkloadRun run(block(), machine_for_faults(), 3 + static_cast<unsigned>(runs));
            run.machine.fate = [=](unsigned of, std::uint64_t at) {
                return of == queue && at == number ? fate : Fate::good;
            };
            ASSERT_EQ(run(), FIRMWARE_OK) << "queue " << queue << " command " << number << "\n" << run.machine.console;
            ASSERT_TRUE(run.result_is_right()) << "queue " << queue << " command " << number;
            ASSERT_THAT(run.machine.memory.races(), IsEmpty());
            retried += std::ranges::count(run.machine.events, ToldEvent{EVENT_RETRY, 1});
            ++runs;
        }
    EXPECT_GT(runs, 60u);
    EXPECT_GT(retried, runs * 8 / 10) << "the rest was no copy, or not reached";
}

TEST_F(Recovery, an_error_that_stays_is_reported_after_two_retries) {
    run.machine.fate = [](unsigned queue, std::uint64_t number) {
        return queue == QUEUE_SOFTMAX && number >= 1 ? Fate::fails : Fate::good;
    };
    expect_failure(FIRMWARE_ENGINE_FAULT);
    EXPECT_EQ(told(EVENT_ENGINE_ERROR), 3u);
    EXPECT_EQ(told(EVENT_RETRY), 2u);
    EXPECT_THAT(run.machine.console, HasSubstr("fault: softmax error 5"));
    EXPECT_THAT(run.machine.console, HasSubstr("): engine fault\n"));
}

TEST_F(Recovery, a_hung_engine_is_named_aborted_and_its_layer_repeated) {
    once(QUEUE_STA, 2, Fate::hangs);
    expect_success();
    EXPECT_EQ(told(EVENT_TIMEOUT), 1u);
    EXPECT_EQ(told(EVENT_RETRY), 1u);
    EXPECT_THAT(run.machine.console, HasSubstr("protect: no progress: sta stands, layer "));
}

TEST_F(Recovery, an_engine_that_hangs_each_time_is_reported) {
    run.machine.fate = [](unsigned queue, std::uint64_t number) {
        return queue == QUEUE_VECTOR && number >= 3 ? Fate::hangs : Fate::good;
    };
    expect_failure(FIRMWARE_STUCK);
    EXPECT_EQ(told(EVENT_TIMEOUT), 3u);
    EXPECT_THAT(run.machine.console, HasSubstr("): no progress\n"));
}

TEST_F(Recovery, the_watchdog_is_fed_even_while_an_engine_hangs) {
    once(QUEUE_STA, 2, Fate::hangs);
    expect_success();
    EXPECT_EQ(run.machine.watchdog_bark_ticks, 400'000u) << "40 ms, as the time-out is less than 10 ms";
    EXPECT_GT(run.machine.watchdog_gap_ticks, 0u);
    EXPECT_LT(run.machine.watchdog_gap_ticks, 2000u) << "an eighth of the time-out of 1 ms, and what the host does";
}

TEST_F(Recovery, a_machine_without_a_watchdog_will_do) {
    run.machine.has_watchdog = false;
    expect_success();
    EXPECT_EQ(run.machine.watchdog_bark_ticks, 0u);
}

TEST_F(Recovery, a_queue_that_cannot_be_stopped_is_reported) {
    once(QUEUE_STA, 2, Fate::hangs);
    run.machine.ignores_abort = true;
    expect_failure(FIRMWARE_UNSTOPPABLE);
    EXPECT_EQ(told(EVENT_RETRY), 0u);
}

TEST_F(Recovery, a_short_copy_repeats_everything) {
    once(QUEUE_DMA0 + 3, 1, Fate::stops_short);
    expect_success();
    EXPECT_EQ(told(EVENT_SHORT_COPY), 1u);
    EXPECT_EQ(std::ranges::count(run.machine.begun, 0u), 2);
    EXPECT_THAT(run.machine.console, HasSubstr("protect: short copy: dma.3 wrote fewer bytes than it was told, "));
    EXPECT_THAT(run.machine.console, HasSubstr("protect: retry from layer 0\n"));
}

TEST_F(Recovery, every_lost_interrupt_is_found_by_looking) {
    run.machine.loses_alarm = [](std::uint64_t) { return true; };
    expect_success();
    EXPECT_GT(told(EVENT_LOST_INTERRUPT), 3u);
    EXPECT_EQ(told(EVENT_RETRY), 0u);
    EXPECT_THAT(run.machine.console, HasSubstr("protect: lost interrupt of sync\n"));
}

TEST(ProtectedScheduler, an_interrupt_that_is_merely_late_is_not_lost) {
    auto shape = machine_for_faults();
    shape.timeout_us = 160; // a look every 10 us
    WorkloadRun run(block(), shape, 0);
    run.machine.alarm_late_ticks = 49; // of the 50 that it has
    ASSERT_EQ(run(), FIRMWARE_OK) << run.machine.console;
    EXPECT_THAT(run.machine.events, IsEmpty()) << run.machine.console;
}

TEST_F(Recovery, interrupts_without_a_cause_are_counted_and_change_nothing) {
    run.at_layer_end = [this] {
        if (run.machine.ended.size() == 1)
            for (const auto source : {IRQ_DMA, IRQ_STA, IRQ_SOFTMAX, IRQ_VECTOR, IRQ_SYNC, IRQ_ECC})
                run.machine.interrupt_without_cause(source);
    };
    expect_success();
    EXPECT_EQ(told(EVENT_SPURIOUS_INTERRUPT), 6u);
    EXPECT_EQ(told(EVENT_RETRY), 0u);
    EXPECT_THAT(run.machine.console, HasSubstr("protect: spurious interrupt of softmax\n"));
}

TEST_F(Recovery, corrected_words_are_told_with_memory_and_address) {
    run.at_layer_end = [this] {
        if (run.machine.ended.size() == 1) run.machine.correct(2, 0x51000040);
    };
    expect_success();
    EXPECT_EQ(told(EVENT_CORRECTED), 1u);
    EXPECT_THAT(run.machine.console, HasSubstr("protect: ecc corrected in input buffer: 1, last at 0x51000040\n"));
}

TEST_F(Recovery, a_weight_that_is_lost_is_reported) {
    const auto& weight = block().tensors()[block().layers()[2].weight];
    run.machine.poison(run.address_of(weight) + weight.row_stride);
    expect_failure(FIRMWARE_ENGINE_FAULT);
    EXPECT_EQ(told(EVENT_UNCORRECTED), 3u);
    EXPECT_THAT(run.machine.console, HasSubstr("protect: ecc uncorrected in ddr: 1, last at 0x"));
}

/// Where nothing stays on chip the next layer meets it; then all is made again.
TEST(ProtectedScheduler, an_activation_that_is_lost_is_made_again) {
    for (const bool resident : {false, true}) {
        auto shape = machine_for_faults();
        shape.resident = resident;
        WorkloadRun run(block(), shape, 5);
        run.at_layer_end = [&] {
            if (run.machine.ended.size() != 2) return;
            const auto& layer = block().layers()[run.machine.ended.back().layer];
            run.machine.poison(run.address_of(block().tensors()[layer.output]) + 8);
        };
        ASSERT_EQ(run(), FIRMWARE_OK) << run.machine.console;
        EXPECT_TRUE(run.result_is_right());
    }
}

/// Rows of 10 bytes: stores write parts of words, which would have to read the rest first.
TEST(ProtectedScheduler, a_lost_word_is_made_again_even_where_it_is_written_in_parts) {
    const auto image = random_workload({.batch = 1, .seq = 7, .head_dim = 5, .ffn = 20}, 4);
    auto shape = machine_for_faults();
    shape.resident = false;
    const auto& tensor = image.tensors()[image.layers()[1].output];
    for (std::uint64_t offset = 0; offset < tensor.bytes; offset += 8) {
        WorkloadRun run(image, shape, 5);
        run.at_layer_end = [&] {
            const auto& machine = run.machine;
            if (std::ranges::count(machine.ended, 1u, &LayerMarker::layer) == 1 && machine.ended.back().layer == 1)
                run.machine.poison(run.address_of(tensor) + offset);
        };
        ASSERT_EQ(run(), FIRMWARE_OK) << offset << "\n" << run.machine.console;
        EXPECT_TRUE(run.result_is_right());
        EXPECT_EQ(std::ranges::count(run.machine.events, ToldEvent{EVENT_RETRY, 1}), 2) << offset;
    }
}

TEST_F(Recovery, a_lost_word_that_no_engine_reported_repeats_everything) {
    bool once = false;
    run.at_layer_end = [&] {
        if (!once) run.machine.lose(3, 0x52000008);
        once = true;
    };
    expect_success();
    EXPECT_EQ(told(EVENT_UNCORRECTED), 1u);
    EXPECT_EQ(told(EVENT_RETRY), 1u);
    EXPECT_EQ(std::ranges::count(run.machine.begun, 0u), 2);
}

TEST_F(Recovery, a_word_of_the_result_that_is_lost_at_the_very_end_is_noticed_and_made_again) {
    const auto& output = block().tensors()[block().header().output_tensor];
    bool once = false;
    run.at_layer_end = [&] {
        const auto done = run.machine.ended.size() + run.machine.fused.size();
        if (once || done < block().layers().size()) return;
        once = true;
        run.machine.poison(run.address_of(output));
    };
    expect_success();
    EXPECT_TRUE(once);
    EXPECT_FALSE(run.machine.is_poisoned(run.address_of(output)));
    EXPECT_EQ(told(EVENT_RETRY), 1u);
}

TEST_F(Recovery, a_wrong_bit_of_the_image_is_refused_before_anything_runs) {
    const auto& weight = block().tensors()[block().layers()[2].weight];
    *run.machine.memory.plain(run.address_of(weight), 1) ^= 4;
    expect_failure(FIRMWARE_BAD_CHECKSUM);
    EXPECT_EQ(run.machine.commands, 0u);
    EXPECT_THAT(run.machine.events, ElementsAre(ToldEvent{EVENT_BAD_CHECKSUM, 1}));
    EXPECT_THAT(run.machine.console, HasSubstr("protect: bad checksum of the image's section 4\n"));
}

TEST_F(Recovery, a_wrong_bit_of_the_header_is_refused) {
    run.in_ddr(block().header()).reserved[2] ^= 1;
    expect_failure(FIRMWARE_BAD_CHECKSUM);
    EXPECT_THAT(run.machine.console, HasSubstr("protect: bad checksum of the image's section 0\n"));
}

} // namespace stavp::test
