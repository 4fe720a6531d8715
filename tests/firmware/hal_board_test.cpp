// The HAL compiled with the memory map of another board: it knows no address of its own, and needs no accelerator.

#include "board/memory_map.h"

extern "C" {
#include "firmware/hal/clint.h"
#include "firmware/hal/plic.h"
#include "firmware/hal/uart.h"
#include "firmware/hal/watchdog.h"

[[noreturn]] void finisher_exit(int code); // its header is C
}

#include "tests/firmware/host_hal.h"

#include <gtest/gtest.h>
#include <map>
#include <vector>

namespace {

struct Write {
    std::uint64_t address;
    std::uint64_t value;
    bool operator==(const Write&) const = default;
};

struct Exited {};

class OtherBoard : public testing::Test, protected stavp::test::HostHal {
protected:
    std::uint64_t read(std::uint64_t address) override {
        reads.push_back(address);
        return values[address];
    }
    void write(std::uint64_t address, std::uint64_t value) override {
        writes.push_back({address, value});
        if (address == FINISHER_BASE) throw Exited();
    }
    bool probe(std::uint64_t address, std::uint32_t& value) override {
        value = static_cast<std::uint32_t>(read(address));
        return true;
    }

    std::map<std::uint64_t, std::uint64_t> values;
    std::vector<Write> writes;
    std::vector<std::uint64_t> reads;
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
