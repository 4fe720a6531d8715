#pragma once

#include <functional>

namespace stavp::cli {

/// Runs `body` as the body of SystemC's sc_main, without the library's banner. Once per process. What `body` throws
/// comes to the caller.
void in_simulator(std::function<void()> body);

} // namespace stavp::cli
