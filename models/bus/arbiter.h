#pragma once

#include "models/bus/bus_config.h"

#include <cstdint>

namespace stavp {

/// Compares requests for one channel of a target.
class Arbiter {
public:
    explicit Arbiter(Arbitration policy) : policy_(policy) {}

    struct Request {
        unsigned initiator;
        std::uint64_t arrival_ps;
    };

    /// Whether `a` is served before `b`; `last_served`: the initiator that had the channel before, or none yet.
    bool before(const Request& a, const Request& b, unsigned last_served) const {
        switch (policy_) {
        case Arbitration::fcfs:
            break;
        case Arbitration::round_robin:
            return distance(a.initiator, last_served) < distance(b.initiator, last_served);
        case Arbitration::fixed_priority:
            return a.initiator < b.initiator;
        }
        return older(a, b);
    }
    /// Between requests for different targets the older one goes first, whatever the policy.
    static bool older(const Request& a, const Request& b) {
        return a.arrival_ps != b.arrival_ps ? a.arrival_ps < b.arrival_ps : a.initiator < b.initiator;
    }

    static constexpr unsigned kNobody = ~0u;

private:
    /// Steps from the one after `last_served`, in a circle that is larger than any number of initiators.
    static unsigned distance(unsigned initiator, unsigned last_served) { return initiator - last_served - 1; }

    Arbitration policy_;
};

} // namespace stavp
