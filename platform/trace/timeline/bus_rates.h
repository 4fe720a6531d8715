#pragma once

#include "models/bus/bus.h"
#include "platform/trace/timeline/rate_bins.h"

namespace stavp::trace {

/// Counters of the bus, by initiator: bandwidth (a transaction counts where it ends), and transactions under way.
class BusRates : public BusListener {
public:
    /// Listens to the bus from now on.
    BusRates(TimelineFile& file, unsigned pid, Bus& bus);

    void transaction(const BusTransaction& transaction) override;
    void outstanding(unsigned initiator, unsigned transactions) override;
    void finish(std::uint64_t end_ps);

private:
    RateBins bandwidth_;
    RateBins in_flight_;
};

} // namespace stavp::trace
