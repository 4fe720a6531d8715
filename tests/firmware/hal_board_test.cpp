// The HAL compiled with the memory map of another board: it knows no address of its own, and needs no accelerator.

#include "board/memory_map.h"

extern "C" {
#include "firmware/hal/clint.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/plic.h"
#include "firmware/hal/probe.h"
#include "firmware/hal/uart.h"
#include "firmware/hal/watchdog.h"

[[noreturn]] void finisher_exit(int code); // its header is C
}

#include <gtest/gtest.h>
#include <map>
#include <vector>

namespace {

struct Write {
    std::uint64_t address;
    std::uint64_t value;
    bool operator==(const Write&) const = default;
};

std::map<std::uint64_t, std::uint64_t> values;
std::vector<Write> writes;
std::vector<std::uint64_t> reads;

struct Exited {};

std::uint64_t read(std::uint64_t address) {
    reads.push_back(address);
    return values[address];
}

void write(std::uint64_t address, std::uint64_t value) {
    writes.push_back({address, value});
    if (address == FINISHER_BASE) throw Exited();
}

class OtherBoard : public testing::Test {
protected:
    void SetUp() override {
        values.clear();
        writes.clear();
        reads.clear();
    }
};

TEST_F(OtherBoard, the_clint_is_where_the_board_says) {
    values[0x1200'bff8] = 77;
    EXPECT_EQ(clint_time(), 77u);
    clint_set_timer(99);
    EXPECT_EQ(writes, (std::vector<Write>{{0x1200'4000, 99}}));
}

TEST_F(OtherBoard, the_plic_is_where_the_board_says) {
    plic_enable(IRQ_UART, nullptr);
    EXPECT_EQ(writes, (std::vector<Write>{{0x1300'0000 + 4 * 3, 1}, {0x1300'2000, 1 << 3}, {0x1320'0000, 0}}));
    plic_dispatch();
    EXPECT_EQ(reads.back(), 0x1320'0004u);
}

TEST_F(OtherBoard, the_uart_is_where_the_board_says) {
    values[0x1400'0005] = 0x20;
    uart_init();
    writes.clear();
    uart_puts("a");
    EXPECT_EQ(writes, (std::vector<Write>{{0x1400'0000, 'a'}}));
}

TEST_F(OtherBoard, the_finisher_is_where_the_board_says) {
    EXPECT_THROW(finisher_exit(5), Exited);
    EXPECT_EQ(writes, (std::vector<Write>{{0x1100'0000, 5 << 16 | 0x3333}}));
}

TEST_F(OtherBoard, a_board_without_watchdog_says_so_and_is_not_touched) {
    EXPECT_FALSE(watchdog_present());
    watchdog_start(1, 1);
    watchdog_feed();
    watchdog_stop();
    watchdog_on_bark(nullptr);
    EXPECT_TRUE(writes.empty());
    EXPECT_TRUE(reads.empty());
}

} // namespace

extern "C" {

uint8_t mmio_read8(uintptr_t address) {
    return static_cast<uint8_t>(read(address));
}
uint32_t mmio_read32(uintptr_t address) {
    return static_cast<uint32_t>(read(address));
}
uint64_t mmio_read64(uintptr_t address) {
    return read(address);
}
void mmio_write8(uintptr_t address, uint8_t value) {
    write(address, value);
}
void mmio_write32(uintptr_t address, uint32_t value) {
    write(address, value);
}
void mmio_write64(uintptr_t address, uint64_t value) {
    write(address, value);
}
bool probe_read32(uintptr_t address, uint32_t* value) {
    *value = mmio_read32(address);
    return true;
}
void cpu_enable_interrupts(void) {}
void cpu_disable_interrupts(void) {}
void cpu_wait_for_interrupt(void) {}
}
