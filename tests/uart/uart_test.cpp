// Against the NS16550A datasheet's register descriptions; reset values and widths of access as QEMU's virt, which
// tests/baremetal/programs/device_state.c reads there.

#include "models/uart/uart.h"
#include "tests/support/register_port.h"

#include <optional>
#include <string>
#include <vector>

namespace {

using stavp::test::run_ns;
using stavp::test::settle;

constexpr std::uint64_t kData = 0, kIer = 1, kIir = 2, kFcr = 2, kLcr = 3, kMcr = 4, kLsr = 5, kMsr = 6, kScr = 7;

class UartTest : public testing::Test {
protected:
    stavp::Uart uart{"uart", sc_core::sc_time(7, sc_core::SC_NS)};
    sc_core::sc_signal<bool> irq{"irq"};
    stavp::test::RegisterPort port{uart.socket};
    std::string sent;

    void SetUp() override {
        uart.irq.bind(irq);
        uart.on_transmit([this](char character) { sent.push_back(character); });
        settle();
    }
    std::uint64_t get(std::uint64_t offset) { return port.read(offset, 1); }
    void put(std::uint64_t offset, std::uint64_t value) { port.write(offset, value, 1); }
    bool interrupt() {
        settle();
        return irq.read();
    }
    void receive(const std::string& text) {
        for (const auto character : text)
            uart.receive(character);
    }
};

TEST_F(UartTest, registers_have_the_reset_values_of_virt) {
    EXPECT_EQ(get(kData), 0x00u);
    EXPECT_EQ(get(kIer), 0x00u);
    EXPECT_EQ(get(kIir), 0x01u);
    EXPECT_EQ(get(kLcr), 0x00u);
    EXPECT_EQ(get(kMcr), 0x08u);
    EXPECT_EQ(get(kLsr), 0x60u);
    EXPECT_EQ(get(kMsr), 0xb0u);
    EXPECT_EQ(get(kScr), 0x00u);
}

TEST_F(UartTest, sent_bytes_leave_in_order_and_the_transmitter_stays_ready) {
    for (const char character : std::string("ok\n")) {
        EXPECT_EQ(get(kLsr) & 0x60, 0x60u);
        put(kData, static_cast<unsigned char>(character));
    }
    EXPECT_EQ(sent, "ok\n");
}

TEST_F(UartTest, dlab_turns_the_first_two_registers_into_the_divisor) {
    put(kIer, 0x05);
    put(kLcr, 0x83);
    EXPECT_EQ(get(kData), 0x0cu);
    put(kData, 0x34);
    put(kIer, 0x12);
    EXPECT_EQ(get(kData), 0x34u);
    EXPECT_EQ(get(kIer), 0x12u);
    put(kLcr, 0x03);
    EXPECT_EQ(get(kIer), 0x05u);
    EXPECT_EQ(get(kData), 0u);
    EXPECT_EQ(sent, "");
}

TEST_F(UartTest, every_width_of_access_acts_on_one_register) {
    port.write(kData, 0x41424344, 4);
    EXPECT_EQ(sent, "D");
    EXPECT_EQ(port.read(kMcr, 4), 0x08u);
    EXPECT_EQ(port.read(kData, 8), 0u);
    EXPECT_EQ(port.try_read(kLsr, 2), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(port.try_read(8, 1), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(port.try_write(0x40, 1, 4), tlm::TLM_ADDRESS_ERROR_RESPONSE);
}

TEST_F(UartTest, only_bits_that_exist_are_kept) {
    put(kIer, 0xff);
    EXPECT_EQ(get(kIer), 0x0fu);
    put(kMcr, 0xef);
    EXPECT_EQ(get(kMcr), 0x0fu);
    put(kScr, 0xa5);
    EXPECT_EQ(get(kScr), 0xa5u);
    put(kLsr, 0x00);
    put(kMsr, 0x00);
    EXPECT_EQ(get(kLsr), 0x60u);
    EXPECT_EQ(get(kMsr), 0xb0u);
}

TEST_F(UartTest, thre_interrupts_when_enabled_and_is_cleared_by_reading_iir_or_raised_by_sending) {
    put(kIer, 0x02);
    EXPECT_TRUE(interrupt());
    EXPECT_EQ(get(kIir), 0x02u);
    EXPECT_FALSE(interrupt());
    EXPECT_EQ(get(kIir), 0x01u);
    put(kData, 'x');
    EXPECT_TRUE(interrupt());
    put(kIer, 0x00);
    EXPECT_FALSE(interrupt());
    put(kIer, 0x02);
    EXPECT_TRUE(interrupt());
}

TEST_F(UartTest, a_received_byte_interrupts_until_it_is_taken) {
    put(kIer, 0x01);
    uart.receive('a');
    EXPECT_TRUE(interrupt());
    EXPECT_EQ(get(kIir), 0x04u);
    EXPECT_EQ(get(kLsr), 0x61u);
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('a'));
    EXPECT_FALSE(interrupt());
    EXPECT_EQ(get(kLsr), 0x60u);
}

TEST_F(UartTest, without_fifo_a_second_byte_overruns_the_first) {
    put(kIer, 0x05);
    receive("ab");
    EXPECT_EQ(get(kIir), 0x06u); // line status comes before received data
    EXPECT_EQ(get(kLsr), 0x63u);
    EXPECT_EQ(get(kLsr), 0x61u);
    EXPECT_EQ(get(kIir), 0x04u);
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('b'));
}

TEST_F(UartTest, the_fifo_keeps_16_bytes_and_reports_the_loss_of_more) {
    put(kFcr, 0x01);
    receive("0123456789abcdefXY");
    EXPECT_EQ(get(kLsr), 0x63u);
    std::string taken;
    while ((get(kLsr) & 1) != 0)
        taken.push_back(static_cast<char>(get(kData)));
    EXPECT_EQ(taken, "0123456789abcdef");
    EXPECT_EQ(get(kIir), 0xc1u);
}

TEST_F(UartTest, the_trigger_level_holds_the_interrupt_back) {
    constexpr unsigned kLevels[] = {1, 4, 8, 14};
    for (unsigned code = 0; code < 4; ++code) {
        put(kFcr, 0x07 | code << 6);
        put(kIer, 0x01);
        for (unsigned count = 1; count <= kLevels[code]; ++count) {
            EXPECT_FALSE(interrupt()) << "level " << kLevels[code] << " at " << count;
            uart.receive('x');
        }
        EXPECT_TRUE(interrupt());
        EXPECT_EQ(get(kIir), 0xc4u);
        get(kData);
        EXPECT_FALSE(interrupt());
    }
}

TEST_F(UartTest, bytes_below_the_trigger_time_out_after_four_characters) {
    put(kLcr, 0x80);
    put(kData, 1);
    put(kIer, 0);
    put(kLcr, 0x03); // 8N1: 10 bits of 1/399193 s: 4 characters take 100202.158 ns
    put(kFcr, 0xc1);
    put(kIer, 0x01);
    run_ns(500);
    receive("abc");
    run_ns(100'202.1);
    EXPECT_FALSE(irq.read());
    run_ns(0.1);
    EXPECT_TRUE(irq.read());
    EXPECT_EQ(get(kIir), 0xccu);
    get(kData);
    EXPECT_FALSE(interrupt());
    run_ns(100'202.1);
    EXPECT_FALSE(irq.read());
    run_ns(0.1);
    EXPECT_TRUE(irq.read());
}

TEST_F(UartTest, the_time_out_follows_divisor_and_frame) {
    put(kLcr, 0x80);
    put(kData, 0x03);
    put(kIer, 0x01); // divisor 259
    put(kLcr, 0x0e); // 7 bits, parity, 2 stop bits: 11 bits: 4 characters take 28547594.8 ns
    put(kFcr, 0x41);
    put(kIer, 0x01);
    uart.receive('z');
    run_ns(28'547'594);
    EXPECT_FALSE(irq.read());
    run_ns(1);
    EXPECT_TRUE(irq.read());
}

TEST_F(UartTest, nothing_times_out_when_the_fifo_was_emptied) {
    put(kFcr, 0x81);
    put(kIer, 0x01);
    receive("ab");
    get(kData);
    get(kData);
    sc_core::sc_start(10, sc_core::SC_MS);
    EXPECT_FALSE(irq.read());
    receive("c");
    put(kFcr, 0x83);
    sc_core::sc_start(10, sc_core::SC_MS);
    EXPECT_FALSE(irq.read());
    EXPECT_EQ(get(kLsr), 0x60u);
}

TEST_F(UartTest, switching_the_fifos_empties_the_receiver) {
    put(kFcr, 0x01);
    receive("abc");
    put(kFcr, 0x00);
    EXPECT_EQ(get(kLsr), 0x60u);
    EXPECT_EQ(get(kIir), 0x01u);
}

TEST_F(UartTest, loop_back_receives_what_is_sent_and_disconnects_the_line) {
    put(kMcr, 0x1f);
    put(kData, 'L');
    uart.receive('!');
    EXPECT_EQ(sent, "");
    EXPECT_EQ(get(kLsr), 0x61u);
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('L'));
    EXPECT_EQ(get(kLsr), 0x60u);
    EXPECT_EQ(get(kMsr), 0xf0u);
    // One modem control bit at a time: DTR -> DSR, RTS -> CTS, OUT1 -> RI, OUT2 -> DCD.
    constexpr unsigned kPairs[][2] = {{0x11, 0x20}, {0x12, 0x10}, {0x14, 0x40}, {0x18, 0x80}};
    for (const auto& pair : kPairs) {
        put(kMcr, pair[0]);
        EXPECT_EQ(get(kMsr), pair[1]);
    }
}

TEST_F(UartTest, a_debugger_takes_no_byte_and_clears_no_interrupt) {
    put(kIer, 0x03);
    uart.receive('a');
    EXPECT_EQ(port.debug_read(kData, 1), static_cast<std::uint64_t>('a'));
    EXPECT_EQ(port.debug_read(kIir, 1), 0x04u);
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('a'));
    EXPECT_EQ(port.debug_read(kIir, 1), 0x02u);
    EXPECT_EQ(get(kIir), 0x02u);
}

TEST_F(UartTest, each_access_costs_the_latency) {
    put(kScr, 1);
    get(kScr);
    EXPECT_EQ(port.delay, sc_core::sc_time(14, sc_core::SC_NS));
}

TEST_F(UartTest, reserved_bits_and_writes_to_status_registers_are_told) {
    std::vector<std::uint64_t> offsets;
    std::vector<std::uint64_t> bits;
    uart.on_misuse([&](const stavp::RegisterMisuse& misuse) {
        offsets.push_back(misuse.offset);
        bits.push_back(misuse.bits);
    });
    for (const auto offset : {kIer, kFcr, kMcr, kLsr, kMsr, kScr})
        put(offset, 0xff);
    EXPECT_EQ(offsets, (std::vector<std::uint64_t>{kIer, kFcr, kMcr, kLsr, kMsr}));
    EXPECT_EQ(bits, (std::vector<std::uint64_t>{0xf0, 0x30, 0xe0, 0xff, 0xff}));
    offsets.clear();
    put(kLcr, 0x80); // the divisor takes every bit
    put(kIer, 0xff);
    EXPECT_TRUE(offsets.empty());
}

/// The other end of the line in.
class UartLineTest : public UartTest {
protected:
    /// 8N1 at divisor 12: 10 bits of 12/399193 s take 300606.473 ns, cut to whole ps.
    static constexpr double kCharacterNs = 300'606.473;
    std::string to_send;
    unsigned asked = 0;

