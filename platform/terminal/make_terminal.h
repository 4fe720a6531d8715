#pragma once

#include "platform/run/guest_terminal.h"

#include <memory>
#include <string>

namespace stavp::terminal {

/// `wish`: stdio, pty, tcp:PORT or replay:FILE. `recording`: a file for interactive input, "" = none. Throws InputError
/// for anything else and for what cannot be had. Tells on stderr where a pty or a port is to be found.
std::unique_ptr<GuestTerminal> make_terminal(const std::string& wish, const std::string& recording);

} // namespace stavp::terminal
