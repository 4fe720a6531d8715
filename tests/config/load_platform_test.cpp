// Whole files on disk: the platform file, the DRAM grade that it names, checks across keys.

#include "platform/config/platform_config.h"

#include <fstream>
#include <gtest/gtest.h>

namespace {

using namespace stavp::config;
namespace fs = std::filesystem;

const fs::path kSource = STAVP_SOURCE_DIR;

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

/// root/platforms/p.yaml, root/dram/*.yaml and a shared folder root/shared.
class LoadPlatform : public testing::Test {
protected:
    fs::path root = fs::path(testing::TempDir()) /
                    ("load_platform_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));

    void SetUp() override {
        fs::remove_all(root);
        for (const auto* folder : {"platforms", "dram", "shared", "energy/dram"})
            fs::create_directories(root / folder);
        write("shared/ddr4_2400.yaml", text_of(kSource / "configs/dram/ddr4_2400.yaml"));
        for (const auto* file : {"energy/asic45.yaml", "energy/dram/ddr4_2400.yaml", "energy/dram/generic.yaml"})
            write(file, text_of(kSource / "configs" / file));
    }
    void TearDown() override { fs::remove_all(root); }

    void write(const std::string& name, const std::string& content) { std::ofstream(root / name) << content; }

    PlatformConfig load(const std::string& yaml, const std::vector<std::string>& overrides = {}) {
        write("platforms/p.yaml", yaml);
        return load_platform(root / "platforms/p.yaml", overrides, root / "shared");
    }
    /// The message with the temporary folder cut out.
    std::string refusal(const std::string& yaml, const std::vector<std::string>& overrides = {}) {
        try {
            load(yaml, overrides);
            return "accepted";
        } catch (const ConfigError& error) {
            std::string message = error.what();
            const auto prefix = root.string() + "/";
            for (auto at = message.find(prefix); at != std::string::npos; at = message.find(prefix))
                message.erase(at, prefix.size());
            return message;
        }
    }
};

TEST_F(LoadPlatform, the_shipped_platforms_are_right) {
    for (const auto& entry : fs::directory_iterator(kSource / "configs/platforms"))
        EXPECT_NO_THROW(load_platform(entry.path(), {}, kSource / "configs/dram")) << entry.path();
}

TEST_F(LoadPlatform, the_default_file_repeats_the_defaults) {
    const auto file = load_platform(kSource / "configs/platforms/default.yaml", {}, kSource / "configs/dram");
    EXPECT_EQ(file.text, load("").text);
}

TEST_F(LoadPlatform, every_shipped_grade_can_be_chosen) {
    for (const auto& entry : fs::directory_iterator(kSource / "configs/dram")) {
        const auto grade = entry.path().stem().string();
        const auto config = load_platform(kSource / "configs/platforms/default.yaml",
                                          {"ddr.grade=" + grade, "ddr.address_map=rank row bank bankgroup column"},
                                          kSource / "configs/dram");
        EXPECT_GT(config.ddr.timing.tCK_ps, 0u);
    }
}

TEST_F(LoadPlatform, a_grade_beside_the_platform_comes_before_the_shared_one) {
    EXPECT_EQ(load("").ddr.timing.CL, 16u);
    write("dram/ddr4_2400.yaml", replaced(text_of(kSource / "configs/dram/ddr4_2400.yaml"), "\nCL: 16", "\nCL: 17"));
    EXPECT_EQ(load("").ddr.timing.CL, 17u);
}

TEST_F(LoadPlatform, a_grade_that_is_nowhere_names_where_it_was_sought) {
    EXPECT_EQ(refusal("ddr:\n  grade: ddr9\n"),
              "platforms/p.yaml:2: ddr.grade: no ddr9.yaml in dram or shared; there are ddr4_2400");
    EXPECT_EQ(refusal("", {"ddr.grade=../x"}),
              "--set ddr.grade=../x: ddr.grade: expected the name of a grade, got '../x'");
}

TEST_F(LoadPlatform, dram_files_are_read_as_strictly) {
    const auto good = text_of(kSource / "configs/dram/ddr4_2400.yaml");
    const auto with = [&](const std::string& from, const std::string& to) {
        write("dram/ddr4_2400.yaml", replaced(good, from, to));
        return refusal("");
    };
    EXPECT_EQ(with("\nCL: 16", "\nCLX: 16"), "dram/ddr4_2400.yaml:5: CLX: unknown key (did you mean 'CL'?)");
    EXPECT_EQ(with("\nCL: 16", "\nCL: fast"), "dram/ddr4_2400.yaml:5: CL: expected an integer, got 'fast'");
    EXPECT_EQ(with("\nCL: 16", "\nCL: 0"), "dram/ddr4_2400.yaml:5: CL: must not be 0");
    EXPECT_EQ(with("\nCL: 16", "\n"), "dram/ddr4_2400.yaml: CL: missing");
    EXPECT_EQ(with("grade: ddr4_2400", "grade: other"),
              "dram/ddr4_2400.yaml:3: grade: must be ddr4_2400, as the file is called");
}

TEST_F(LoadPlatform, keys_are_checked_against_each_other) {
    EXPECT_EQ(refusal("ddr:\n  bytes: 32GiB\n"), "platforms/p.yaml:2: ddr.bytes: 32GiB does not fit 8GiB of ddr4_2400");
    EXPECT_EQ(refusal("ddr:\n  address_map: row bank column\n"),
              "platforms/p.yaml:2: ddr.address_map: field 'bankgroup' is missing");
    EXPECT_EQ(refusal("ddr:\n  address_map: row bank bankgroup colum\n"),
              "platforms/p.yaml:2: ddr.address_map: unknown field 'colum'");
    EXPECT_EQ(refusal("ddr: {channels: 3}\n"), "platforms/p.yaml:1: ddr.channels: must be a power of two, got 3");
    EXPECT_EQ(refusal("ddr: {channels: 4, bytes: 32GiB}\n"), "accepted");
    EXPECT_EQ(refusal("dma:\n  burst_bytes: 96\n"),
              "platforms/p.yaml:2: dma.burst_bytes: must be a power of two, got 96");
    EXPECT_EQ(refusal("sta:\n  selector_width: 6\n"),
              "platforms/p.yaml:2: sta.selector_width: must be 0 or a power of two, got 6");
    EXPECT_EQ(refusal("sta:\n  multiplier_bits: 12\n"),
              "platforms/p.yaml:2: sta.multiplier_bits: must be 8 or 16, got 12");
}

TEST_F(LoadPlatform, fidelity_reaches_every_block_that_has_one) {
    const auto config = load("sim: {fidelity: lt}\n");
    EXPECT_EQ(config.bus.fidelity, stavp::Fidelity::lt);
    EXPECT_EQ(config.ddr.fidelity, stavp::Fidelity::lt);
    EXPECT_EQ(config.dma.fidelity, stavp::Fidelity::lt);
    EXPECT_EQ(config.weight_buffer.fidelity, stavp::Fidelity::lt);
    EXPECT_EQ(config.output_buffer.fidelity, stavp::Fidelity::lt);
}

TEST_F(LoadPlatform, the_effective_configuration_reproduces_itself) {
    const auto first = load("sta: {rows: 5}\n", {"sta.cols=6"}).text;
    EXPECT_EQ(load(first).text, first);
    EXPECT_NE(first.find("rows: 5"), std::string::npos);
    EXPECT_NE(first.find("cols: 6"), std::string::npos);
}

} // namespace
