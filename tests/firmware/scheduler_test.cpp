#include "tests/firmware/machine_double.h"
#include "tests/firmware/random_workload.h"
#include "tests/firmware/workload_run.h"

extern "C" {
#include "firmware/scheduler/scheduler.h"
}

#include <algorithm>
#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>

namespace stavp::test {

namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using workloads::EncodingChoice;
using workloads::Image;
using workloads::Pattern;

void expect_right(const Image& image, const MachineShape& shape, unsigned seed) {
    WorkloadRun run(image, shape, seed);
    ASSERT_EQ(run(), FIRMWARE_OK) << run.machine.console;
    EXPECT_THAT(run.wrong_layers, IsEmpty()) << "seed " << seed;
    EXPECT_THAT(run.machine.memory.races(), IsEmpty()) << "seed " << seed;
    EXPECT_EQ(run.machine.ended.size() + run.machine.fused.size(), image.layers().size());
    EXPECT_EQ(run.machine.result, 0u);
}

MachineShape small_machine() {
    MachineShape shape;
    shape.buffer_bytes = {2048, 1024, 2048, 1024};
    shape.rows = shape.cols = 4;
    return shape;
}

} // namespace

TEST(Scheduler, every_operation_gives_the_expected_bytes_on_the_default_machine) {
    expect_right(random_workload({}, 1), {}, 1);
}

TEST(Scheduler, every_order_of_execution_gives_the_same_bytes_without_races) {
    const auto image = random_workload({}, 2);
    for (unsigned seed = 0; seed < 12; ++seed)
        expect_right(image, small_machine(), seed);
}

TEST(Scheduler, works_with_any_number_of_dma_channels) {
    const auto image = random_workload({.layers = 2}, 3);
    for (std::uint32_t channels = 1; channels <= 8; ++channels) {
        auto shape = small_machine();
        shape.dma_channels = channels;
        expect_right(image, shape, channels);
    }
}

TEST(Scheduler, one_image_runs_on_arrays_and_buffers_of_many_shapes) {
    for (unsigned seed = 0; seed < 48; ++seed) {
        std::mt19937 random(seed);
        const auto pick = [&](auto... values) {
            const std::uint32_t list[] = {static_cast<std::uint32_t>(values)...};
            return list[random() % sizeof...(values)];
        };
        const Pattern patterns[] = {{0, 0}, {1, 2}, {2, 4}, {3, 8}, {5, 16}, {8, 32}, {1, 32}};
        const EncodingChoice encodings[] = {EncodingChoice::smallest, EncodingChoice::bitmap, EncodingChoice::index};
        const auto image = random_workload({.batch = pick(1, 2, 3),
                                            .seq = pick(5, 16, 33),
                                            .heads = pick(1, 3),
                                            .head_dim = pick(4, 16, 19),
                                            .ffn = pick(24, 100, 257),
                                            .pattern = patterns[seed % 7],
                                            .causal = random() % 2 == 0,
                                            .encoding = encodings[random() % 3]},
                                           seed);
        MachineShape shape;
        for (auto& bytes : shape.buffer_bytes)
            bytes = pick(1024, 2000, 4096, 65536);
        shape.rows = pick(1, 4, 8, 64);
        shape.cols = pick(1, 3, 16, 32);
        shape.lanes = pick(1, 2, 4);
        shape.dma_channels = 1 + seed % 8;
        shape.softmax_off_chip = random() % 2 == 0;
        shape.fuse = random() % 4 != 0;
        shape.prefetch = random() % 4 != 0;
        shape.resident = random() % 4 != 0;
        SCOPED_TRACE(seed);
        expect_right(image, shape, seed);
    }
}

