#include "workloads/cli/command.h"

namespace stavp::workloads::cli {

extern const Command accuracy_command;
extern const Command compare_command;
extern const Command deploy_command;
extern const Command evaluate_command;
extern const Command idp_command;
extern const Command import_command;
extern const Command inspect_command;
extern const Command oneshot_command;
extern const Command pack_command;
extern const Command pick_command;
extern const Command quantise_command;
extern const Command reference_command;
extern const Command similarity_command;
extern const Command synth_command;

std::span<const Command* const> commands() {
    static constexpr const Command* table[] = {
        &import_command, &oneshot_command,  &quantise_command,  &evaluate_command,   &pack_command,
        &synth_command,  &inspect_command,  &reference_command, &similarity_command, &compare_command,
        &idp_command,    &accuracy_command, &deploy_command,    &pick_command,
    };
    return table;
}

} // namespace stavp::workloads::cli
