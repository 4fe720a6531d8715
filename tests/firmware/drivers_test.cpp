// The driver calls against a register file that only does what it is told (docs/drivers.md).

#include "tests/firmware/fake_registers.h"

extern "C" {
#include "firmware/drivers/copy.h"
#include "firmware/drivers/softmax.h"
#include "firmware/drivers/sta.h"
#include "firmware/drivers/vector.h"
#include "firmware/drivers/wait.h"
}
#include "board/memory_map.h"
#include "fw/sta_regs.h"
#include "fw/sysctl_regs.h"

#include <cstring>
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace stavp::test {

namespace {

constexpr std::uint32_t kWeights = 0x5000'0000;
constexpr std::uint32_t kInputs = 0x5100'0000;
constexpr std::uint32_t kScores = 0x5200'0000;
constexpr std::uint32_t kOutputs = 0x5300'0000;
constexpr std::uint32_t kBufferBytes = 0x1'0000; ///< as the fake says of each
constexpr std::uint32_t kPatience_us = 100;

class Drivers : public testing::Test {
protected:
    FakeRegisters registers;

    void SetUp() override { ASSERT_EQ(drivers_open(kPatience_us), DRIVER_OK); }

    template <typename Descriptor> Descriptor sent(unsigned queue, unsigned number = 0) {
        Descriptor result;
        std::memcpy(&result, registers.descriptor(queue, number), sizeof result);
        return result;
    }
    /// `call` is refused, and no register was written.
    template <typename Call> void expect_refused(const char* what, Call call) {
        const auto before = registers.writes.size();
        EXPECT_EQ(call(), DRIVER_BAD_ARGUMENT) << what;
        EXPECT_EQ(registers.writes.size(), before) << what;
    }
};

/// 8 x 16 (int8) times 4 x 16, dense, to int8.
sta_product small_product() {
    sta_product product{};
    product.m = 8;
    product.n = 4;
    product.k = 16;
    product.x = {kInputs, 16, STAVP_I8};
    product.w.values = {kWeights, 16, STAVP_I8};
    product.y = {kOutputs, 4, STAVP_I8};
    product.mult = 1 << 30;
    product.shift = 31;
    return product;
}

/// The same, 2:4, at the ends of their buffers.
sta_product sparse_product() {
    auto product = small_product();
    product.w.kept = 2;
    product.w.group = 4;
    product.w.values = {kWeights + kBufferBytes - 4 * 8, 8, STAVP_I8}; // 4 groups of 2 values
    product.w.map = kScores + kBufferBytes - 4 * 2;                    // 16 bits for each output
    product.w.map_stride = 2;
    return product;
}

/// The same amid its buffers, so that nothing else is wrong with one that has a wrong field.
sta_product roomy_product() {
    auto product = sparse_product();
    product.x = {kInputs, 200, STAVP_I8};
    product.w.values = {kWeights, 200, STAVP_I8};
    product.w.map = kScores;
    product.w.map_stride = 200;
    product.y = {kOutputs, 200, STAVP_I8};
    return product;
}

TEST_F(Drivers, a_product_becomes_one_command_with_all_its_fields) {
    auto product = small_product();
    product.x.type = STAVP_U8;
    product.relu = true;
    product.sums = kScores;
    product.sums_stride = 16;
    EXPECT_EQ(sta_matmul(&product, kPatience_us), DRIVER_OK);
    EXPECT_EQ(registers.values[STA_BASE + STA_QUEUE_TAIL_OFFSET], 1u);
    const auto command = sent<stavp_sta_descriptor>(QUEUE_STA);
    EXPECT_EQ(command.header.opcode, static_cast<std::uint32_t>(STAVP_OP_STA_MATMUL));
    EXPECT_EQ(command.header.flags, static_cast<std::uint32_t>(STAVP_STA_RELU | STAVP_STA_X_UNSIGNED |
                                                               STAVP_STA_INLINE_REQUANT | STAVP_STA_PSUM_IN));
    EXPECT_EQ(command.header.next, 0u);
    EXPECT_EQ(command.header.wait[0], 0u);
    EXPECT_EQ(command.header.signal, STAVP_SIGNAL(QUEUE_STA));
    EXPECT_EQ(command.x, kInputs);
    EXPECT_EQ(command.w, kWeights);
    EXPECT_EQ(command.y, kOutputs);
    EXPECT_EQ(command.psum, kScores);
    EXPECT_EQ(command.psum_stride, 16u);
    EXPECT_EQ(command.m, 8u);
    EXPECT_EQ(command.n, 4u);
    EXPECT_EQ(command.k, 16u);
    EXPECT_EQ(command.x_stride, 16u);
    EXPECT_EQ(command.w_stride, 16u);
    EXPECT_EQ(command.y_stride, 4u);
    EXPECT_EQ(command.pattern_n, 0u);
    EXPECT_EQ(command.y_type, static_cast<std::uint8_t>(STAVP_I8));
    EXPECT_EQ(command.mult, 1 << 30);
    EXPECT_EQ(command.shift, 31u);
}

TEST_F(Drivers, sparse_weights_may_reach_to_the_last_byte_of_their_buffers) {
    auto product = sparse_product();
    EXPECT_EQ(sta_matmul(&product, kPatience_us), DRIVER_OK);
    const auto command = sent<stavp_sta_descriptor>(QUEUE_STA);
    EXPECT_EQ(command.pattern_n, 2u);
    EXPECT_EQ(command.pattern_m, 4u);
    EXPECT_EQ(command.map, product.w.map);
    EXPECT_EQ(command.map_stride, 2u);
}

TEST_F(Drivers, a_product_that_no_array_can_do_is_refused_before_hardware_is_touched) {
    const auto refused = [&](const char* what, auto change) {
        auto product = roomy_product();
        change(product);
        expect_refused(what, [&] { return sta_matmul(&product, kPatience_us); });
    };
    refused("no rows", [](auto& p) { p.m = 0; });
    refused("no columns", [](auto& p) { p.n = 0; });
    refused("no reduction", [](auto& p) { p.k = 0; });
    refused("k above the array's limit", [](auto& p) { p.k = 65; });
    refused("x not on chip", [](auto& p) { p.x.address = 0x8000'0000; });
    refused("x of int32", [](auto& p) { p.x.type = STAVP_I32; });
    refused("x of no type", [](auto& p) { p.x.type = static_cast<stavp_dtype>(9); });
    refused("rows of x overlap", [](auto& p) { p.x.stride = 15; });
    refused("x leaves its buffer", [](auto& p) { p.x.address = kInputs + kBufferBytes - (7 * 200 + 16) + 1; });
    refused("strides that wrap", [](auto& p) { p.x.stride = 0xffff'ffff; });
    refused("w unsigned", [](auto& p) { p.w.values.type = STAVP_U8; });
    refused("values leave their buffer",
            [](auto& p) { p.w.values.address = kWeights + kBufferBytes - (3 * 200 + 8) + 1; });
    refused("the map leaves its buffer", [](auto& p) { p.w.map = kScores + kBufferBytes - (3 * 200 + 2) + 1; });
    refused("N above M", [](auto& p) { p.w.kept = 5; });
    refused("N of 0", [](auto& p) { p.w.kept = 0; });
    refused("M of 6", [](auto& p) { p.w.group = 6; });
    refused("M of 64", [](auto& p) { p.w.group = 64; });
    refused("unknown positions", [](auto& p) { p.w.positions = static_cast<stavp_positions>(2); });
    refused("y leaves its buffer", [](auto& p) { p.y.address = kOutputs + kBufferBytes - (7 * 200 + 4) + 1; });
    refused("shift of 0", [](auto& p) { p.shift = 0; });
    refused("shift of 63", [](auto& p) { p.shift = 63; });
    refused("negative factor", [](auto& p) { p.mult = -1; });
    refused("records not on chip", [](auto& p) { p.channels = 0x40; });
    refused("sums not on chip", [](auto& p) { p.sums = 0x40, p.sums_stride = 16; });
}

TEST_F(Drivers, indices_take_their_own_room) {
    auto product = sparse_product(); // 4 groups of 2 indices of 2 bits: 2 bytes, as the map
    product.w.positions = STAVP_POSITIONS_INDEX;
    EXPECT_EQ(sta_matmul(&product, kPatience_us), DRIVER_OK);
    product.w.kept = 3; // 3 bytes
    product.w.values = {kWeights, 12, STAVP_I8};
    product.w.map_stride = 3;
    product.w.map = kScores + kBufferBytes - 4 * 3;
    EXPECT_EQ(sta_matmul(&product, kPatience_us), DRIVER_OK);
    ++product.w.map;
    expect_refused("a byte too far", [&] { return sta_matmul(&product, kPatience_us); });
}

TEST_F(Drivers, softmax_becomes_one_command) {
    softmax_job job{};
    job.rows = 3;
    job.cols = 5;
    job.x = {kScores, 10, STAVP_I16};
    job.y = {kOutputs, 5, STAVP_U8};
    job.valid = 4;
    job.causal = true;
    job.first_row = 7;
    EXPECT_EQ(softmax_rows(&job, kPatience_us), DRIVER_OK);
    const auto command = sent<stavp_softmax_descriptor>(QUEUE_SOFTMAX);
    EXPECT_EQ(command.header.opcode, static_cast<std::uint32_t>(STAVP_OP_SOFTMAX_ROWS));
    EXPECT_EQ(command.header.flags, static_cast<std::uint32_t>(STAVP_SOFTMAX_CAUSAL));
    EXPECT_EQ(command.x, kScores);
    EXPECT_EQ(command.y, kOutputs);
    EXPECT_EQ(command.rows, 3u);
    EXPECT_EQ(command.cols, 5u);
    EXPECT_EQ(command.x_stride, 10u);
    EXPECT_EQ(command.y_stride, 5u);
    EXPECT_EQ(command.valid, 4u);
    EXPECT_EQ(command.row0, 7u);
    const auto refused = [&](const char* what, auto change) {
        auto bad = job;
        change(bad);
        expect_refused(what, [&] { return softmax_rows(&bad, kPatience_us); });
    };
    refused("no rows", [](auto& j) { j.rows = 0; });
    refused("no columns", [](auto& j) { j.cols = 0; });
    refused("more valid columns than there are", [](auto& j) { j.valid = 6; });
    refused("int8 scores", [](auto& j) { j.x.type = STAVP_I8; });
    refused("int16 probabilities", [](auto& j) { j.y = {kOutputs, 10, STAVP_I16}; });
    refused("x between the buffers", [](auto& j) { j.x.address = kScores + kBufferBytes; });
}

TEST_F(Drivers, vector_operations_become_commands) {
    const vector_sum sum{2, 3, {kInputs, 3, STAVP_I8}, {kScores, 6, STAVP_I16}, {kOutputs, 3, STAVP_U8}, 5, -6, 7};
    EXPECT_EQ(vector_add(&sum, kPatience_us), DRIVER_OK);
    const vector_lookup lookup{2, 3, {kInputs, 3, STAVP_I8}, {kOutputs, 4, STAVP_I8}, kWeights};
    EXPECT_EQ(vector_lut(&lookup, kPatience_us), DRIVER_OK);
    const vector_norm norm{2, 3, {kInputs, 6, STAVP_I16}, {kOutputs, 3, STAVP_I8}, kWeights, kWeights + 6, 9, 10, 11};
    EXPECT_EQ(vector_layernorm(&norm, kPatience_us), DRIVER_OK);
    const vector_turn turn{2, 3, {kInputs, 3, STAVP_I8}, {kOutputs, 2, STAVP_I8}};
    EXPECT_EQ(vector_transpose(&turn, kPatience_us), DRIVER_OK);

    const auto added = sent<stavp_vector_descriptor>(QUEUE_VECTOR, 0);
    EXPECT_EQ(added.header.opcode, static_cast<std::uint32_t>(STAVP_OP_VECTOR_ADD));
    EXPECT_EQ(added.a, kInputs);
    EXPECT_EQ(added.b, kScores);
    EXPECT_EQ(added.y, kOutputs);
    EXPECT_EQ(added.rows, 2u);
    EXPECT_EQ(added.cols, 3u);
    EXPECT_EQ(added.b_stride, 6u);
    EXPECT_EQ(added.a_type, static_cast<std::uint8_t>(STAVP_I8));
    EXPECT_EQ(added.b_type, static_cast<std::uint8_t>(STAVP_I16));
    EXPECT_EQ(added.y_type, static_cast<std::uint8_t>(STAVP_U8));
    EXPECT_EQ(added.mult0, 5);
    EXPECT_EQ(added.mult1, -6);
    EXPECT_EQ(added.shift0, 7u);
    const auto looked_up = sent<stavp_vector_descriptor>(QUEUE_VECTOR, 1);
    EXPECT_EQ(looked_up.header.opcode, static_cast<std::uint32_t>(STAVP_OP_VECTOR_LUT));
    EXPECT_EQ(looked_up.params, kWeights);
    EXPECT_EQ(looked_up.y_stride, 4u);
    const auto normed = sent<stavp_vector_descriptor>(QUEUE_VECTOR, 2);
    EXPECT_EQ(normed.header.opcode, static_cast<std::uint32_t>(STAVP_OP_VECTOR_LAYERNORM));
    EXPECT_EQ(normed.params, kWeights);
    EXPECT_EQ(normed.params2, kWeights + 6);
    EXPECT_EQ(normed.eps_q, 9u);
    EXPECT_EQ(normed.mult0, 10);
    EXPECT_EQ(normed.shift0, 11u);
    EXPECT_EQ(sent<stavp_vector_descriptor>(QUEUE_VECTOR, 3).header.opcode,
              static_cast<std::uint32_t>(STAVP_OP_VECTOR_TRANSPOSE));
}

TEST_F(Drivers, vector_operations_outside_their_ranges_are_refused) {
    const vector_sum sum{2, 3, {kInputs, 3, STAVP_I8}, {0, 0, STAVP_I8}, {kOutputs, 3, STAVP_I8}, 5, 0, 7};
    const auto refused_sum = [&](const char* what, auto change) {
        auto bad = sum;
        change(bad);
        expect_refused(what, [&] { return vector_add(&bad, kPatience_us); });
    };
    refused_sum("no rows", [](auto& j) { j.rows = 0; });
    refused_sum("a negative factor of a requantisation", [](auto& j) { j.a_mult = -1; });
    refused_sum("a factor that is none", [](auto& j) { j.b_mult = INT32_MIN; });
    refused_sum("int32", [](auto& j) { j.y.type = STAVP_I32; });
    refused_sum("b not on chip", [](auto& j) { j.b = {0x80, 3, STAVP_I8}; });
    refused_sum("shift of 0", [](auto& j) { j.shift = 0; });
    expect_refused("a table that is cut", [] {
        const vector_lookup job{1, 3, {kInputs, 3, STAVP_I8}, {kOutputs, 3, STAVP_I8}, kWeights + kBufferBytes - 255};
        return vector_lut(&job, kPatience_us);
    });
    expect_refused("a row beyond 8192", [] {
        const vector_norm job{1, 8193, {kInputs, 0, STAVP_I8}, {kOutputs, 0, STAVP_I8}, kWeights, kWeights, 0, 1, 1};
        return vector_layernorm(&job, kPatience_us);
    });
    expect_refused("beta cut", [] {
        const vector_norm job{
            1, 3, {kInputs, 3, STAVP_I8}, {kOutputs, 3, STAVP_I8}, kWeights, kWeights + kBufferBytes - 11, 0, 1, 1};
        return vector_layernorm(&job, kPatience_us);
    });
    expect_refused("a result narrower than its rows", [] {
        const vector_turn job{4, 2, {kInputs, 2, STAVP_I8}, {kOutputs, 3, STAVP_I8}};
        return vector_transpose(&job, kPatience_us);
    });
}

TEST_F(Drivers, copies_take_the_channels_in_turn) {
    const dma_block block{0x8000'0100, kInputs, 16, 4, 64, 16};
    EXPECT_EQ(dma_copy_2d(&block, kPatience_us), DRIVER_OK);
    EXPECT_EQ(dma_copy_bytes(kInputs, 0x800f'fff0, 16, kPatience_us), DRIVER_OK);
    token first{};
    token second{};
    EXPECT_EQ(dma_copy_submit(&block, nullptr, &first), DRIVER_OK);
    EXPECT_EQ(dma_copy_submit(&block, nullptr, &second), DRIVER_OK);
    EXPECT_NE(first.queue, second.queue);
    EXPECT_LT(first.queue, 2u) << "a channel that is built in";
    EXPECT_LT(second.queue, 2u);
    const auto command = sent<stavp_dma_descriptor>(first.queue, first.sequence - 1);
    EXPECT_EQ(command.header.opcode, static_cast<std::uint32_t>(STAVP_OP_DMA_COPY));
    EXPECT_EQ(command.source, 0x8000'0100u);
    EXPECT_EQ(command.destination, kInputs);
    EXPECT_EQ(command.row_bytes, 16u);
    EXPECT_EQ(command.rows, 4u);
    EXPECT_EQ(command.source_stride, 64u);
    EXPECT_EQ(command.destination_stride, 16u);
}

TEST_F(Drivers, copies_from_or_to_no_memory_are_refused) {
    const auto refused = [&](const char* what, dma_block block) {
        expect_refused(what, [&] { return dma_copy_2d(&block, kPatience_us); });
    };
    refused("nothing to copy", {0x8000'0000, kInputs, 0, 1, 0, 0});
    refused("no rows", {0x8000'0000, kInputs, 16, 0, 0, 0});
    refused("from a device", {0x4000'0000, kInputs, 16, 1, 0, 0});
    refused("beyond the end of DDR", {0x800f'fff1, kInputs, 16, 1, 0, 0});
    refused("beyond the end of a buffer", {0x8000'0000, kInputs + kBufferBytes - 15, 16, 1, 0, 0});
    refused("the last row beyond it", {0x8000'0000, kInputs, 16, 2, 16, kBufferBytes - 15});
    refused("strides that wrap", {0x8000'0000, kInputs, 16, 3, 0x8000'0000'0000'0000, 16});
}

TEST_F(Drivers, a_command_that_never_ends_is_given_up_in_time) {
    registers.latency_ticks.reset();
    const auto product = small_product();
    const auto begin = registers.time;
    EXPECT_EQ(sta_matmul(&product, 300), DRIVER_TIMEOUT);
    EXPECT_GE(registers.time, begin + 3000) << "300 us are 3000 ticks";
    EXPECT_LT(registers.time, begin + 3000 + 50) << "but for some register accesses";
    EXPECT_EQ(registers.sleeps, 1u) << "it sleeps instead of asking";
    EXPECT_TRUE(registers.interrupts_enabled);
    EXPECT_FALSE(registers.timer_enabled) << "as before";
    EXPECT_EQ(sta_matmul(&product, 300), DRIVER_NOT_OPEN) << "the command may still be under way";
    EXPECT_EQ(drivers_open(kPatience_us), DRIVER_OK) << "opening aborts it";
    registers.latency_ticks = 50;
    EXPECT_EQ(sta_matmul(&product, 300), DRIVER_OK);
}

TEST_F(Drivers, a_time_out_of_0_looks_once) {
    const auto product = small_product();
    registers.latency_ticks = 1'000'000;
    EXPECT_EQ(sta_matmul(&product, 0), DRIVER_TIMEOUT);
    EXPECT_EQ(registers.sleeps, 0u);
    EXPECT_EQ(drivers_open(kPatience_us), DRIVER_OK);
    registers.latency_ticks = 0;
    EXPECT_EQ(sta_matmul(&product, 0), DRIVER_OK);
}

TEST_F(Drivers, an_engine_that_cannot_be_stopped_is_said_to_be_busy) {
    registers.values[STA_BASE + STA_QUEUE_STATUS_OFFSET] = STA_QUEUE_STATUS_BUSY_MASK;
    registers.deaf = true;
    const auto begin = registers.time;
    EXPECT_EQ(drivers_open(30), DRIVER_BUSY);
    EXPECT_GE(registers.time, begin + 300);
    const auto product = small_product();
    EXPECT_EQ(sta_matmul(&product, 300), DRIVER_NOT_OPEN);
}

TEST_F(Drivers, errors_of_the_engines_come_back_as_statuses) {
    const auto product = small_product();
    registers.error_code = 5;
    EXPECT_EQ(sta_matmul(&product, kPatience_us), DRIVER_BUS_ERROR);
    EXPECT_TRUE(queue_fault.seen);
    EXPECT_EQ(queue_fault.queue, static_cast<std::uint32_t>(QUEUE_STA));
    EXPECT_EQ(queue_fault.address, 0x1234u);
    EXPECT_EQ(sta_matmul(&product, kPatience_us), DRIVER_NOT_OPEN);
    ASSERT_EQ(drivers_open(kPatience_us), DRIVER_OK);
    registers.error_code = 2;
    EXPECT_EQ(sta_matmul(&product, kPatience_us), DRIVER_BUS_ERROR);
    for (const auto code : {3u, 4u, 6u}) {
        ASSERT_EQ(drivers_open(kPatience_us), DRIVER_OK);
        registers.error_code = code;
        EXPECT_EQ(sta_matmul(&product, kPatience_us), DRIVER_REFUSED) << code;
    }
}

TEST_F(Drivers, submitted_commands_wait_for_those_before_them) {
    const auto product = small_product();
    const dma_block block{0x8000'0000, kInputs, 16, 8, 16, 16};
    driver_after after{};
    ASSERT_EQ(dma_copy_submit(&block, nullptr, &after.token[after.count++]), DRIVER_OK);
    token done{};
    ASSERT_EQ(sta_submit(&product, &after, &done), DRIVER_OK);
    EXPECT_EQ(sent<stavp_sta_descriptor>(QUEUE_STA).header.wait[0],
              STAVP_WAIT(after.token[0].queue, after.token[0].sequence, STAVP_WAIT_DEPENDENCY));
    EXPECT_EQ(driver_wait(done, kPatience_us), DRIVER_OK);
    EXPECT_EQ(driver_wait(after.token[0], kPatience_us), DRIVER_OK);
    after.count = DRIVER_AFTER_MAX + 1;
    EXPECT_EQ(sta_submit(&product, &after, &done), DRIVER_BAD_ARGUMENT);
    after.count = 1;
    after.token[0].queue = QUEUE_COUNT;
    EXPECT_EQ(sta_submit(&product, &after, &done), DRIVER_BAD_ARGUMENT);
    EXPECT_EQ(driver_wait(after.token[0], kPatience_us), DRIVER_BAD_ARGUMENT);
}

TEST_F(Drivers, a_full_ring_is_told_instead_of_waited_for) {
    registers.latency_ticks.reset();
    const auto product = small_product();
    token done{};
    for (unsigned i = 0; i < QUEUE_RING_ENTRIES - 1; ++i)
        ASSERT_EQ(sta_submit(&product, nullptr, &done), DRIVER_OK) << i;
    EXPECT_EQ(sta_submit(&product, nullptr, &done), DRIVER_RING_FULL);
    EXPECT_EQ(registers.sleeps, 0u);
    registers.set_counter(QUEUE_STA, 1);
    EXPECT_EQ(sta_submit(&product, nullptr, &done), DRIVER_OK);
    EXPECT_EQ(done.sequence, QUEUE_RING_ENTRIES);
}

TEST_F(Drivers, the_apps_timer_goes_on_while_a_driver_waits) {
    registers.latency_ticks = 5000;
    registers.timer_enabled = true;
    const auto due = registers.time + 2000;
    registers.compare = due;
    const auto product = small_product();
    EXPECT_EQ(sta_matmul(&product, 1000), DRIVER_OK);
    EXPECT_EQ(registers.timer_interrupts, 1u);
    EXPECT_LT(registers.timer_interrupt_at, due + 50) << "in time";
    EXPECT_TRUE(registers.timer_enabled);
    EXPECT_EQ(registers.compare, ~std::uint64_t{0}) << "as its handler left it";
}

TEST_F(Drivers, a_deadline_is_not_an_interrupt_of_the_apps_timer) {
    registers.latency_ticks.reset();
    registers.timer_enabled = true;
    registers.compare = registers.time + 1'000'000;
    const auto app = registers.compare;
    const auto product = small_product();
    EXPECT_EQ(sta_matmul(&product, 100), DRIVER_TIMEOUT);
    EXPECT_EQ(registers.timer_interrupts, 0u);
    EXPECT_EQ(registers.compare, app);
    EXPECT_TRUE(registers.timer_enabled);
}

TEST(DriverStatus, each_has_a_text_of_its_own) {
    std::set<std::string> texts;
    for (int status = DRIVER_OK; status <= DRIVER_BUSY; ++status)
        EXPECT_TRUE(texts.insert(driver_status_text(static_cast<driver_status>(status))).second) << status;
    EXPECT_FALSE(texts.contains("?"));
    EXPECT_STREQ(driver_status_text(static_cast<driver_status>(99)), "?");
}

TEST(DriversOpen, without_the_accelerator_says_so) {
    FakeRegisters registers;
    registers.absent.insert(SYSCTL_BASE + SYSCTL_ID_OFFSET);
    EXPECT_EQ(drivers_open(kPatience_us), DRIVER_NO_DEVICE);
    EXPECT_TRUE(registers.writes.empty());
    const auto product = small_product();
    EXPECT_EQ(sta_matmul(&product, kPatience_us), DRIVER_NOT_OPEN);
    EXPECT_EQ(driver_wait({QUEUE_STA, 1}, kPatience_us), DRIVER_NOT_OPEN);
    registers.absent.clear();
    registers.values[SYSCTL_BASE + SYSCTL_VERSION_OFFSET] = 2;
    EXPECT_EQ(drivers_open(kPatience_us), DRIVER_NO_DEVICE) << "another version";
    EXPECT_TRUE(registers.writes.empty());
}

} // namespace

} // namespace stavp::test
