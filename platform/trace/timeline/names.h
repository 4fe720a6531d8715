#pragma once

#include "models/core/descriptor_bytes.h"
#include "workloads/format/image.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stavp::trace {

/// The layers of a workload as a timeline shows them, ready for JSON. Without a workload there are none.
class LayerNames {
public:
    explicit LayerNames(const workloads::Image* workload);

    std::size_t count() const { return names_.size(); }
    /// "layer 7" for one that is not in the workload.
    std::string name(std::uint32_t layer) const;
    /// Of a product's weights: "2:8", "dense"; else "".
    const std::string& pattern(std::uint32_t layer) const;

private:
    std::vector<std::string> names_;
    std::vector<std::string> patterns_;
};

/// "matmul", "copy", ...
const char* operation_name(const DescriptorBytes& command);

} // namespace stavp::trace
