#pragma once

#include <functional>
#include <systemc>
#include <utility>

namespace stavp::test {

/// Starts `body` in an SC_THREAD at the absolute time `start_ps`; it runs when the simulation does.
inline void spawn_at(std::uint64_t start_ps, std::function<void()> body) {
    sc_core::sc_spawn([start_ps, run = std::move(body)] {
        const auto now_ps = sc_core::sc_time_stamp().value();
        if (start_ps > now_ps) sc_core::wait(sc_core::sc_time::from_value(start_ps - now_ps));
        run();
    });
}

/// Runs the simulation until an absolute time.
inline void run_until(std::uint64_t time_ps) {
    sc_core::sc_start(sc_core::sc_time::from_value(time_ps) - sc_core::sc_time_stamp());
}

} // namespace stavp::test