// Deep enough that buffers are handed from layer to layer while stores and reads of earlier ones are under way.
TEST(Scheduler, layers_in_flight_hand_buffers_over_without_races) {
    for (unsigned seed = 0; seed < 60; ++seed) {
        std::mt19937 random(seed);
        const auto pick = [&](auto... values) {
            const std::uint32_t list[] = {static_cast<std::uint32_t>(values)...};
            return list[random() % sizeof...(values)];
        };
        const auto image = random_workload(
            {.batch = 1, .seq = pick(16, 40), .ffn = pick(48, 96), .layers = 3, .pattern = {2, 4}}, seed);
        MachineShape shape;
        for (auto& bytes : shape.buffer_bytes)
            bytes = pick(3000, 5000, 9000, 20000);
        shape.buffer_bytes[0] = pick(9000, 65536);
        shape.rows = shape.cols = pick(4, 8);
        shape.dma_channels = 1 + seed % 8;
        shape.fuse = random() % 2 == 0;
        shape.resident = random() % 4 != 0;
        SCOPED_TRACE(seed);
        expect_right(image, shape, seed);
    }
}

TEST(Scheduler, scores_through_memory_give_the_same_bytes) {
    const auto image = random_workload({.seq = 20, .causal = true}, 4);
    for (unsigned seed = 0; seed < 6; ++seed) {
        auto shape = small_machine();
        shape.softmax_off_chip = true;
        shape.dma_channels = 1 + seed;
        expect_right(image, shape, seed);
    }
}

TEST(Scheduler, products_split_along_k_give_the_expected_bytes) {
    for (const Pattern pattern : {Pattern{0, 0}, {1, 4}, {2, 4}, {7, 8}, {4, 32}})
        for (const auto out : {NMW_I8, NMW_U8, NMW_I16})
            for (const auto encoding : {EncodingChoice::bitmap, EncodingChoice::index})
                expect_right(random_gemm(21, 777, 37, pattern, out, 5, encoding), small_machine(), 5);
}

TEST(Scheduler, removed_waits_are_noticed) {
    const auto image = random_workload({.seq = 20, .ffn = 100}, 6);
    for (std::uint32_t cause = STAVP_WAIT_WEIGHTS; cause <= STAVP_WAIT_DEPENDENCY; ++cause) {
        WorkloadRun run(image, small_machine(), 7);
        run.machine.ignore_wait = [cause](auto, std::uint32_t word) { return (word >> 28 & 7) == cause; };
        run();
        EXPECT_FALSE(run.machine.memory.races().empty()) << "cause " << cause;
    }
}

TEST(Scheduler, almost_every_single_wait_is_necessary) {
    const auto image = random_gemm(40, 128, 60, {2, 4}, NMW_I8, 8);
    std::uint64_t waits = 0;
    {
        WorkloadRun run(image, small_machine(), 8);
        run();
        waits = run.machine.waits;
    }
    ASSERT_GT(waits, 50u);
    std::uint64_t noticed = 0;
    for (std::uint64_t removed = 0; removed < waits; ++removed) {
        WorkloadRun run(image, small_machine(), 8);
        run.machine.ignore_wait = [removed](std::uint64_t number, auto) { return number == removed; };
        run();
        noticed += run.machine.memory.races().empty() ? 0 : 1;
    }
    EXPECT_GT(noticed, waits * 3 / 4) << "of " << waits;
}

TEST(Scheduler, reports_tiles_and_layers_in_order_and_prints_a_line_for_each) {
    const auto image = random_workload({}, 9);
    for (const bool fuse : {false, true}) {
        MachineShape shape;
        shape.fuse = fuse;
        WorkloadRun run(image, shape, 9);
        ASSERT_EQ(run(), FIRMWARE_OK);
        std::vector<std::uint32_t> layers(image.layers().size());
        std::iota(layers.begin(), layers.end(), 0u);
        if (fuse) layers = {0, 1, 2, 4, 5, 7, 8, 9}; // 3 adds to product 2, 6 looks up what product 5 gives
        EXPECT_EQ(run.machine.begun, layers);
        ASSERT_EQ(run.machine.ended.size(), layers.size());
        for (std::uint32_t i = 0; i < layers.size(); ++i) {
            const auto& ended = run.machine.ended[i];
            EXPECT_EQ(ended.layer, layers[i]);
            EXPECT_GT(ended.tile_rows, 0u);
            EXPECT_LE(ended.tile_cols, image.layers()[ended.layer].cols);
            EXPECT_THAT(run.machine.console, HasSubstr(std::string(image.layers()[ended.layer].name) + ": "));
        }
        EXPECT_THAT(run.machine.console, HasSubstr("done: 10 layers"));
    }
}

