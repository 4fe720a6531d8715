#pragma once

#include "workloads/float/matrix.h"

#include <filesystem>
#include <string>

namespace stavp::workloads::testing {

/// tests/onnx/fixtures, written by export_fixtures.py.
std::filesystem::path fixture(const std::string& name);
/// NAME.in.npy or NAME.out.npy.
Matrix read_npy(const std::filesystem::path& file);

} // namespace stavp::workloads::testing
