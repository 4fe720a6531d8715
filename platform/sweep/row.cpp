#include "platform/sweep/row.h"

#include <array>

namespace stavp::sweep {

namespace {

constexpr std::array kStatuses = {RowStatus::ok, RowStatus::failed, RowStatus::timed_out, RowStatus::refused};

} // namespace

std::string_view name_of(RowStatus status) {
    switch (status) {
    case RowStatus::ok:
        return "ok";
    case RowStatus::failed:
        return "failed";
    case RowStatus::timed_out:
        return "timed_out";
    case RowStatus::refused:
        break;
    }
    return "refused";
}

std::optional<RowStatus> parse_status(std::string_view name) {
    for (const auto status : kStatuses)
        if (name_of(status) == name) return status;
    return std::nullopt;
}

std::optional<double> metric(const Row& row, std::string_view name) {
    for (const auto& figure : row.metrics)
        if (figure.name == name && figure.value)
            return std::visit([](auto held) { return static_cast<double>(held); }, *figure.value);
    return std::nullopt;
}

} // namespace stavp::sweep
