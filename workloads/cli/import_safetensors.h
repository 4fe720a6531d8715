#pragma once

#include "workloads/cli/command.h"

namespace stavp::workloads::cli {

/// nmprune import FILE.safetensors --layers LAYERS.yaml -o MODEL: `args` is what follows `import`.
int import_safetensors_file(Arguments args);

} // namespace stavp::workloads::cli
