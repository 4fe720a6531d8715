#pragma once

#include "models/core/irq_output.h"
#include "models/core/register_bank.h"
#include "models/core/sync_fabric.h"

#include <array>
#include <systemc>

namespace stavp {

/// The sync counters and their alarms (sync.regs.yaml).
///
/// Timing rule: an increment by an engine, or a write by the host, takes effect at once; whoever waits for the
/// counter goes on one delta cycle later, and the interrupt wire follows one delta cycle later. Register accesses
/// cost `latency`.
class Sync : public sc_core::sc_module, public SyncFabric {
public:
    Sync(sc_core::sc_module_name name, sc_core::sc_time latency);

    RegisterBank bank;
    sc_core::sc_out<bool> irq; ///< high while ALARM_STATUS is not 0

    void increment(unsigned counter) override;
    std::uint32_t value(unsigned counter) const override;
    const sc_core::sc_event& changed(unsigned counter) const override { return changed_.at(counter); }

private:
    void counter_changed(unsigned counter);
    void try_alarm(std::size_t alarm);

    std::array<sc_core::sc_event, kSyncCounters> changed_;
    IrqOutput irq_output_;
};

} // namespace stavp
