#pragma once

namespace stavp {

/// Loosely timed: uncontended latencies, one transaction per row of a transfer. Approximately timed: bursts in time
/// order, shared resources reserved, contention visible. Both move the same bytes.
enum class Fidelity { lt, at };

} // namespace stavp
