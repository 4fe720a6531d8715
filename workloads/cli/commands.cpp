#include "workloads/cli/command.h"

namespace stavp::workloads::cli {

extern const Command inspect_command;
extern const Command reference_command;
extern const Command synth_command;

std::span<const Command* const> commands() {
    static constexpr const Command* table[] = {
        &inspect_command,
        &reference_command,
        &synth_command,
    };
    return table;
}

} // namespace stavp::workloads::cli
