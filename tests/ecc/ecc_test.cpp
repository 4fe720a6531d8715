#include "models/ecc/ecc.h"
#include "regs/ecc_regs.hpp"
#include "tests/support/register_port.h"

namespace {

using stavp::EccMemory;
using stavp::test::settle;

constexpr std::uint64_t kCorrected = 0x00, kUncorrected = 0x20, kAddress = 0x40, kIrqEnable = 0x70, kIrqStatus = 0x74,
                        kCaps = 0x78;

class EccTest : public testing::Test {
protected:
    stavp::Ecc ecc{"ecc", {true, false, true, false, true}, sc_core::sc_time(10, sc_core::SC_NS)};
    sc_core::sc_signal<bool> irq{"irq"};
    stavp::test::RegisterPort port{ecc.bank.socket};

    void SetUp() override {
        ecc.irq.bind(irq);
        settle();
    }
};

TEST_F(EccTest, caps_say_which_memories_have_ecc) {
    EXPECT_EQ(port.read(kCaps), 0b10101u);
}

TEST_F(EccTest, events_are_counted_for_each_memory_with_the_address_of_the_last) {
    ecc.log(EccMemory::ddr).corrected(0x8000'0000);
    ecc.log(EccMemory::ddr).corrected(0x1'8000'1238);
    ecc.log(EccMemory::output).uncorrectable(0x5300'0040);
    EXPECT_EQ(port.read(kCorrected), 2u);
    EXPECT_EQ(port.read(kUncorrected), 0u);
    EXPECT_EQ(port.read(kAddress, 8), 0x1'8000'1238u);
    EXPECT_EQ(port.read(kCorrected + 4 * 4), 0u);
    EXPECT_EQ(port.read(kUncorrected + 4 * 4), 1u);
    EXPECT_EQ(port.read(kAddress + 4 * 8, 8), 0x5300'0040u);
    for (const auto memory : {1u, 2u, 3u})
        EXPECT_EQ(port.read(kAddress + memory * 8, 8), 0u) << memory;
}

TEST_F(EccTest, only_enabled_events_interrupt_and_the_line_stays_until_they_are_cleared) {
    port.write(kIrqEnable, 2);
    ecc.log(EccMemory::input).corrected(0x5100'0000);
    settle();
    EXPECT_FALSE(irq.read());
    EXPECT_EQ(port.read(kIrqStatus), 1u);
    ecc.log(EccMemory::input).uncorrectable(0x5100'0008);
    settle();
    EXPECT_TRUE(irq.read());
    port.write(kIrqStatus, 1);
    settle();
    EXPECT_TRUE(irq.read());
    port.write(kIrqStatus, 2);
    settle();
    EXPECT_FALSE(irq.read());
    EXPECT_EQ(port.read(kUncorrected + 2 * 4), 1u);
}

TEST_F(EccTest, enabling_an_event_that_has_happened_interrupts) {
    ecc.log(EccMemory::weight).corrected(0x5000'0000);
    port.write(kIrqEnable, 1);
    settle();
    EXPECT_TRUE(irq.read());
}

TEST_F(EccTest, counts_stay_at_their_largest_value) {
    ecc.bank.set(stavp::regs::ecc::CORRECTED, 0xffff'fffe, 3);
    for (int i = 0; i < 3; ++i)
        ecc.log(EccMemory::intermediate).corrected(0x5200'0000);
    EXPECT_EQ(port.read(kCorrected + 3 * 4), 0xffff'ffffu);
}

} // namespace
