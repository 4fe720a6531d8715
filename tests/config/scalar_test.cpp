#include "platform/config/scalar.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace {

using namespace stavp::config;

constexpr std::uint64_t kKiB = 1024;

struct Members {
    unsigned number = 4;
    double mhz = 500;
    bool flag = true;
    std::uint64_t bytes = 64 * kKiB;
    std::string word = "x";
};

std::string reason(const Field& field, const std::string& text, bool quoted = false) {
    try {
        parse(field, {text, quoted});
        return "accepted";
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
}

class Scalar : public testing::Test {
protected:
    Members m;
    Field number = integer("n", m.number, {1, 64}, "", "");
    Field mhz = real("mhz", m.mhz, {1, 10000}, "MHz", "");
    Field flag = boolean("flag", m.flag, "");
    Field bytes = size("bytes", m.bytes, {1024, 16.0 * 1024 * 1024}, 64, "");
};

TEST_F(Scalar, an_integer_takes_decimal_and_hexadecimal) {
    EXPECT_EQ(std::get<std::uint64_t>(parse(number, {"17"})), 17u);
    EXPECT_EQ(std::get<std::uint64_t>(parse(number, {"0x11"})), 17u);
}

TEST_F(Scalar, an_integer_refuses_other_types_with_what_it_got) {
    EXPECT_EQ(reason(number, "many"), "expected an integer, got 'many'");
    EXPECT_EQ(reason(number, "1.5"), "expected an integer, got '1.5'");
    EXPECT_EQ(reason(number, ""), "expected an integer, got ''");
    EXPECT_EQ(reason(number, "4", true), "expected an integer, got the string \"4\"");
    EXPECT_EQ(reason(number, "99999999999999999999999"), "expected an integer, got '99999999999999999999999'");
}

TEST_F(Scalar, range_ends_are_allowed_and_their_neighbours_refused) {
    EXPECT_EQ(reason(number, "1"), "accepted");
    EXPECT_EQ(reason(number, "64"), "accepted");
    EXPECT_EQ(reason(number, "0"), "must be 1 to 64, got 0");
    EXPECT_EQ(reason(number, "65"), "must be 1 to 64, got 65");
    EXPECT_EQ(reason(number, "-1"), "must be 1 to 64, got -1");
}

TEST_F(Scalar, a_real_refuses_words_and_what_is_no_number) {
    EXPECT_EQ(std::get<double>(parse(mhz, {"833.25"})), 833.25);
    EXPECT_EQ(reason(mhz, "fast"), "expected a number, got 'fast'");
    EXPECT_EQ(reason(mhz, "nan"), "must be 1 to 10000, got nan");
    EXPECT_EQ(reason(mhz, "inf"), "must be 1 to 10000, got inf");
}

TEST_F(Scalar, a_boolean_is_true_or_false_only) {
    EXPECT_TRUE(std::get<bool>(parse(flag, {"true"})));
    EXPECT_EQ(reason(flag, "yes"), "expected true or false, got 'yes'");
    EXPECT_EQ(reason(flag, "1"), "expected true or false, got '1'");
}

TEST_F(Scalar, sizes_take_binary_suffixes) {
    EXPECT_EQ(parse_size("4096"), 4096u);
    EXPECT_EQ(parse_size("256KiB"), 262144u);
    EXPECT_EQ(parse_size("256 KiB"), 262144u);
    EXPECT_EQ(parse_size("512MiB"), 536870912u);
    EXPECT_EQ(parse_size("2GiB"), 2147483648u);
    EXPECT_FALSE(parse_size("256KB"));
    EXPECT_FALSE(parse_size("KiB"));
    EXPECT_FALSE(parse_size("1.5MiB"));
    EXPECT_FALSE(parse_size("99999999999GiB"));
}

TEST_F(Scalar, sizes_are_shown_with_the_largest_suffix_that_divides_them) {
    EXPECT_EQ(format_size(262144), "256KiB");
    EXPECT_EQ(format_size(1u << 20), "1MiB");
    EXPECT_EQ(format_size(1536), "1536");
    EXPECT_EQ(format_size(0), "0");
}

TEST_F(Scalar, sizes_are_checked_for_range_and_granularity) {
    EXPECT_EQ(reason(bytes, "1KiB"), "accepted");
    EXPECT_EQ(reason(bytes, "512"), "must be 1KiB to 16MiB, got 512");
    EXPECT_EQ(reason(bytes, "17MiB"), "must be 1KiB to 16MiB, got 17MiB");
    EXPECT_EQ(reason(bytes, "1040"), "must be a multiple of 64 bytes, got 1040");
    EXPECT_EQ(reason(bytes, "big"), "expected a size such as 65536, 64KiB or 1MiB, got 'big'");
}

TEST_F(Scalar, a_choice_names_its_words_and_the_one_probably_meant) {
    enum class Policy { open, closed };
    auto policy = Policy::open;
    const auto field = choice<Policy>("p", policy, {{"open", Policy::open}, {"closed", Policy::closed}}, "");
    EXPECT_EQ(reason(field, "close"), "must be one of open, closed, got 'close' (did you mean 'closed'?)");
    EXPECT_EQ(reason(field, "sometimes"), "must be one of open, closed, got 'sometimes'");
    field.set(parse(field, {"closed"}));
    EXPECT_EQ(policy, Policy::closed);
    EXPECT_EQ(std::get<std::string>(field.get()), "closed");
}

} // namespace