TEST(Scheduler, a_fused_product_never_reaches_memory_and_its_successor_does) {
    for (const auto& [image, product] : {std::pair{random_workload({}, 2), 2u},
                                         {random_workload({}, 2), 5u},
                                         {random_workload({.residual_second = true}, 2), 2u}}) {
        WorkloadRun run(image, {}, 3);
        ASSERT_EQ(run(), FIRMWARE_OK);
        EXPECT_EQ(run.machine.fused, (std::vector<std::uint32_t>{3, 6}));
        EXPECT_THAT(run.wrong_layers, IsEmpty());
        EXPECT_TRUE(run.output_is_untouched(product));
        EXPECT_FALSE(run.output_is_untouched(product + 1));
    }
    MachineShape separate;
    separate.fuse = false;
    const auto image = random_workload({}, 2);
    WorkloadRun run(image, separate, 3);
    ASSERT_EQ(run(), FIRMWARE_OK);
    EXPECT_THAT(run.machine.fused, IsEmpty());
    EXPECT_FALSE(run.output_is_untouched(2));
}

TEST(Scheduler, a_product_that_somebody_else_reads_is_not_fused) {
    const auto image = random_workload({.read_product_twice = true}, 5);
    for (unsigned seed = 0; seed < 4; ++seed) {
        WorkloadRun run(image, small_machine(), seed);
        ASSERT_EQ(run(), FIRMWARE_OK);
        EXPECT_THAT(run.machine.fused, IsEmpty());
        EXPECT_THAT(run.wrong_layers, IsEmpty());
        EXPECT_THAT(run.machine.memory.races(), IsEmpty());
    }
}

TEST(Scheduler, layers_overlap_only_where_that_is_allowed) {
    const auto image = random_workload({.layers = 2}, 4);
    for (const bool prefetch : {false, true}) {
        MachineShape shape;
        shape.prefetch = prefetch;
        WorkloadRun run(image, shape, 0); // seed 0: queues move only while the host sleeps
        std::uint64_t most = 0;
        run.at_layer_end = [&] { most = std::max(most, run.machine.outstanding()); };
        ASSERT_EQ(run(), FIRMWARE_OK);
        EXPECT_EQ(most > 0, prefetch);
    }
}

TEST(Scheduler, what_stays_on_chip_is_not_loaded_again) {
    const auto image = random_workload({}, 4);
    const auto bytes_read = [&](bool resident) {
        MachineShape shape;
        shape.resident = resident;
        WorkloadRun run(image, shape, 1);
        EXPECT_EQ(run(), FIRMWARE_OK);
        EXPECT_THAT(run.wrong_layers, IsEmpty());
        return run.machine.bytes_from_ddr;
    };
    // 24 rows of 16: Q, K, V (3 x 384), attended, norm, GELU's 24 x 48, down's and the result's.
    const std::uint64_t inputs_of_layers = 3 * 384 + 384 + 2 * 384 + 384 + 24 * 48 + 2 * 384 + 384;
    EXPECT_GE(bytes_read(false), bytes_read(true) + inputs_of_layers * 3 / 4);
}

