#include "models/simctl/htif.h"

#include <cstring>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace {

constexpr std::uint64_t kTohost = 0x40;
constexpr std::uint64_t kFromhost = 0x80;
constexpr std::uint64_t kCall = 0x100;
constexpr std::uint64_t kText = 0x180;
constexpr std::uint64_t kPut = 1ull << 56 | 1ull << 48;
constexpr std::uint64_t kGet = 1ull << 56;

class HtifTest : public testing::Test {
protected:
    std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(0x200);
    std::vector<int> codes;
    std::string console;
    stavp::Htif htif{kTohost, kFromhost, memory()};

    void SetUp() override {
        htif.on_exit([this](int code) { codes.push_back(code); });
        htif.on_console([this](char character) { console.push_back(character); });
    }
    stavp::Htif::Memory memory() {
        return {[this](std::uint64_t address, void* data, std::size_t size) {
                    if (address > bytes.size() || size > bytes.size() - address) return false;
                    std::memcpy(data, &bytes[address], size);
                    return true;
                },
                [this](std::uint64_t address, const void* data, std::size_t size) {
                    if (address > bytes.size() || size > bytes.size() - address) return false;
                    std::memcpy(&bytes[address], data, size);
                    return true;
                }};
    }
    std::uint64_t word(std::uint64_t address) {
        std::uint64_t value = 0;
        std::memcpy(&value, &bytes[address], sizeof value);
        return value;
    }
    void set_word(std::uint64_t address, std::uint64_t value) { std::memcpy(&bytes[address], &value, sizeof value); }
    void tohost(std::uint64_t value) {
        set_word(kTohost, value);
        htif.tohost_written(value);
    }
    void call(std::uint64_t number, std::uint64_t a0, std::uint64_t a1, std::uint64_t a2) {
        set_word(kCall, number);
        set_word(kCall + 8, a0);
        set_word(kCall + 16, a1);
        set_word(kCall + 24, a2);
        tohost(kCall);
    }
};

TEST_F(HtifTest, one_is_a_pass) {
    tohost(1);
    EXPECT_EQ(codes, std::vector<int>{0});
}

TEST_F(HtifTest, an_odd_value_is_an_exit_code_once) {
    tohost(3 << 1 | 1);
    tohost(3 << 1 | 1);
    tohost(1);
    EXPECT_EQ(codes, std::vector<int>{3});
}

TEST_F(HtifTest, a_huge_code_does_not_become_a_pass) {
    tohost(1ull << 33 | 1);
    ASSERT_EQ(codes.size(), 1u);
    EXPECT_NE(codes[0], 0);
}

TEST_F(HtifTest, zero_means_nothing) {
    tohost(0);
    EXPECT_TRUE(codes.empty());
}

TEST_F(HtifTest, characters_reach_the_console_and_are_acknowledged) {
    for (const char character : std::string("ok")) {
        tohost(kPut | static_cast<unsigned char>(character));
        EXPECT_EQ(word(kTohost), 0u);
        EXPECT_EQ(word(kFromhost), kPut | 0x100u | static_cast<unsigned char>(character));
        set_word(kFromhost, 0);
    }
    EXPECT_EQ(console, "ok");
    EXPECT_TRUE(codes.empty());
}

TEST_F(HtifTest, a_character_is_read_when_there_is_one) {
    tohost(kGet);
    EXPECT_EQ(word(kTohost), 0u);
    EXPECT_EQ(word(kFromhost), 0u);
    htif.receive('a');
    htif.receive('b');
    EXPECT_EQ(word(kFromhost), kGet | 0x100u | 'a');
    tohost(kPut | 'x'); // its acknowledgement must not overwrite the answer
    EXPECT_EQ(word(kFromhost), kGet | 0x100u | 'a');
    set_word(kFromhost, 0);
    tohost(kGet);
    EXPECT_EQ(word(kFromhost), kGet | 0x100u | 'b');
}

TEST_F(HtifTest, a_proxied_write_prints_and_answers) {
    std::memcpy(&bytes[kText], "proxied", 7);
    call(64, 1, kText, 7);
    EXPECT_EQ(console, "proxied");
    EXPECT_EQ(word(kCall), 7u);
    EXPECT_EQ(word(kFromhost), 1u);
    EXPECT_EQ(word(kTohost), 0u);
}

TEST_F(HtifTest, a_proxied_exit_exits) {
    call(93, 5, 0, 0);
    EXPECT_EQ(codes, std::vector<int>{5});
}

TEST_F(HtifTest, bad_calls_get_an_error_number) {
    call(64, 7, kText, 1);
    EXPECT_EQ(static_cast<std::int64_t>(word(kCall)), -9);
    call(64, 1, 0x10000, 5);
    EXPECT_EQ(static_cast<std::int64_t>(word(kCall)), -14);
    call(63, 0, kText, 1);
    EXPECT_EQ(static_cast<std::int64_t>(word(kCall)), -38);
    EXPECT_EQ(console, "");
}

TEST_F(HtifTest, a_write_that_runs_out_of_memory_stops_there) {
    call(64, 1, 0x1f0, ~0ull);
    EXPECT_EQ(console.size(), 0x10u);
    EXPECT_EQ(word(kCall), 0x10u);
}

TEST_F(HtifTest, unknown_words_are_cleared_and_otherwise_ignored) {
    tohost(0x7full << 56 | 3);
    EXPECT_EQ(word(kTohost), 0u);
    tohost(0x10000); // a call block where nothing is mapped
    EXPECT_EQ(word(kFromhost), 0u);
    EXPECT_TRUE(codes.empty());
}

} // namespace
