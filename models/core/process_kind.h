#pragma once

#include <systemc>

namespace stavp {

/// Whether the caller runs in an SC_THREAD, and so may wait().
inline bool can_wait() {
    const auto* process = sc_core::sc_get_current_process_b();
    if (process == nullptr) return false;
    const auto kind = process->proc_kind();
    return kind == sc_core::SC_THREAD_PROC_ || kind == sc_core::SC_CTHREAD_PROC_;
}

} // namespace stavp
