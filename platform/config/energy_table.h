#pragma once

#include <array>
#include <string>
#include <string_view>

namespace stavp {

/// A cost with its uncertainty: the truth is taken to lie between value / factor and value * factor.
struct Figure {
    double value = 0;
    double factor = 1; ///< from 1 on
    std::string source;
};

/// What actions of the chip cost (configs/energy/NAME.yaml). Energies in pJ.
struct EnergyTable {
    std::string name;
    double node_nm = 0;
    double voltage_v = 0;
    Figure int8_multiply;
    Figure int32_add;
    Figure int32_multiply;
    Figure selector_level; ///< an 8-bit 2:1 multiplexer
    Figure register_byte;
    Figure sram_8kib; ///< one 64-bit access to a macro of this size
    Figure sram_32kib;
    Figure sram_1mib;
    Figure softmax_element;
    Figure vector_element; ///< one element in one pass
    Figure bus_byte;
    Figure instruction;
    Figure sram_leakage;       ///< uW per KiB
    Figure multiplier_leakage; ///< uW
};

/// What the commands of one DRAM channel cost (configs/energy/dram/GRADE.yaml).
struct DramEnergyTable {
    std::string grade;
    Figure activate;   ///< pJ, with the PRE that follows
    Figure read;       ///< pJ per byte
    Figure write;      ///< pJ per byte
    Figure refresh;    ///< pJ, one REF of a rank
    Figure background; ///< mW
};

template <typename Table> struct FigureField {
    std::string_view name;
    Figure Table::*member;
    std::string_view unit;
};

inline constexpr std::array kEnergyFigures = {
    FigureField<EnergyTable>{"int8_multiply_pj", &EnergyTable::int8_multiply, "pJ"},
    FigureField<EnergyTable>{"int32_add_pj", &EnergyTable::int32_add, "pJ"},
    FigureField<EnergyTable>{"int32_multiply_pj", &EnergyTable::int32_multiply, "pJ"},
    FigureField<EnergyTable>{"selector_level_pj", &EnergyTable::selector_level, "pJ"},
    FigureField<EnergyTable>{"register_byte_pj", &EnergyTable::register_byte, "pJ"},
    FigureField<EnergyTable>{"sram_8kib_pj", &EnergyTable::sram_8kib, "pJ"},
    FigureField<EnergyTable>{"sram_32kib_pj", &EnergyTable::sram_32kib, "pJ"},
    FigureField<EnergyTable>{"sram_1mib_pj", &EnergyTable::sram_1mib, "pJ"},
    FigureField<EnergyTable>{"softmax_element_pj", &EnergyTable::softmax_element, "pJ"},
    FigureField<EnergyTable>{"vector_element_pj", &EnergyTable::vector_element, "pJ"},
    FigureField<EnergyTable>{"bus_byte_pj", &EnergyTable::bus_byte, "pJ"},
    FigureField<EnergyTable>{"instruction_pj", &EnergyTable::instruction, "pJ"},
    FigureField<EnergyTable>{"sram_leakage_uw_per_kib", &EnergyTable::sram_leakage, "uW/KiB"},
    FigureField<EnergyTable>{"multiplier_leakage_uw", &EnergyTable::multiplier_leakage, "uW"},
};

inline constexpr std::array kDramEnergyFigures = {
    FigureField<DramEnergyTable>{"activate_pj", &DramEnergyTable::activate, "pJ"},
    FigureField<DramEnergyTable>{"read_pj_per_byte", &DramEnergyTable::read, "pJ/byte"},
    FigureField<DramEnergyTable>{"write_pj_per_byte", &DramEnergyTable::write, "pJ/byte"},
    FigureField<DramEnergyTable>{"refresh_pj", &DramEnergyTable::refresh, "pJ"},
    FigureField<DramEnergyTable>{"background_mw", &DramEnergyTable::background, "mW"},
};

} // namespace stavp
