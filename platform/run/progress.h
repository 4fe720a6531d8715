#pragma once

#include "platform/run/run_state.h"

#include <chrono>
#include <functional>
#include <memory>

namespace stavp {

/// Tells the user, on stderr, how far a simulation has come.
class Progress {
public:
    using Time = std::chrono::steady_clock::time_point;

    Progress() = default;
    virtual ~Progress() = default;
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Shows `state()` if it is time to.
    virtual void look(const std::function<RunState()>& state) = 0;
};

/// One line that is rewritten while a long run goes on; silent when stderr is no terminal, and for the first two
/// seconds.
std::unique_ptr<Progress> quiet_progress();

} // namespace stavp