    void SetUp() override {
        UartTest::SetUp();
        uart.connect_line([this]() -> std::optional<std::uint8_t> {
            ++asked;
            if (to_send.empty()) return std::nullopt;
            const auto first = static_cast<std::uint8_t>(to_send.front());
            to_send.erase(0, 1);
            return first;
        });
        put(kLcr, 0x03);
        put(kFcr, 0x01);
    }
    std::string take_all() {
        std::string taken;
        while ((get(kLsr) & 1) != 0)
            taken.push_back(static_cast<char>(get(kData)));
        return taken;
    }
    void run_characters(double count) { run_ns(count * kCharacterNs + 0.002); }
};

TEST_F(UartLineTest, input_begins_with_the_first_look_and_takes_a_character_time_each) {
    to_send = "ab";
    run_characters(5);
    EXPECT_EQ(asked, 0u);
    EXPECT_EQ(get(kLsr), 0x60u); // the look
    run_ns(kCharacterNs - 0.001);
    EXPECT_EQ(port.debug_read(kLsr, 1), 0x60u);
    run_ns(0.002); // what is due at the end of a run comes with the next
    EXPECT_EQ(port.debug_read(kLsr, 1), 0x61u);
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('a'));
    run_ns(kCharacterNs - 0.002);
    EXPECT_EQ(port.debug_read(kLsr, 1), 0x60u);
    run_ns(0.002);
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('b'));
    run_characters(3);
    EXPECT_EQ(asked, 3u); // the end is asked for once
}

