#pragma once

namespace stavp::workloads::series {

/// Ctrl-C (SIGINT) and SIGTERM ask the run to stop at the next step; a second one ends the process at once.
void catch_stop_signals();
/// The signal that asked, or 0.
int stop_signal();

} // namespace stavp::workloads::series
