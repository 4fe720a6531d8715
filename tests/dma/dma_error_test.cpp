#include "tests/dma/dma_fixture.h"

#include <algorithm>

namespace {

namespace dma_regs = stavp::regs::dma;

class DmaErrorTest : public stavp::test::DmaFidelityTest {
protected:
    void expect_failure(stavp::QueueError code, std::uint64_t address) {
        EXPECT_EQ(get(dma_regs::QUEUE_ERROR_CODE), static_cast<std::uint64_t>(code));
        EXPECT_EQ(get(dma_regs::QUEUE_ERROR_ADDR), address) << std::hex << get(dma_regs::QUEUE_ERROR_ADDR);
        EXPECT_EQ(get(dma_regs::QUEUE_CTRL) & 1, 0u);
        EXPECT_EQ(get(dma_regs::QUEUE_HEAD), 0u);
    }
    /// Exactly the first `bytes` of the fast memory from `first` on have changed.
    void expect_copied(std::uint64_t source, std::uint64_t first, std::uint64_t bytes) {
        EXPECT_EQ(std::memcmp(at(first), at(source), bytes), 0);
        const auto end = first - kFast + bytes;
        EXPECT_TRUE(std::all_of(fast.memory.begin() + static_cast<std::ptrdiff_t>(end), fast.memory.end(),
                                [](std::uint8_t byte) { return byte == 0; }));
        EXPECT_EQ(dma.bytes_moved(0), bytes);
    }
    /// Exactly `rows` rows of 256 bytes, `stride` apart in slow, have come to the start of fast.
    void expect_copied_rows(std::uint64_t rows, std::uint64_t stride) {
        for (std::uint64_t row = 0; row < rows; ++row)
            EXPECT_EQ(std::memcmp(at(kFast + row * 256), at(kSlow + row * stride), 256), 0) << row;
        EXPECT_TRUE(std::all_of(fast.memory.begin() + static_cast<std::ptrdiff_t>(rows * 256), fast.memory.end(),
                                [](std::uint8_t byte) { return byte == 0; }));
        EXPECT_EQ(dma.bytes_moved(0), rows * 256);
    }
};

TEST_P(DmaErrorTest, a_source_that_runs_out_of_its_window_fails_at_the_first_burst_beyond) {
    const auto source = kSlow + kSlowBytes - 1003;
    push(copy(source, kFast, 5000));
    drain();
    expect_failure(stavp::QueueError::operand_bus_error, kSlow + kSlowBytes);
    expect_copied(source, kFast, 1003);
}

TEST_P(DmaErrorTest, a_destination_that_runs_out_of_its_window_fails_at_the_burst_that_crosses_the_end) {
    const auto destination = kFast + kFastBytes - 1000;
    push(copy(kSlow, destination, 5000));
    drain();
    expect_failure(stavp::QueueError::operand_bus_error, destination + 3 * 256);
    expect_copied(kSlow, destination, 3 * 256);
}

TEST_P(DmaErrorTest, the_first_burst_may_fail) {
    push(copy(0x1234, kFast, 100));
    drain();
    expect_failure(stavp::QueueError::operand_bus_error, 0x1234);
    expect_copied(kSlow, kFast, 0);
}

TEST_P(DmaErrorTest, address_0_is_reported_like_any_other) {
    push(copy(0, kFast, 100));
    drain();
    expect_failure(stavp::QueueError::operand_bus_error, 0);
}

TEST_P(DmaErrorTest, the_first_write_may_fail) {
    push(copy(kSlow, 0x40, 100));
    drain();
    expect_failure(stavp::QueueError::operand_bus_error, 0x40);
}

TEST_P(DmaErrorTest, in_a_strided_job_the_rows_before_are_copied) {
    push(copy(kSlow + kSlowBytes - 10 * 1024, kFast, 64, 20, 1024, 64));
    drain();
    expect_failure(stavp::QueueError::operand_bus_error, kSlow + kSlowBytes);
    EXPECT_EQ(dma.bytes_moved(0), 640u);
    EXPECT_EQ(std::memcmp(at(kFast + 9 * 64), at(kSlow + kSlowBytes - 1024), 64), 0);
    EXPECT_EQ(fast.memory[640], 0);
}

TEST_P(DmaErrorTest, a_write_that_fails_hides_a_later_read_that_fails_too) {
    const auto destination = kFast + kFastBytes - 100;
    push(copy(kSlow + kSlowBytes - 256, destination, 600));
    drain();
    expect_failure(stavp::QueueError::operand_bus_error, destination);
}

TEST_P(DmaErrorTest, where_a_target_itself_may_refuse_nothing_is_written_behind_what_it_refuses) {
    fast.grants_direct = false;
    fast.refuses = 2 * 256;
    push(copy(kSlow, kFast, 256, 6, 256 + 64, 256));
    drain();
    expect_failure(stavp::QueueError::operand_bus_error, kFast + 2 * 256);
    expect_copied_rows(2, 256 + 64);
    EXPECT_EQ(std::count_if(fast.arrivals.begin(), fast.arrivals.end(),
                            [](const auto& arrival) { return arrival.address > 2 * 256; }),
              0);
}

TEST_P(DmaErrorTest, nothing_to_move_is_a_bad_field) {
    auto job = copy(kSlow, kFast, 0, 5);
    job.header.tag = 77;
    push(job);
    drain();
    expect_failure(stavp::QueueError::bad_field, kRing);
    EXPECT_EQ(get(dma_regs::QUEUE_ERROR_TAG), 77u);
}

TEST_P(DmaErrorTest, no_rows_are_a_bad_field) {
    push(copy(kSlow, kFast, 64, 0));
    drain();
    expect_failure(stavp::QueueError::bad_field, kRing);
}

TEST_P(DmaErrorTest, another_engines_opcode_is_unknown) {
    auto job = copy(kSlow, kFast, 64);
    job.header.opcode = STAVP_OP_STA_MATMUL;
    push(job);
    drain();
    expect_failure(stavp::QueueError::unknown_opcode, kRing);
    EXPECT_EQ(fast.memory[0], 0);
}

TEST_P(DmaErrorTest, other_channels_go_on_and_a_reset_queue_works_again) {
    push(copy(0x1234, kFast, 100));
    push(copy(kSlow, kFast, 100), 1);
    drain();
    EXPECT_EQ(get(dma_regs::QUEUE_HEAD, 1), 1u);
    EXPECT_EQ(get(dma_regs::QUEUE_ERROR_CODE, 1), 0u);
    sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_US));
    set(dma_regs::QUEUE_CTRL, 2);
    EXPECT_EQ(get(dma_regs::QUEUE_ERROR_CODE), 0u);
    EXPECT_EQ(get(dma_regs::QUEUE_TAIL), 0u);
    set(dma_regs::QUEUE_CTRL, 1);
    push(copy(kSlow + 1, kFast + 200, 300));
    drain();
    EXPECT_EQ(get(dma_regs::QUEUE_HEAD), 1u);
    EXPECT_EQ(std::memcmp(at(kFast + 200), at(kSlow + 1), 300), 0);
}

INSTANTIATE_TEST_SUITE_P(Fidelities, DmaErrorTest, testing::Values(stavp::Fidelity::lt, stavp::Fidelity::at),
                         stavp::test::fidelity_name);

TEST(DmaConfigTest, impossible_values_are_named) {
    using stavp::DmaConfig;
    const auto error_of = [](const DmaConfig& config) { return stavp::find_error(config).value_or(""); };
    EXPECT_EQ(error_of({}), "");
    EXPECT_EQ(error_of({0, 256, 8}), "channels must be 1 to 8");
    EXPECT_EQ(error_of({9, 256, 8}), "channels must be 1 to 8");
    EXPECT_EQ(error_of({4, 100, 8}), "burst_bytes must be a power of two from 4 to 65536");
    EXPECT_EQ(error_of({4, 256, 0}), "outstanding must be 1 to 256");
}

} // namespace
