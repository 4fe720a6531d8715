#pragma once

#include "workloads/import/layer_names.h"
#include "workloads/model/safetensors.h"

#include <set>

namespace stavp::workloads {

/// Tensors of a safetensors file by name, as float. Types F32, F16, BF16 and F64.
class Checkpoint {
public:
    /// Throws FormatError as read_safetensors() does. `yaml` stands before the lines in messages.
    Checkpoint(const std::filesystem::path& weights, std::string yaml);

    bool has(const std::string& name) const { return contents_.tensors.contains(name); }

    /// If the tensor is absent, that is noted and an empty parameter returned. Throws FormatError for another type, and
    /// for values that are not finite floats.
    Parameter read(const TensorName& name);

    /// Throws FormatError that names every absent tensor with its place.
    void refuse_absent() const;
    std::vector<std::string> unused() const;

private:
    std::string weights_;
    std::string yaml_;
    SafeTensors contents_;
    std::set<std::string> used_;
    std::vector<TensorName> absent_;
};

} // namespace stavp::workloads
