#pragma once

#include "workloads/import/package_files.h"
#include "workloads/model/model.h"

namespace stavp::workloads {

/// The weights of a TensorFlow.js graph model: `manifest` is model.json's weightsManifest, each group's shards lie
/// beside it in `folder` and are read as one run of bytes, tensor after tensor. int32 tensors become floats. Throws
/// FormatError that starts with `package` and names the shard or tensor.
std::map<std::string, Parameter> read_tfjs_weights(const nlohmann::json& manifest, const PackageFiles& files,
                                                   const std::string& folder, const std::string& package);

} // namespace stavp::workloads
