// configs/energy: every file is right, every grade has one, whatever is wrong is said in one line.

#include "platform/config/platform_config.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace stavp;
namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path kSource = STAVP_SOURCE_DIR;
constexpr auto kAnyGradesMap = "ddr.address_map=rank row bank bankgroup column";

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

config::PlatformConfig with(const std::vector<std::string>& overrides) {
    return config::load_platform(kSource / "configs/platforms/default.yaml", overrides, kSource / "configs/dram");
}

template <typename Table, std::size_t N>
void expect_figures(const Table& table, const std::array<FigureField<Table>, N>& figures, const std::string& file) {
    for (const auto& field : figures) {
        const auto& figure = table.*field.member;
        EXPECT_GE(figure.value, 0) << file << ' ' << field.name;
        EXPECT_GE(figure.factor, 1) << file << ' ' << field.name;
        EXPECT_GT(figure.source.size(), 8u) << file << ' ' << field.name;
    }
}

TEST(EnergyFiles, every_shipped_table_can_be_chosen_and_names_its_sources) {
    std::size_t tables = 0;
    for (const auto& entry : fs::directory_iterator(kSource / "configs/energy")) {
        if (!entry.is_regular_file()) continue;
        const auto name = entry.path().stem().string();
        const auto table = with({"energy.table=" + name}).energy;
        EXPECT_EQ(table.name, name);
        EXPECT_GT(table.node_nm, 0);
        EXPECT_GT(table.voltage_v, 0);
        expect_figures(table, kEnergyFigures, name);
        ++tables;
    }
    EXPECT_GE(tables, 2u);
}

TEST(EnergyFiles, every_shipped_grade_has_energies_of_its_own) {
    for (const auto& entry : fs::directory_iterator(kSource / "configs/dram")) {
        const auto grade = entry.path().stem().string();
        const auto table = with({"ddr.grade=" + grade, kAnyGradesMap}).dram_energy;
        EXPECT_EQ(table.grade, grade);
        expect_figures(table, kDramEnergyFigures, grade);
    }
}

// Micron's currents (configs/energy/dram/ddr4_2400.yaml) and the grade's clocks, by the formulas in the file's head.
TEST(EnergyFiles, ddr4_energies_follow_from_the_data_sheet) {
    const auto table = with({}).dram_energy;
    constexpr double kClockNs = 0.833;
    constexpr double kVolts = 1.2;
    constexpr int kDevices = 8;
    EXPECT_NEAR(table.activate.value, (48 * 55 - 43 * 39 - 34 * (55 - 39)) * kClockNs * kVolts * kDevices, 1);
    EXPECT_NEAR(table.read.value, (135 - 43) * kVolts * 4 * kClockNs * kDevices / 64 + 32, 0.1);
    EXPECT_NEAR(table.write.value, (123 - 43) * kVolts * 4 * kClockNs * kDevices / 64 + 32, 0.1);
    EXPECT_NEAR(table.refresh.value, (250 - 43) * kVolts * 421 * kClockNs * kDevices, 10);
    EXPECT_NEAR(table.background.value, 43 * kVolts * kDevices, 1);
}

class OwnEnergyFiles : public testing::Test {
protected:
    fs::path root = fs::path(testing::TempDir()) /
                    ("energy_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));

    void SetUp() override {
        fs::remove_all(root);
        fs::create_directories(root / "platforms");
        fs::create_directories(root / "energy/dram");
        std::ofstream(root / "platforms/p.yaml") << "energy:\n  table: mine\n";
    }
    void TearDown() override { fs::remove_all(root); }

    config::PlatformConfig load() const {
        return config::load_platform(root / "platforms/p.yaml", {}, kSource / "configs/dram");
    }
    std::string refusal() const {
        try {
            load();
            return "accepted";
        } catch (const config::ConfigError& error) {
            return error.what();
        }
    }
    void write(const std::string& from, const std::string& to) const {
        auto text = text_of(kSource / "configs/energy/asic45.yaml");
        for (const auto& [old, fresh] :
             {std::pair<std::string, std::string>{"name: asic45", "name: mine"}, {from, to}}) {
            const auto at = text.find(old);
            ASSERT_NE(at, std::string::npos) << old;
            text.replace(at, old.size(), fresh);
        }
        std::ofstream(root / "energy/mine.yaml") << text;
    }
};

TEST_F(OwnEnergyFiles, a_table_beside_the_platform_is_found_and_read_strictly) {
    EXPECT_THAT(refusal(), HasSubstr("p.yaml:2: energy.table: no mine.yaml in "));
    write("value: 0.2,", "value: 0.25,");
    EXPECT_EQ(load().energy.int8_multiply.value, 0.25);
    write("value: 0.2,", "value: cheap,");
    EXPECT_THAT(refusal(), HasSubstr("int8_multiply_pj.value: expected a number, got 'cheap'"));
    write("factor: 1.5,", "factor: 0.5,");
    EXPECT_THAT(refusal(), HasSubstr("int8_multiply_pj.factor: must be 1 to 100, got 0.5"));
    write("int8_multiply_pj", "int8_multiply");
    EXPECT_THAT(refusal(), HasSubstr("int8_multiply: unknown key"));
    write("name: mine", "name: yours");
    EXPECT_THAT(refusal(), HasSubstr("name: must be mine, as the file is called"));
}

TEST_F(OwnEnergyFiles, a_grade_without_energies_takes_the_generic_ones) {
    fs::create_directories(root / "dram");
    auto grade = text_of(kSource / "configs/dram/ddr4_2400.yaml");
    grade.replace(grade.find("grade: ddr4_2400"), 16, "grade: ours");
    std::ofstream(root / "dram/ours.yaml") << grade;
    std::ofstream(root / "platforms/p.yaml") << "ddr: {grade: ours}\n";
    EXPECT_EQ(load().dram_energy.grade, "generic");
}

} // namespace
