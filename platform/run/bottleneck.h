#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stavp {

/// One key of the platform, set to another value.
struct KeyChange {
    std::string key;
    std::string from;
    std::string to;

    bool operator==(const KeyChange&) const = default;
};

/// What most of a layer's cycles went to, and what one changed key would do about it (docs/bottlenecks.md).
struct Bottleneck {
    std::string_view kind;   ///< "compute", "memory", "host", "dependency", "fill_drain", "operand_port", "result_port"
    std::string_view cause;  ///< the largest activity of that kind
    std::string_view behind; ///< what the cause was mostly waiting for, where it is a wait; else ""
    double share = 0;        ///< of the layer's cycles, all activities of that kind
    std::string_view limit;  ///< the part of the machine behind it: "ddr", "bus", "sta", "vector", "softmax", "cpu"
    std::optional<KeyChange> change; ///< none where no single key helps
    double predicted_saving = 0;     ///< share of the layer's cycles
};

} // namespace stavp
