#include "models/simctl/finisher.h"
#include "tests/support/register_port.h"

#include <vector>

namespace {

class FinisherTest : public testing::Test {
protected:
    stavp::Finisher finisher{"finisher", sc_core::sc_time(2, sc_core::SC_NS)};
    stavp::test::RegisterPort port{finisher.socket};
    std::vector<int> codes;

    void SetUp() override {
        finisher.on_exit([this](int code) { codes.push_back(code); });
    }
};

TEST_F(FinisherTest, pass_exits_with_0) {
    port.write(0, 0x5555);
    port.write(0, 0x77'5555); // a code is of no account in a pass
    EXPECT_EQ(codes, (std::vector<int>{0, 0}));
}

TEST_F(FinisherTest, fail_exits_with_its_code) {
    port.write(0, 7u << 16 | 0x3333);
    port.write(0, 0xffff'3333);
    EXPECT_EQ(codes, (std::vector<int>{7, 0xffff}));
}

TEST_F(FinisherTest, two_bytes_are_a_command_without_a_code) {
    port.write(0, 0x5555, 2);
    port.write(0, 0x3333, 2);
    EXPECT_EQ(codes, (std::vector<int>{0, 0}));
}

TEST_F(FinisherTest, reset_asks_for_a_reset_or_ends_where_there_is_none) {
    port.write(0, 0x7777);
    EXPECT_EQ(codes, std::vector<int>{0});
    int resets = 0;
    finisher.on_reset([&] { ++resets; });
    port.write(0, 0x7777);
    EXPECT_EQ(resets, 1);
    EXPECT_EQ(codes.size(), 1u);
}

TEST_F(FinisherTest, other_values_and_other_offsets_do_nothing) {
    port.write(0, 0x1234);
    port.write(0, 0);
    port.write(4, 0x5555);
    port.write(2, 0x5555, 2);
    EXPECT_TRUE(codes.empty());
    EXPECT_EQ(port.read(0), 0u);
    EXPECT_EQ(port.read(0xffc), 0u);
}

TEST_F(FinisherTest, other_widths_and_offsets_beyond_the_window_fault) {
    EXPECT_EQ(port.try_write(0, 0x5555, 8), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(port.try_write(0, 0x55, 1), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(port.try_write(2, 0x5555, 4), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(port.try_read(0x1000, 4), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_TRUE(codes.empty());
}

TEST_F(FinisherTest, each_access_costs_the_latency) {
    port.write(0, 0);
    EXPECT_EQ(port.delay, sc_core::sc_time(2, sc_core::SC_NS));
}

} // namespace
