#pragma once

#include "workloads/model/model.h"

#include <filesystem>

namespace stavp::workloads {

/// A Transformer encoder whose weights lie in a safetensors file and whose layers a YAML file names
/// (docs/bring-your-own-model.md). Tensors that nothing names are listed in provenance.unused_tensors. Throws
/// FormatError (one line) for files that cannot be read, YAML errors (FILE:LINE), absent tensors (all of them), types
/// and shapes that do not fit.
Model import_safetensors(const std::filesystem::path& weights, const std::filesystem::path& layers_yaml);

} // namespace stavp::workloads
