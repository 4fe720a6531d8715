#pragma once

#include <tlm>

namespace stavp {

/// On a payload of debug transport: not a debugger's look, but an engine's access to an operand, which takes its time
/// elsewhere. Memories treat it as the access that it is.
struct OperandAccess : public tlm::tlm_extension<OperandAccess> {
    bool probe = false; ///< only whether there is memory: no byte is used, or checked for errors

    tlm::tlm_extension_base* clone() const override { return nullptr; }
    void copy_from(const tlm::tlm_extension_base& /*other*/) override {}
    /// Belongs to the initiator, not to the payload.
    void free() override {}
};

} // namespace stavp
