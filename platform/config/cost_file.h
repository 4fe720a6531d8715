#pragma once

#include "platform/config/energy_table.h"
#include "platform/config/reader.h"

#include <array>
#include <cstddef>
#include <string>

namespace stavp::config {

/// The keys `NAME.value`, `NAME.factor` and `NAME.source` of each figure, all required.
template <typename Table, std::size_t N>
void append_figures(Schema& schema, Table& table, const std::array<FigureField<Table>, N>& figures) {
    constexpr Range kValue{0, 1e12};
    constexpr Range kFactor{1, 100};
    for (const auto& field : figures) {
        auto& figure = table.*field.member;
        const std::string name(field.name);
        schema.push_back(real(name + ".value", figure.value, kValue, std::string(field.unit), "Cost of one"));
        schema.push_back(
            real(name + ".factor", figure.factor, kFactor, "", "Between value / factor and value * factor"));
        schema.push_back(text(name + ".source", figure.source, "Where the figure comes from"));
    }
    for (auto& field : schema)
        field.required = true;
}

} // namespace stavp::config
