#pragma once

#include <functional>

namespace stavp::cli {

/// Runs `body` as the body of SystemC's sc_main, without the library's banner, and returns its result. Once per
/// process. `body` must not throw.
int in_simulator(std::function<int()> body);

} // namespace stavp::cli
