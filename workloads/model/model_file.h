#pragma once

#include "workloads/model/model.h"

#include <filesystem>

namespace stavp::workloads {

/// Models on disk: a safetensors file whose __metadata__ holds the graph ("stavp.graph"), the vocabulary
/// ("stavp.vocabulary") and the provenance as JSON; see docs/models-and-data.md. Throws FormatError.
Model load_model(const std::filesystem::path& file);
void save_model(const std::filesystem::path& file, const Model& model);

} // namespace stavp::workloads
