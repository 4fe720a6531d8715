#pragma once

#include "platform/net/connection.h"

#include <optional>

namespace stavp::gdb {

/// A connection that the process before this one handed over.
struct HandedOver {
    net::Connection connection;
    bool acknowledges;
};

/// Replaces this process by a new run of the same command line: a simulation does not start again within one process.
/// The new one takes over `connection`. Returns only if that fails.
void restart_process(const net::Connection& connection, bool acknowledges);
std::optional<HandedOver> take_over();

} // namespace stavp::gdb
