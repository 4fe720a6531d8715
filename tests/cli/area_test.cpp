// stavp area, as a user calls it.

#include "tests/cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(AreaCommand, its_sums_are_those_of_its_items) {
    const auto outcome = stavp("area --json");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto report = json::parse(outcome.out);
    double um2 = 0;
    double high = 0;
    for (const auto& item : report["asic"]["items"]) {
        const auto amount = item["count"].get<double>() * item["each"].get<double>();
        um2 += amount;
        high += amount * item["factor"].get<double>();
    }
    EXPECT_NEAR(report["asic"]["mm2"]["amount"].get<double>(), um2 / 1e6, 1e-9);
    EXPECT_NEAR(report["asic"]["mm2"]["high"].get<double>(), high / 1e6, 1e-9);
    EXPECT_EQ(report["asic"]["node_nm"], 45);
    EXPECT_GE(report["fpga"]["dsp"]["amount"], 32 * 32);
}

TEST(AreaCommand, prints_both_technologies_and_takes_another_table) {
    EXPECT_THAT(stavp("area").out, HasSubstr("FPGA: ultrascale_plus; ASIC: asic45, 45 nm"));
    EXPECT_THAT(stavp("area --asic asic7 --set sta.rows=16").out, HasSubstr("ASIC: asic7, 7 nm"));
}

TEST(AreaCommand, refuses_a_table_that_is_nowhere) {
    const auto outcome = stavp("area --asic nowhere");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("--asic nowhere: no nowhere.yaml in "));
    EXPECT_THAT(outcome.err, HasSubstr("; there are asic45, asic7\n"));
}

} // namespace
