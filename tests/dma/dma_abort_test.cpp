#include "tests/dma/dma_fixture.h"

#include <algorithm>

namespace {

namespace dma_regs = stavp::regs::dma;

constexpr std::uint64_t kEnable = 1, kReset = 2, kAbort = 4;
constexpr std::uint32_t kJobBytes = 40000;

class DmaAbortTest : public stavp::test::DmaFidelityTest {
protected:
    static void run_ns(double ns) { sc_core::sc_start(sc_core::sc_time(ns, sc_core::SC_NS)); }
    /// 160 rows of 250 bytes that do not touch: many pieces at both fidelities.
    void start_copy() { push(copy(kSlow, kFast, 250, kJobBytes / 250, 256, 256)); }
    bool copied(std::uint64_t rows) {
        for (std::uint64_t row = 0; row < rows; ++row)
            if (std::memcmp(at(kFast + row * 256), at(kSlow + row * 256), 250) != 0) return false;
        return true;
    }
};

TEST_P(DmaAbortTest, a_copy_stops_half_way_and_tells_how_much_was_written) {
    start_copy();
    run_ns(1500);
    set(dma_regs::QUEUE_CTRL, kAbort);
    run_ns(1000);
    EXPECT_EQ(get(dma_regs::QUEUE_STATUS), 0u);
    EXPECT_EQ(get(dma_regs::QUEUE_CTRL), 0u);
    EXPECT_EQ(get(dma_regs::QUEUE_HEAD), 0u);
    EXPECT_EQ(get(dma_regs::QUEUE_ERROR_CODE), 0u);
    const auto written = get(dma_regs::CHANNEL_BYTES);
    EXPECT_GT(written, 0u);
    EXPECT_LT(written, kJobBytes);
    EXPECT_EQ(written % 250, 0u);
    const auto rows = written / 250;
    EXPECT_TRUE(copied(rows));
    EXPECT_TRUE(std::all_of(fast.memory.begin() + static_cast<std::ptrdiff_t>(rows * 256), fast.memory.end(),
                            [](std::uint8_t byte) { return byte == 0; }));
    run_ns(100'000);
    EXPECT_EQ(get(dma_regs::CHANNEL_BYTES), written);
}

TEST_P(DmaAbortTest, the_copy_runs_from_its_beginning_when_enabled_again) {
    start_copy();
    run_ns(1500);
    set(dma_regs::QUEUE_CTRL, kAbort);
    run_ns(1000);
    set(dma_regs::QUEUE_CTRL, kReset);
    EXPECT_EQ(get(dma_regs::CHANNEL_BYTES), 0u);
    set(dma_regs::QUEUE_CTRL, kEnable);
    start_copy();
    drain();
    EXPECT_TRUE(copied(kJobBytes / 250));
    EXPECT_EQ(get(dma_regs::CHANNEL_BYTES), kJobBytes);
}

TEST_P(DmaAbortTest, other_channels_go_on) {
    start_copy();
    push(copy(kSlow + 0x10000, kFast + 0xc000, 8192), 2);
    run_ns(1000);
    set(dma_regs::QUEUE_CTRL, kAbort);
    run_ns(100'000);
    EXPECT_EQ(std::memcmp(at(kFast + 0xc000), at(kSlow + 0x10000), 8192), 0);
    EXPECT_EQ(get(dma_regs::QUEUE_HEAD, 2), 1u);
    EXPECT_EQ(get(dma_regs::CHANNEL_BYTES, 2), 8192u);
}

TEST_P(DmaAbortTest, channel_bytes_counts_what_a_failing_copy_has_written) {
    push(copy(kSlow + kSlowBytes - 1003, kFast, 5000));
    drain();
    EXPECT_EQ(get(dma_regs::CHANNEL_BYTES), 1003u);
}

INSTANTIATE_TEST_SUITE_P(Fidelities, DmaAbortTest, testing::Values(stavp::Fidelity::lt, stavp::Fidelity::at),
                         stavp::test::fidelity_name);

} // namespace
