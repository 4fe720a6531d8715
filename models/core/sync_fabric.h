#pragma once

#include "models/core/sync_counters.h"
#include "models/core/wait_ledger.h"

#include <cstdint>
#include <systemc>

namespace stavp {

/// The wires between the engines and the sync counters (block `sync`): 64 counters of 20 bits that wrap.
class SyncFabric {
public:
    virtual ~SyncFabric() = default;
    virtual void increment(unsigned counter) = 0;
    virtual std::uint32_t value(unsigned counter) const = 0;
    /// Notified (delta) after any change of `counter`.
    virtual const sc_core::sc_event& changed(unsigned counter) const = 0;

    /// Who waits for whom; every queue takes part.
    WaitLedger& ledger() { return ledger_; }

private:
    WaitLedger ledger_;
};

} // namespace stavp
