#include "tests/sta/sta_bench.h"

#include <gtest/gtest.h>

namespace stavp {
namespace {

using namespace test;

constexpr std::uint64_t kCtrl = 0x00, kStatus = 0x04, kTail = 0x18;
constexpr std::uint64_t kEnable = 1, kReset = 2, kAbort = 4;

class StaAbort : public testing::Test {
protected:
    StaBench bench{{}};
    stavp_sta_descriptor product =
        place(bench.memory, random_operands({.m = 3, .n = 4, .k = 16, .pattern_n = 2, .pattern_m = 4}, false, 1));

    void SetUp() override {
        product.header.flags = STAVP_STA_INLINE_REQUANT;
        product.y_type = STAVP_I8;
        product.mult = 1;
        product.shift = 4;
    }
    std::vector<std::uint8_t> bytes() { return bench.memory.get<std::uint8_t>(kBuffer, kBufferBytes); }
    void expect_idle_at_head(std::uint64_t head) {
        EXPECT_EQ(bench.read(kStatus), 0u);
        EXPECT_EQ(bench.read(kCtrl), 0u);
        EXPECT_EQ(bench.head(), head);
        EXPECT_EQ(bench.error_code(), 0u);
        EXPECT_FALSE(bench.irq.read());
    }
};

// The fetch takes no time here and dispatch 2 ns; the product takes more than 10 cycles of 2 ns after it.
TEST_F(StaAbort, a_product_that_is_aborted_writes_nothing_and_the_next_one_runs) {
    const auto before = bytes();
    bench.memory.put(kRing, std::vector{product});
    bench.write(kTail, 1, 4);
    sc_core::sc_start(sc_core::sc_time(10, sc_core::SC_NS));
    EXPECT_EQ(bench.read(kStatus), 1u);
    bench.write(kCtrl, kAbort, 4);
    sc_core::sc_start();
    expect_idle_at_head(0);
    EXPECT_EQ(bytes(), before);
    bench.write(kCtrl, kReset, 4);
    bench.write(kCtrl, kEnable, 4);
    bench.run(product);
    EXPECT_EQ(bench.head(), 1u);
    EXPECT_NE(bytes(), before);
}

TEST_F(StaAbort, a_product_that_hangs_stays_busy_until_it_is_aborted) {
    unsigned commands = 0;
    bench.engine.spoil([&] { return CommandFault{++commands == 2, {}}; });
    bench.run(product);
    EXPECT_EQ(bench.head(), 1u);
    bench.run(product);
    EXPECT_EQ(bench.head(), 1u);
    EXPECT_EQ(bench.read(kStatus), 1u);
    bench.write(kCtrl, kAbort, 4);
    sc_core::sc_start();
    expect_idle_at_head(1);
    bench.write(kCtrl, kEnable, 4);
    sc_core::sc_start();
    EXPECT_EQ(bench.head(), 2u);
}

} // namespace
} // namespace stavp
