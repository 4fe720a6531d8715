// Against the RISC-V PLIC specification 1.0.0, chapters "Interrupt Gateways" to "Interrupt Completion".

#include "models/intc/plic.h"
#include "tests/support/register_port.h"

#include <array>

namespace {

using stavp::test::settle;

constexpr std::uint64_t kPending = 0x1000;
constexpr std::uint64_t kEnable = 0x2000;
constexpr std::uint64_t kThreshold = 0x200000;
constexpr std::uint64_t kClaim = 0x200004;
constexpr std::uint64_t kSupervisorEnable = 0x2080;
constexpr std::uint64_t kSupervisorClaim = 0x201004;

class PlicTest : public testing::Test {
protected:
    stavp::Plic plic{"plic", sc_core::sc_time(5, sc_core::SC_NS)};
    sc_core::sc_signal<bool> external{"external"};
    // Sources 3, 10, 33 and 63 are wired; the others are left unbound.
    std::array<sc_core::sc_signal<bool>, 64> lines;
    stavp::test::RegisterPort port{plic.bank.socket};

    void SetUp() override {
        plic.external_irq.bind(external);
        for (const unsigned source : {3u, 10u, 33u, 63u})
            plic.sources[source].bind(lines[source]);
        settle();
    }
    void raise(unsigned source) { drive(source, true); }
    void lower(unsigned source) { drive(source, false); }
    void drive(unsigned source, bool level) {
        lines[source].write(level);
        settle();
    }
    bool irq() {
        settle();
        return external.read();
    }
    void allow(unsigned source, unsigned priority) {
        port.write(4 * source, priority);
        const auto word = kEnable + 4 * (source / 32);
        port.write(word, port.read(word) | 1u << (source % 32));
    }
};

TEST_F(PlicTest, a_raised_line_interrupts_until_it_is_claimed) {
    allow(10, 1);
    EXPECT_FALSE(irq());
    raise(10);
    EXPECT_TRUE(irq());
    EXPECT_EQ(port.read(kPending), 1u << 10);
    EXPECT_EQ(port.read(kClaim), 10u);
    EXPECT_FALSE(irq());
    EXPECT_EQ(port.read(kPending), 0u);
    EXPECT_EQ(port.read(kClaim), 0u);
}

TEST_F(PlicTest, the_gateway_forwards_nothing_between_claim_and_completion) {
    allow(10, 1);
    raise(10);
    port.read(kClaim);
    lower(10);
    raise(10);
    EXPECT_EQ(port.read(kPending), 0u);
    EXPECT_FALSE(irq());
}

TEST_F(PlicTest, a_line_still_up_at_completion_is_pending_again) {
    allow(10, 1);
    raise(10);
    port.read(kClaim);
    port.write(kClaim, 10);
    EXPECT_TRUE(irq());
    EXPECT_EQ(port.read(kClaim), 10u);
    lower(10);
    port.write(kClaim, 10);
    EXPECT_FALSE(irq());
    EXPECT_EQ(port.read(kClaim), 0u);
}

TEST_F(PlicTest, a_request_stays_pending_when_its_line_falls) {
    allow(10, 1);
    raise(10);
    lower(10);
    EXPECT_TRUE(irq());
    EXPECT_EQ(port.read(kClaim), 10u);
    port.write(kClaim, 10);
    EXPECT_FALSE(irq());
}

TEST_F(PlicTest, the_highest_priority_is_claimed_first_and_the_lowest_number_among_equals) {
    allow(3, 2);
    allow(10, 5);
    allow(33, 5);
    allow(63, 7);
    for (const unsigned source : {33u, 3u, 63u, 10u})
        raise(source);
    EXPECT_EQ(port.read(kPending), 1u << 10 | 1u << 3);
    EXPECT_EQ(port.read(kPending + 4), 1u << 31 | 1u << 1);
    EXPECT_EQ(port.read(kClaim), 63u);
    EXPECT_EQ(port.read(kClaim), 10u);
    EXPECT_EQ(port.read(kClaim), 33u);
    EXPECT_EQ(port.read(kClaim), 3u);
    EXPECT_EQ(port.read(kClaim), 0u);
}

TEST_F(PlicTest, priority_zero_never_interrupts) {
    allow(10, 0);
    raise(10);
    EXPECT_FALSE(irq());
    EXPECT_EQ(port.read(kPending), 1u << 10);
    EXPECT_EQ(port.read(kClaim), 0u);
    port.write(4 * 10, 1);
    EXPECT_TRUE(irq());
}

TEST_F(PlicTest, the_threshold_masks_equal_and_lower_priorities_but_not_claims) {
    allow(10, 4);
    raise(10);
    port.write(kThreshold, 4);
    EXPECT_FALSE(irq());
    port.write(kThreshold, 3);
    EXPECT_TRUE(irq());
    port.write(kThreshold, 7);
    EXPECT_FALSE(irq());
    EXPECT_EQ(port.read(kClaim), 10u);
}

TEST_F(PlicTest, a_disabled_source_is_pending_but_neither_interrupts_nor_is_claimed) {
    port.write(4 * 10, 7);
    raise(10);
    EXPECT_FALSE(irq());
    EXPECT_EQ(port.read(kPending), 1u << 10);
    EXPECT_EQ(port.read(kClaim), 0u);
    allow(10, 7);
    EXPECT_TRUE(irq());
}

TEST_F(PlicTest, a_completion_of_a_source_that_is_not_enabled_is_ignored) {
    allow(10, 1);
    raise(10);
    port.read(kClaim);
    port.write(kEnable, 0);
    port.write(kClaim, 10);
    EXPECT_EQ(port.read(kPending), 0u);
    port.write(kEnable, 1u << 10);
    port.write(kClaim, 10);
    EXPECT_EQ(port.read(kPending), 1u << 10);
}

TEST_F(PlicTest, completions_of_sources_that_do_not_exist_are_ignored) {
    allow(10, 1);
    raise(10);
    port.read(kClaim);
    for (const auto source : {0u, 64u, 1024u + 10u, 0xffffffffu})
        port.write(kClaim, source);
    EXPECT_EQ(port.read(kPending), 0u);
    EXPECT_FALSE(irq());
}

TEST_F(PlicTest, contexts_have_their_own_enables_and_share_the_pending_bits) {
    port.write(4 * 10, 1);
    port.write(kSupervisorEnable, 1u << 10);
    raise(10);
    EXPECT_FALSE(irq());
    EXPECT_EQ(port.read(kClaim), 0u);
    EXPECT_EQ(port.read(kSupervisorClaim), 10u);
    EXPECT_EQ(port.read(kPending), 0u);
}

TEST_F(PlicTest, source_zero_does_not_exist) {
    port.write(0, 7);
    port.write(kEnable, 0xffffffff);
    EXPECT_EQ(port.read(0), 0u);
    EXPECT_EQ(port.read(kEnable), 0xfffffffeu);
}

TEST_F(PlicTest, seven_priority_levels_and_reserved_places_as_on_virt) {
    port.write(4 * 10, 0xff);
    EXPECT_EQ(port.read(4 * 10), 7u);
    port.write(4 * 1023, 1);
    port.write(kEnable + 4 * 31, 1);
    EXPECT_EQ(port.read(4 * 1023), 0u);
    EXPECT_EQ(port.read(kEnable + 4 * 31), 0u);
    EXPECT_EQ(port.read(kPending + 4 * 31), 0u);
    port.write(kPending, 0xffffffff);
    EXPECT_EQ(port.read(kPending), 0u);
}

TEST_F(PlicTest, a_debugger_looking_at_the_claim_register_claims_nothing) {
    allow(10, 1);
    raise(10);
    EXPECT_EQ(port.debug_read(kClaim), 0u);
    EXPECT_EQ(port.debug_read(kPending), 1u << 10);
    EXPECT_TRUE(irq());
}

TEST_F(PlicTest, the_wire_takes_no_simulated_time_and_an_access_the_latency) {
    allow(10, 1);
    port.delay = sc_core::SC_ZERO_TIME;
    raise(10);
    EXPECT_TRUE(irq());
    EXPECT_EQ(sc_core::sc_time_stamp(), sc_core::SC_ZERO_TIME);
    port.read(kClaim);
    EXPECT_EQ(port.delay, sc_core::sc_time(5, sc_core::SC_NS));
}

TEST_F(PlicTest, a_dropped_edge_is_not_seen_nor_its_level_until_the_line_has_fallen) {
    unsigned asked = 0;
    plic.filter_edges([&](unsigned source) { return source == 33 && ++asked == 2; });
    allow(33, 1);
    allow(10, 1);
    raise(33);
    EXPECT_EQ(port.read(kClaim), 33u);
    lower(33);
    port.write(kClaim, 33);
    raise(33);
    EXPECT_FALSE(irq());
    raise(10);
    EXPECT_EQ(port.read(kClaim), 10u);
    EXPECT_FALSE(irq());
    lower(33);
    raise(33);
    EXPECT_EQ(port.read(kClaim), 33u);
    EXPECT_EQ(asked, 3u);
}

TEST_F(PlicTest, a_source_can_be_made_pending_without_its_line) {
    allow(63, 1);
    plic.pend(63);
    EXPECT_TRUE(irq());
    EXPECT_EQ(port.read(kClaim), 63u);
    port.write(kClaim, 63);
    EXPECT_FALSE(irq());
}

} // namespace