TEST_F(UartLineTest, the_received_data_interrupt_is_a_look_too) {
    to_send = "i";
    put(kIer, 0x01);
    EXPECT_TRUE(uart.listens());
    run_characters(1);
    EXPECT_TRUE(interrupt());
    EXPECT_EQ(get(kIir), 0xc4u);
}

TEST_F(UartLineTest, characters_follow_divisor_and_frame) {
    put(kLcr, 0x80);
    put(kData, 0x01);
    put(kLcr, 0x0e); // 7 bits, parity, 2 stop bits: 11 bits of 1/399193 s: 27555.593 ns
    to_send = "q";
    get(kLsr);
    run_ns(27'555.592);
    EXPECT_EQ(port.debug_read(kLsr, 1), 0x60u);
    run_ns(0.002);
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('q'));
}

TEST_F(UartLineTest, divisor_0_stops_the_line) {
    put(kLcr, 0x83);
    put(kData, 0);
    put(kLcr, 0x03);
    to_send = "s";
    get(kLsr);
    run_characters(100);
    EXPECT_EQ(asked, 0u);
    put(kLcr, 0x83);
    put(kData, 0x0c);
    run_characters(1);
    put(kLcr, 0x03);
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('s'));
}

TEST_F(UartLineTest, the_other_end_holds_back_while_the_receiver_is_full) {
    to_send = "0123456789abcdefXY";
    get(kLsr);
    run_characters(40);
    EXPECT_EQ(to_send, "XY");
    EXPECT_EQ(get(kLsr), 0x61u); // nothing was lost
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('0'));
    run_ns(kCharacterNs - 0.001);
    EXPECT_EQ(to_send, "XY");
    run_ns(0.002);
    EXPECT_EQ(to_send, "Y");
    EXPECT_EQ(take_all(), "123456789abcdefX");
}

