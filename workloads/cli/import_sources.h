#pragma once

#include "workloads/cli/command.h"
#include "workloads/model/model.h"

namespace stavp::workloads::cli {

// One function per source of `nmprune import`, with all arguments after `import`; import.cpp chooses.

int import_use_lite_package(Arguments args); ///< import use-lite ...
int import_onnx_file(Arguments args);        ///< import FILE.onnx ...

/// Writes the model file and prints its size in one line.
int save_imported(const std::string& file, const Model& model);

} // namespace stavp::workloads::cli
