#include "models/sysctl/sysctl.h"
#include "tests/support/register_port.h"

#include <vector>

namespace {

using stavp::test::run_ns;

stavp::SysctlConfig config() {
    stavp::SysctlConfig values;
    values.cpu_clock_mhz = 1200.5;
    values.ddr_bytes = 6ull << 30;
    values.buffer_bytes = {0x1000, 0x2000, 0x3000, 0x4000};
    values.workload_address = 0x1'2345'6740;
    values.softmax_off_chip = true;
    values.protect = true;
    values.protect_timeout_us = 4321;
    return values;
}

class SysctlTest : public testing::Test {
protected:
    stavp::Sysctl sysctl{"sysctl", config(), stavp::Clock::from_mhz(400), sc_core::sc_time(4, sc_core::SC_NS)};
    stavp::test::RegisterPort port{sysctl.bank.socket};
};

TEST_F(SysctlTest, tells_firmware_what_the_soc_has) {
    EXPECT_EQ(port.read(0x00), 0x56415453u);
    EXPECT_EQ(port.read(0x04), 1u);
    EXPECT_EQ(port.read(0x08), 1'200'500u);
    EXPECT_EQ(port.read(0x0c), 400'000u);
    EXPECT_EQ(port.read(0x10, 8), 0x8000'0000u);
    EXPECT_EQ(port.read(0x18, 8), 6ull << 30);
    EXPECT_EQ(port.read(0x28), 0x5200'0000u);
    EXPECT_EQ(port.read(0x3c), 0x4000u);
    EXPECT_EQ(port.read(0x40, 8), 0x1'2345'6740u);
    EXPECT_EQ(port.read(0x48), 1u);
}

TEST_F(SysctlTest, capabilities_cannot_be_changed_by_the_guest) {
    port.write(0x18, 1, 8);
    port.write(0x90, 1, 8);
    EXPECT_EQ(port.read(0x18, 8), 6ull << 30);
    EXPECT_EQ(port.read(0x90, 8), 0u);
}

TEST_F(SysctlTest, cycles_are_whole_accelerator_cycles) {
    run_ns(9.9); // 2.5 ns each
    EXPECT_EQ(port.read(0x90, 8), 3u);
    run_ns(0.1);
    EXPECT_EQ(port.read(0x90, 8), 4u);
}

TEST_F(SysctlTest, layer_cycles_run_from_begin_to_end_even_when_layers_overlap) {
    run_ns(10);
    port.write(0x80, 7);
    run_ns(10);
    port.write(0x80, 8);
    run_ns(25);
    port.write(0x84, 7);
    EXPECT_EQ(port.read(0x98, 8), 14u); // 35 ns
    run_ns(5);
    EXPECT_EQ(port.read(0x98, 8), 14u);
    port.write(0x84, 8);
    EXPECT_EQ(port.read(0x98, 8), 12u); // 30 ns
}

TEST_F(SysctlTest, an_end_without_a_begin_reports_no_cycles) {
    run_ns(10);
    port.write(0x84, 3);
    EXPECT_EQ(port.read(0x98, 8), 0u);
}

TEST_F(SysctlTest, markers_reach_the_platform_with_their_values) {
    std::vector<std::uint32_t> seen;
    sysctl.on_layer_begin([&](std::uint32_t layer, std::uint32_t rows, std::uint32_t cols) {
        seen.insert(seen.end(), {layer, rows, cols});
    });
    sysctl.on_layer_end([&](std::uint32_t layer) {
        seen.insert(seen.end(), {layer, sysctl.tile_rows(), sysctl.tile_cols()});
    });
    sysctl.on_result([&](std::uint32_t code, std::uint32_t layer) { seen.insert(seen.end(), {code, layer}); });
    port.write(0x88, 64);
    port.write(0x8c, 32);
    port.write(0x80, 5);
    port.write(0x88, 16);
    port.write(0x84, 5);
    port.write(0xa4, 5);
    port.write(0xa0, 0xdead);
    EXPECT_EQ(seen, (std::vector<std::uint32_t>{5, 64, 32, 5, 16, 32, 0xdead, 5}));
}

TEST_F(SysctlTest, markers_read_zero_and_work_without_listeners) {
    port.write(0x80, 5);
    port.write(0xa0, 9);
    EXPECT_EQ(port.read(0x80), 0u);
    EXPECT_EQ(port.read(0xa0), 0u);
}

TEST_F(SysctlTest, stall_cycles_are_whole_cycles_of_the_selected_engine_and_cause) {
    EXPECT_EQ(port.read(0xb8, 8), 0u); // nobody counts yet
    sysctl.on_stall_time([](unsigned engine, unsigned cause) { return 1'000'000u * engine + 2'500u * cause + 2'499u; });
    port.write(0xb0, 0x0308);
    EXPECT_EQ(port.read(0xb8, 8), 3203u); // 8 000 000 ps + 3 cycles of 2500 ps, and one that is not whole
    port.write(0xb0, 0x140a);
    EXPECT_EQ(port.read(0xb8, 8), 4020u);
}

TEST_F(SysctlTest, a_workload_may_be_placed_later) {
    sysctl.set_workload_address(0x9000'0000);
    EXPECT_EQ(port.read(0x40, 8), 0x9000'0000u);
}

TEST_F(SysctlTest, tells_whether_to_protect_and_how_long_to_wait) {
    EXPECT_EQ(port.read(0x4c), 0b1111u);
    EXPECT_EQ(port.read(0x54), 4321u);
}

TEST_F(SysctlTest, an_event_has_a_kind_and_a_count_that_is_at_least_one) {
    std::vector<std::uint32_t> seen;
    sysctl.on_event([&](std::uint32_t kind, std::uint32_t count) { seen.insert(seen.end(), {kind, count}); });
    port.write(0xc0, 3);
    port.write(0xc0, 1 | 250 << 8);
    EXPECT_EQ(seen, (std::vector<std::uint32_t>{3, 1, 1, 250}));
}

} // namespace
