#include "platform/energy/area_model.h"

#include <gtest/gtest.h>

namespace {

using namespace stavp;

const std::filesystem::path kSource = STAVP_SOURCE_DIR;
const std::vector<std::filesystem::path> kTables = {kSource / "configs/area"};

config::PlatformConfig platform(const std::vector<std::string>& overrides) {
    return config::load_platform(kSource / "configs/platforms/default.yaml", overrides, kSource / "configs/dram");
}
std::vector<AreaItem> asic(const std::vector<std::string>& overrides = {}) {
    return asic_area(platform(overrides), config::load_asic_area("--asic", "asic45", kTables));
}
std::vector<AreaItem> fpga(const std::vector<std::string>& overrides = {}) {
    return fpga_area(platform(overrides), config::load_fpga_area("--fpga", "ultrascale_plus", kTables));
}

const std::vector<std::string> kSmallArray = {"sta.rows=4", "sta.cols=4", "sta.selector_width=4",
                                              "sta.result_port_bytes_per_cycle=8"};

// 16 elements with one multiplier each: multiplier, 32-bit adder, 3 multiplexers of 8 bits for one of 4 positions, two
// operand bytes, and two 4-byte registers per element; 8 requantisers.
TEST(Area, of_a_small_array_is_a_hand_computation) {
    const auto area = sum_of(asic(kSmallArray), "um2", "sta");
    const double expected = 16 * 282 + 16 * 137 + 16 * 3 * 12 + (16 * 2 + 16 * 8) * 36 + 8 * 3495;
    EXPECT_DOUBLE_EQ(area.amount, expected);
    EXPECT_LT(area.low, area.amount);
    EXPECT_GT(area.high, area.amount);
}

// The third-party group of two multipliers with 2:4 selectors takes 2 DSP and 53 LUT; requantisers beside them.
TEST(Area, of_an_fpga_group_with_selectors_is_the_stated_one) {
    const auto items = fpga(kSmallArray);
    EXPECT_DOUBLE_EQ(sum_of(items, "dsp", "sta").amount, 16 / 2 * 2 + 8 * 4);
    EXPECT_DOUBLE_EQ(sum_of(items, "lut", "sta").amount, 16 / 2 * 53 + 8 * 120);
}

// 256 KiB in memories of 4 KiB; 1 KiB behind a port of 256 bytes needs 32 memories of 8 bytes for its width.
TEST(Area, block_rams_follow_from_size_or_width) {
    EXPECT_DOUBLE_EQ(sum_of(fpga(), "bram36", "weight_buffer").amount, 64);
    EXPECT_DOUBLE_EQ(sum_of(fpga({"buffers.weight.bytes=1KiB"}), "bram36", "weight_buffer").amount, 32);
}

TEST(Area, nothing_gets_smaller_when_a_size_grows) {
    const std::vector<std::pair<std::string, std::vector<std::string>>> sizes = {
        {"sta.rows", {"1", "8", "33", "512"}},
        {"sta.cols", {"1", "8", "33", "512"}},
        {"sta.lanes", {"1", "2", "32"}},
        {"sta.selector_width", {"2", "4", "8", "32"}},
        {"sta.multiplier_bits", {"8", "16"}},
        {"sta.result_port_bytes_per_cycle", {"1", "64", "65"}},
        {"softmax.lanes", {"1", "16", "1024"}},
        {"vector.lanes", {"1", "16", "1024"}},
        {"bus.bytes_per_cycle", {"1", "32", "1024"}},
        {"dma.channels", {"1", "4", "8"}},
        {"dma.outstanding", {"1", "16", "256"}},
        {"dma.burst_bytes", {"4", "256", "65536"}},
        {"buffers.weight.bytes", {"1KiB", "256KiB", "16MiB"}},
        {"buffers.input.bytes", {"1KiB", "256KiB", "16MiB"}},
        {"buffers.intermediate.bytes", {"1KiB", "256KiB", "16MiB"}},
        {"buffers.output.bytes", {"1KiB", "256KiB", "16MiB"}}};
    for (const auto& [key, values] : sizes) {
        double um2 = 0;
        double fpga_before = 0;
        for (const auto& value : values) {
            const std::vector<std::string> change = {key + "=" + value};
            const auto larger = sum_of(asic(change), "um2").amount;
            EXPECT_GT(larger, um2) << change.front();
            um2 = larger;
            double all = 0;
            for (const auto* resource : {"dsp", "lut", "bram36"})
                all += sum_of(fpga(change), resource).amount;
            EXPECT_GE(all, fpga_before) << change.front();
            fpga_before = all;
        }
    }
}

TEST(Area, every_figure_of_the_tables_counts) {
    const auto config = platform({"buffers.weight.bytes=1KiB"}); // one bound by its width, others by their size
    const auto all = [](const std::vector<AreaItem>& items) {
        double sum = 0;
        for (const auto& item : items)
            sum += item.amount();
        return sum;
    };
    const auto asic_table = config::load_asic_area("--asic", "asic45", kTables);
    for (const auto& field : kAsicAreaFigures) {
        auto changed = asic_table;
        (changed.*field.member).value *= 2;
        EXPECT_GT(all(asic_area(config, changed)), all(asic_area(config, asic_table))) << field.name;
    }
    const auto fpga_table = config::load_fpga_area("--fpga", "ultrascale_plus", kTables);
    for (const auto& field : kFpgaAreaFigures) {
        auto changed = fpga_table;
        (changed.*field.member).value *= 2;
        EXPECT_NE(all(fpga_area(config, changed)), all(fpga_area(config, fpga_table))) << field.name;
    }
}

TEST(Area, every_shipped_table_is_right_and_names_its_sources) {
    for (const auto* name : {"asic45", "asic7"})
        for (const auto& field : kAsicAreaFigures)
            EXPECT_GT((config::load_asic_area("--asic", name, kTables).*field.member).source.size(), 8u) << field.name;
    for (const auto& field : kFpgaAreaFigures)
        EXPECT_GT((config::load_fpga_area("--fpga", "ultrascale_plus", kTables).*field.member).source.size(), 8u);
    EXPECT_THROW(config::load_asic_area("--asic", "nowhere", kTables), config::ConfigError);
    EXPECT_THROW(config::load_asic_area("--asic", "ultrascale_plus", kTables), config::ConfigError);
}

} // namespace
