#pragma once

#include "platform/config/energy_table.h"

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace stavp {

/// What parts of the chip take in an ASIC (configs/area/NAME.yaml), in square micrometres.
struct AsicAreaTable {
    std::string name;
    double node_nm = 0;
    Figure int8_multiplier;
    Figure int32_multiplier;
    Figure int32_adder;
    Figure mux_8bit; ///< 2:1
    Figure register_byte;
    Figure sram_kib; ///< with its periphery
    Figure softmax_lane;
    Figure vector_lane;
    Figure bus_byte; ///< one byte of width of one port, both directions
    Figure dma_channel;
    Figure host;    ///< processor with caches
    Figure devices; ///< interrupt controllers, timers, counters, registers
};

/// What they take in an FPGA (configs/area/NAME.yaml).
struct FpgaAreaTable {
    std::string name;
    Figure multiplier_dsp; ///< of 8 x 8 bits
    Figure multiplier_lut;
    Figure selector_lut;  ///< a multiplier's share of addressing, once its operands are selected
    Figure mux4_8bit_lut; ///< 4:1
    Figure int32_multiplier_dsp;
    Figure int32_multiplier_lut; ///< with rounding and clamping
    Figure bram36_bytes;
    Figure bram36_width_bytes;
    Figure softmax_lane_dsp;
    Figure softmax_lane_lut;
    Figure vector_lane_dsp;
    Figure vector_lane_lut;
    Figure bus_byte_lut;
    Figure dma_channel_lut;
    Figure host_lut;
    Figure host_dsp;
    Figure devices_lut;
};

inline constexpr std::array kAsicAreaFigures = {
    FigureField<AsicAreaTable>{"int8_multiplier_um2", &AsicAreaTable::int8_multiplier, "um2"},
    FigureField<AsicAreaTable>{"int32_multiplier_um2", &AsicAreaTable::int32_multiplier, "um2"},
    FigureField<AsicAreaTable>{"int32_adder_um2", &AsicAreaTable::int32_adder, "um2"},
    FigureField<AsicAreaTable>{"mux_8bit_um2", &AsicAreaTable::mux_8bit, "um2"},
    FigureField<AsicAreaTable>{"register_byte_um2", &AsicAreaTable::register_byte, "um2"},
    FigureField<AsicAreaTable>{"sram_kib_um2", &AsicAreaTable::sram_kib, "um2"},
    FigureField<AsicAreaTable>{"softmax_lane_um2", &AsicAreaTable::softmax_lane, "um2"},
    FigureField<AsicAreaTable>{"vector_lane_um2", &AsicAreaTable::vector_lane, "um2"},
    FigureField<AsicAreaTable>{"bus_byte_um2", &AsicAreaTable::bus_byte, "um2"},
    FigureField<AsicAreaTable>{"dma_channel_um2", &AsicAreaTable::dma_channel, "um2"},
    FigureField<AsicAreaTable>{"host_um2", &AsicAreaTable::host, "um2"},
    FigureField<AsicAreaTable>{"devices_um2", &AsicAreaTable::devices, "um2"},
};

inline constexpr std::array kFpgaAreaFigures = {
    FigureField<FpgaAreaTable>{"multiplier_dsp", &FpgaAreaTable::multiplier_dsp, "DSP"},
    FigureField<FpgaAreaTable>{"multiplier_lut", &FpgaAreaTable::multiplier_lut, "LUT"},
    FigureField<FpgaAreaTable>{"selector_lut", &FpgaAreaTable::selector_lut, "LUT"},
    FigureField<FpgaAreaTable>{"mux4_8bit_lut", &FpgaAreaTable::mux4_8bit_lut, "LUT"},
    FigureField<FpgaAreaTable>{"int32_multiplier_dsp", &FpgaAreaTable::int32_multiplier_dsp, "DSP"},
    FigureField<FpgaAreaTable>{"int32_multiplier_lut", &FpgaAreaTable::int32_multiplier_lut, "LUT"},
    FigureField<FpgaAreaTable>{"bram36_bytes", &FpgaAreaTable::bram36_bytes, "bytes"},
    FigureField<FpgaAreaTable>{"bram36_width_bytes", &FpgaAreaTable::bram36_width_bytes, "bytes"},
    FigureField<FpgaAreaTable>{"softmax_lane_dsp", &FpgaAreaTable::softmax_lane_dsp, "DSP"},
    FigureField<FpgaAreaTable>{"softmax_lane_lut", &FpgaAreaTable::softmax_lane_lut, "LUT"},
    FigureField<FpgaAreaTable>{"vector_lane_dsp", &FpgaAreaTable::vector_lane_dsp, "DSP"},
    FigureField<FpgaAreaTable>{"vector_lane_lut", &FpgaAreaTable::vector_lane_lut, "LUT"},
    FigureField<FpgaAreaTable>{"bus_byte_lut", &FpgaAreaTable::bus_byte_lut, "LUT"},
    FigureField<FpgaAreaTable>{"dma_channel_lut", &FpgaAreaTable::dma_channel_lut, "LUT"},
    FigureField<FpgaAreaTable>{"host_lut", &FpgaAreaTable::host_lut, "LUT"},
    FigureField<FpgaAreaTable>{"host_dsp", &FpgaAreaTable::host_dsp, "DSP"},
    FigureField<FpgaAreaTable>{"devices_lut", &FpgaAreaTable::devices_lut, "LUT"},
};

namespace config {

/// NAME.yaml of the first of `folders` that has it. Throw ConfigError, naming `option` where there is none or
/// it is one of the other kind.
AsicAreaTable load_asic_area(const std::string& option, const std::string& name,
                             const std::vector<std::filesystem::path>& folders);
FpgaAreaTable load_fpga_area(const std::string& option, const std::string& name,
                             const std::vector<std::filesystem::path>& folders);

} // namespace config

} // namespace stavp
