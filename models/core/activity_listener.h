#pragma once

#include "models/core/activity.h"

#include <cstdint>

namespace stavp {

/// Follows one StallAccount, for traces; must not change the simulation.
class ActivityListener {
public:
    virtual ~ActivityListener() = default;
    /// From `now_ps` on time counts as `activity`, unless spent() says otherwise later (StallAccount::deferred()).
    virtual void entered(Activity /*activity*/, std::uint64_t /*now_ps*/) {}
    /// That time is attributed, for good. The pieces of an account come in order without gaps, from time 0 to the end
    /// of the run; a piece may become known only after it has passed. Two neighbours may have the same activity.
    virtual void spent(Activity activity, std::uint64_t begin_ps, std::uint64_t end_ps) = 0;
};

} // namespace stavp