TEST(Scheduler, a_layer_that_does_not_fit_is_named) {
    const auto image = random_workload({.seq = 400, .head_dim = 4, .ffn = 8}, 10);
    auto shape = small_machine();
    shape.buffer_bytes[2] = 1024; // one row of scores and probabilities takes 1200 bytes
    WorkloadRun run(image, shape, 10);
    EXPECT_EQ(run(), FIRMWARE_DOES_NOT_FIT);
    EXPECT_EQ(run.machine.result, static_cast<std::uint32_t>(FIRMWARE_DOES_NOT_FIT));
    EXPECT_EQ(run.machine.result_layer, 1u);
    EXPECT_EQ(run.machine.ended.size(), 1u) << "the layers before it ran";
    EXPECT_THAT(run.machine.console, HasSubstr("error: layer 1 (0.attention): does not fit"));
}

TEST(Scheduler, an_engine_fault_is_reported_with_engine_code_address_and_tag) {
    const auto image = random_workload({}, 11);
    for (unsigned seed = 0; seed < 6; ++seed) {
        WorkloadRun run(image, small_machine(), seed);
        auto& weight = run.in_ddr(image.tensors()[image.layers()[2].weight]);
        weight.offset = 1ull << 40;
        EXPECT_EQ(run(), FIRMWARE_ENGINE_FAULT);
        EXPECT_EQ(run.machine.result, static_cast<std::uint32_t>(FIRMWARE_ENGINE_FAULT));
        EXPECT_EQ(run.machine.result_layer, 2u);
        EXPECT_THAT(run.machine.console, HasSubstr("fault: dma."));
        EXPECT_THAT(run.machine.console, HasSubstr(" error 5 address 0x"));
        EXPECT_THAT(run.machine.console, HasSubstr(" layer 2 tile 0"));
        EXPECT_THAT(run.machine.console, HasSubstr("error: layer 2 (0.projection): engine fault"));
    }
}

TEST(Scheduler, an_image_that_is_none_is_refused) {
    const auto image = random_workload({}, 12);
    {
        WorkloadRun run(image, {}, 0);
        run.in_ddr(image.header()).magic = 1;
        EXPECT_EQ(run(), FIRMWARE_BAD_IMAGE);
    }
    {
        WorkloadRun run(image, {}, 0);
        run.in_ddr(image.header()).version = NMW_VERSION + 1;
        EXPECT_EQ(run(), FIRMWARE_BAD_IMAGE);
    }
    WorkloadRun run(image, {}, 0);
    run.base = 0;
    EXPECT_EQ(run(), FIRMWARE_NO_WORKLOAD);
    EXPECT_EQ(run.machine.result, static_cast<std::uint32_t>(FIRMWARE_NO_WORKLOAD));
}

TEST(Scheduler, a_layer_that_contradicts_its_tensors_is_named) {
    const auto image = random_workload({}, 13);
    WorkloadRun run(image, {}, 0);
    run.in_ddr(image.layers()[3]).input1 = 9999;
    EXPECT_EQ(run(), FIRMWARE_BAD_LAYER);
    EXPECT_EQ(run.machine.result_layer, 3u);
}

TEST(Scheduler, off_chip_scores_without_room_are_an_error) {
    const auto image = random_workload({}, 14);
    MachineShape shape;
    shape.softmax_off_chip = true;
    WorkloadRun run(image, shape, 0, 64);
    EXPECT_EQ(run(), FIRMWARE_NO_SCRATCH);
    EXPECT_EQ(run.machine.result_layer, 1u);
}

TEST(Scheduler, the_host_sleeps_instead_of_polling) {
    const auto image = random_gemm(64, 64, 200, {2, 4}, NMW_I8, 15);
    WorkloadRun run(image, small_machine(), 0); // seed 0: queues move only while the host sleeps
    ASSERT_EQ(run(), FIRMWARE_OK);
    EXPECT_GT(run.machine.sleeps, 1u) << "rings of 64 entries must have been full";
    EXPECT_LT(run.machine.sleeps, run.machine.commands / 16);
}

} // namespace stavp::test
