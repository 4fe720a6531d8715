#include "platform/sweep/row.h"

namespace stavp::sweep {

std::optional<double> metric(const Row& row, std::string_view name) {
    for (const auto& figure : row.metrics)
        if (figure.name == name && figure.value)
            return std::visit([](auto held) { return static_cast<double>(held); }, *figure.value);
    return std::nullopt;
}

} // namespace stavp::sweep