TEST_F(UartLineTest, without_fifo_each_character_waits_for_the_one_before_to_be_taken) {
    put(kFcr, 0x00);
    to_send = "ab";
    get(kLsr);
    run_characters(10);
    EXPECT_EQ(to_send, "b");
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('a'));
    run_characters(1);
    EXPECT_EQ(get(kLsr), 0x61u);
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('b'));
}

TEST_F(UartLineTest, loop_back_holds_the_other_end_back) {
    to_send = "k";
    get(kLsr);
    run_characters(0.5);
    put(kMcr, 0x10);
    run_characters(5);
    EXPECT_EQ(to_send, "k");
    put(kMcr, 0x00);
    run_characters(1);
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('k'));
}

TEST_F(UartLineTest, a_source_that_had_nothing_is_asked_again_when_it_wakes_the_line) {
    get(kLsr);
    run_characters(3);
    EXPECT_EQ(asked, 1u);
    to_send = "w";
    run_characters(3);
    EXPECT_EQ(asked, 1u);
    uart.wake_line();
    run_characters(1);
    EXPECT_EQ(get(kData), static_cast<std::uint64_t>('w'));
}

TEST_F(UartLineTest, a_debugger_does_not_look) {
    to_send = "d";
    port.debug_read(kLsr, 1);
    port.debug_read(kData, 1);
    run_characters(3);
    EXPECT_EQ(asked, 0u);
}

} // namespace
