#include "tests/ddr/grade_file.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace {

using stavp::DramTiming;

using stavp::test::grade_file;
using stavp::test::kGrades;
using stavp::test::timing_of;

TEST(DramConfigFilesTest, every_file_holds_exactly_the_fields_its_source_and_its_name) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(STAVP_DRAM_CONFIGS)) {
        ++files;
        const auto grade = entry.path().stem().string();
        std::set<std::string> expected = {"source", "grade"};
        for (const auto& field : stavp::kDramTimingFields)
            expected.insert(std::string(field.name));
        std::set<std::string> found;
        for (const auto& item : grade_file(grade))
            EXPECT_TRUE(found.insert(item.first.as<std::string>()).second) << grade << ": repeated key";
        EXPECT_EQ(found, expected) << grade;
        EXPECT_EQ(grade_file(grade)["grade"].as<std::string>(), grade);
    }
    EXPECT_EQ(files, kGrades.size());
}

TEST(DramConfigFilesTest, the_values_are_consistent) {
    for (const auto& grade : kGrades) {
        const auto timing = timing_of(grade);
        EXPECT_EQ(stavp::find_error(timing).value_or(""), "") << grade;
        EXPECT_GE(timing.tRC, timing.tRAS + timing.tRP) << grade;
        EXPECT_GE(timing.tCCD_S, timing.burst_clocks()) << grade;
        EXPECT_EQ(timing.burst_bytes(), 64u) << grade;
        stavp::DdrConfig config;
        config.timing = timing;
        EXPECT_EQ(stavp::find_error(config).value_or(""), "") << grade;
    }
}

TEST(DramConfigFilesTest, the_default_is_ddr4_2400) {
    EXPECT_EQ(timing_of("ddr4_2400"), DramTiming{});
}

TEST(DramConfigFilesTest, peak_rates_are_those_in_the_names) {
    EXPECT_NEAR(timing_of("ddr4_2400").peak_bytes_per_ns(), 19.2, 0.01);
    EXPECT_NEAR(timing_of("ddr3_1600").peak_bytes_per_ns(), 12.8, 0.01);
    EXPECT_NEAR(timing_of("lpddr4_3200").peak_bytes_per_ns(), 12.8, 0.01);
    EXPECT_NEAR(timing_of("hbm2").peak_bytes_per_ns(), 32.0, 0.01);
}

/// JESD79-4's rounding: to the next whole clock, unless less than 2.6 % of one is missing.
std::uint32_t clocks(double ns, const DramTiming& timing) {
    return static_cast<std::uint32_t>(ns * 1000 / timing.tCK_ps + 0.974);
}

TEST(DramConfigFilesTest, clocks_follow_from_the_nanoseconds_of_the_standards) {
    const auto ddr4 = timing_of("ddr4_2400");
    EXPECT_EQ(ddr4.tRCD, clocks(13.32, ddr4));
    EXPECT_EQ(ddr4.tRP, clocks(13.32, ddr4));
    EXPECT_EQ(ddr4.tRAS, clocks(32, ddr4));
    EXPECT_EQ(ddr4.tRC, clocks(45.32, ddr4));
    EXPECT_EQ(ddr4.tRRD_L, clocks(4.9, ddr4));
    EXPECT_EQ(ddr4.tFAW, clocks(21, ddr4));
    EXPECT_EQ(ddr4.tCCD_L, clocks(5, ddr4));
    EXPECT_EQ(ddr4.tWTR_S, clocks(2.5, ddr4));
    EXPECT_EQ(ddr4.tWTR_L, clocks(7.5, ddr4));
    EXPECT_EQ(ddr4.tWR, clocks(15, ddr4));
    EXPECT_EQ(ddr4.tRTP, clocks(7.5, ddr4));
    EXPECT_EQ(ddr4.tRFC, clocks(350, ddr4));
    const auto ddr3 = timing_of("ddr3_1600");
    EXPECT_EQ(ddr3.tRCD, clocks(13.75, ddr3));
    EXPECT_EQ(ddr3.tRAS, clocks(35, ddr3));
    EXPECT_EQ(ddr3.tRC, clocks(48.75, ddr3));
    EXPECT_EQ(ddr3.tRRD_S, clocks(6, ddr3));
    EXPECT_EQ(ddr3.tFAW, clocks(30, ddr3));
    EXPECT_EQ(ddr3.tWR, clocks(15, ddr3));
    EXPECT_EQ(ddr3.tRFC, clocks(260, ddr3));
    const auto lpddr4 = timing_of("lpddr4_3200");
    EXPECT_EQ(lpddr4.tRCD, clocks(18, lpddr4));
    EXPECT_EQ(lpddr4.tRAS, clocks(42, lpddr4));
    EXPECT_EQ(lpddr4.tRRD_S, clocks(10, lpddr4));
    EXPECT_EQ(lpddr4.tFAW, clocks(40, lpddr4));
    EXPECT_EQ(lpddr4.tRFC, clocks(180, lpddr4));
}

} // namespace
