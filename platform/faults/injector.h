#pragma once

#include "models/bus/bus_spoiler.h"
#include "platform/faults/fault.h"
#include "platform/soc/soc.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <systemc>
#include <vector>

namespace stavp::faults {

/// Applies faults to a machine. Without any it changes nothing and costs nothing.
///
/// Timing rule: an `at_ns` takes effect in the first delta cycle of that time, or now where it has passed.
class FaultInjector : public sc_core::sc_module, private BusSpoiler {
public:
    FaultInjector(sc_core::sc_module_name name, Soc& soc);

    /// Before the simulation, or while it stands still. Nothing in the fault is left to be drawn.
    void add(const Fault& fault);
    /// While the simulation stands still: what is due happens before it goes on.
    void act();
    /// In the order in which they were added.
    std::vector<FaultReport> reports() const { return {reports_.begin(), reports_.end()}; }

private:
    /// Counts accesses of an initiator, or hits of a range.
    struct BusError {
        FaultReport* report;
        std::optional<unsigned> initiator;
        std::uint64_t seen = 0;
    };
    /// A row of `lt` that failed is repeated in bursts, the first of which to come to the same place fails again.
    struct Echo {
        unsigned initiator;
        bool write;
        std::uint64_t first;
        std::uint64_t last;
    };
    struct Edge {
        FaultReport* report;
        unsigned source;
        std::uint64_t seen = 0;
    };
    struct Stop {
        FaultReport* report;
        std::uint64_t seen = 0;
    };

    bool fails(const Access& access) override;
    const DmiGaps& gaps() const override { return gaps_; }
    static Echo echo_of(const Fault& fault, const Access& access);
    bool hits(BusError& error, const Access& access);

    void add_bus_error(FaultReport& report);
    void add_bit_flip(FaultReport& report);
    void add_dropped(FaultReport& report);
    void add_spurious(FaultReport& report);
    void add_dma_stop(FaultReport& report);
    void add_hang(FaultReport& report);
    void add_slow(FaultReport& report);
    void flip(FaultReport& report);

    void fire(FaultReport& report, const std::string& effect);
    void at(std::uint64_t time_ns, std::function<void()> action);

    Soc& soc_;
    std::deque<FaultReport> reports_;
    std::deque<BusError> bus_errors_;
    std::optional<Echo> echo_;
    DmiGaps gaps_;
    std::deque<Edge> edges_;
    std::map<unsigned, std::deque<Stop>> dma_stops_;
    std::map<std::string, std::deque<Stop>> hangs_;
    std::multimap<std::uint64_t, std::function<void()>> actions_; ///< by time in ps
    sc_core::sc_event act_;
};

} // namespace stavp::faults
