#include "platform/config/platform_config.h"
#include "platform/sweep/expression.h"

#include <gtest/gtest.h>
#include <map>

namespace {

using namespace stavp;
using sweep::Expression;
using sweep::ExpressionValue;

const config::Schema& keys() {
    static config::PlatformConfig config;
    static const auto schema = config::platform_schema(config);
    return schema;
}

ExpressionValue value_of(const std::string& key) {
    static const std::map<std::string, ExpressionValue> values = {
        {"sta.rows", std::int64_t{24}},
        {"sta.cols", std::int64_t{8}},
        {"sta.clock_mhz", 500.0},
        {"buffers.weight.bytes", std::int64_t{65536}},
        {"scheduler.fuse", true},
        {"softmax.placement", std::string("on_chip")},
        {"ddr.grade", std::string("ddr4_2400")},
    };
    return values.at(key);
}

/// The value as text, "error: ..." for what is refused.
std::string result(const std::string& text) {
    try {
        const auto value = Expression(text, keys()).value(value_of);
        const auto* kind = std::holds_alternative<std::int64_t>(value) ? "i " : "";
        return kind + sweep::format(value);
    } catch (const sweep::ExpressionError& error) {
        return std::string("error: ") + error.what();
    }
}

TEST(Expression, products_bind_stronger_than_sums_and_from_the_left) {
    EXPECT_EQ(result("2 + 3 * 4"), "i 14");
    EXPECT_EQ(result("(2 + 3) * 4"), "i 20");
    EXPECT_EQ(result("20 - 5 - 3"), "i 12");
    EXPECT_EQ(result("96 / 4 / 2"), "i 12");
    EXPECT_EQ(result("7 % 4 * 2"), "i 6");
    EXPECT_EQ(result("-2 * -3 - -1"), "i 7");
}

TEST(Expression, a_quotient_is_an_integer_only_where_it_is_exact) {
    EXPECT_EQ(result("1024 / 8"), "i 128");
    EXPECT_EQ(result("1024 / sta.rows"), "42.666666666666664");
    EXPECT_EQ(result("floor(1024 / sta.rows)"), "i 42");
    EXPECT_EQ(result("ceil(1024 / sta.rows)"), "i 43");
    EXPECT_EQ(result("sta.clock_mhz / 2"), "250");
}

TEST(Expression, sizes_have_suffixes_with_or_without_a_space) {
    EXPECT_EQ(result("4 MiB"), "i 4194304");
    EXPECT_EQ(result("64KiB - buffers.weight.bytes"), "i 0");
    EXPECT_EQ(result("1.5 KiB"), "1536");
    EXPECT_EQ(result("1GiB / 1 MiB"), "i 1024");
}

TEST(Expression, functions_give_what_their_names_say) {
    EXPECT_EQ(result("min(5, 3.5, 9)"), "3.5");
    EXPECT_EQ(result("max(5, 3.5, 9)"), "i 9");
    EXPECT_EQ(result("log2(4096)"), "i 12");
    EXPECT_EQ(result("log2(sta.rows)"), "4.584962500721156");
    EXPECT_EQ(result("max(sta.rows, sta.cols) * 2"), "i 48");
}

TEST(Expression, conditions_combine_not_before_and_before_or) {
    EXPECT_EQ(result("sta.rows * sta.cols <= 192"), "true");
    EXPECT_EQ(result("sta.rows * sta.cols < 192"), "false");
    EXPECT_EQ(result("not sta.rows > 3 or true"), "true");
    EXPECT_EQ(result("not (sta.rows > 3 or true)"), "false");
    EXPECT_EQ(result("false and false or true"), "true");
    EXPECT_EQ(result("false and (false or true)"), "false");
    EXPECT_EQ(result("3 == 3.0"), "true");
    EXPECT_EQ(result("scheduler.fuse and sta.cols != 8"), "false");
    EXPECT_EQ(result("scheduler.fuse == true"), "true");
}

TEST(Expression, what_follows_a_settled_or_is_not_evaluated) {
    EXPECT_EQ(result("sta.cols > 0 or 1 / 0 > 3"), "true");
    EXPECT_EQ(result("sta.cols < 0 and 1 / 0 > 3"), "false");
}

TEST(Expression, words_compare_with_keys_of_words) {
    EXPECT_EQ(result("softmax.placement == on_chip"), "true");
    EXPECT_EQ(result("softmax.placement != off_chip and ddr.grade == ddr4_2400"), "true");
    EXPECT_EQ(result("ddr.grade == 'hbm2'"), "false");
    EXPECT_EQ(result("2:4 == \"2:4\""), "true");
}

TEST(Expression, mistakes_are_named_with_their_column) {
    EXPECT_EQ(result("4 * sta.row"), "error: column 5: unknown key 'sta.row' (did you mean 'sta.rows'?)");
    EXPECT_EQ(result("sta.rows *"), "error: column 11: a value is missing");
    EXPECT_EQ(result("(sta.rows + 1"), "error: column 14: ')' is missing");
    EXPECT_EQ(result("sta.rows sta.cols"), "error: column 10: 'sta.cols' is not expected here");
    EXPECT_EQ(result("sta.rows = 3"), "error: column 10: '=' is no comparison (did you mean '=='?)");
    EXPECT_EQ(result("sta.rows & 3"), "error: column 10: '&' has no meaning here");
    EXPECT_EQ(result("sqrt(4)"), "error: column 1: unknown function 'sqrt'; there are min, max, ceil, floor, log2");
    EXPECT_EQ(result("ceil(1, 2)"), "error: column 1: 'ceil' takes one value, got 2");
    EXPECT_EQ(result("min(1)"), "error: column 1: 'min' takes two values or more, got 1");
    EXPECT_EQ(result("ddr.grade == 'hbm2"), "error: column 14: the closing quote is missing");
    EXPECT_EQ(result("64KB"), "error: column 3: 'KB' cannot follow a number");
    EXPECT_EQ(result(""), "error: column 1: a value is missing");
}

TEST(Expression, types_that_do_not_fit_are_refused_when_it_is_read) {
    EXPECT_EQ(result("sta.rows + softmax.placement"), "error: column 12: '+' takes a number, this is a word");
    EXPECT_EQ(result("sta.rows == on_chip"), "error: column 10: a number '==' a word is never right");
    EXPECT_EQ(result("ddr.grade < hbm2"), "error: column 11: '<' takes numbers, this is a word");
    EXPECT_EQ(result("sta.rows and true"), "error: column 1: 'and' takes true or false, this is a number");
    EXPECT_EQ(result("softmax.placement == on_chp"), "error: column 22: softmax.placement is one of on_chip, off_chip, "
                                                     "never 'on_chp' (did you mean 'on_chip'?)");
}

TEST(Expression, values_that_cannot_be_are_refused_when_it_is_evaluated) {
    EXPECT_EQ(result("sta.rows / (sta.cols - 8)"), "error: column 10: division by 0");
    EXPECT_EQ(result("sta.rows % 0"), "error: column 10: division by 0");
    EXPECT_EQ(result("2.5 % 2"), "error: column 5: '%' takes whole numbers");
    EXPECT_EQ(result("log2(sta.cols - 8)"), "error: column 1: log2 of 0");
    EXPECT_EQ(result("9000000000 * 9000000000"), "error: column 12: the number goes beyond 64 bits");
}

TEST(Expression, each_key_is_told_once_in_the_order_of_the_text) {
    const Expression expression("sta.cols + sta.rows * sta.cols", keys());
    EXPECT_EQ(expression.keys(), (std::vector<std::string>{"sta.cols", "sta.rows"}));
}

} // namespace
