#pragma once

#include "models/bus/bus.h"
#include "platform/trace/vcd_recorder.h"

#include <array>
#include <vector>

namespace stavp::trace {

/// Who has the read and the write channel of each target, and how many transactions each initiator has inside the bus.
class BusSignals : public BusListener {
public:
    /// `names` are of initiators.
    BusSignals(VcdRecorder& recorder, Bus& bus, const ValueNames& names);

    void outstanding(unsigned initiator, unsigned transactions) override;
    void granted(unsigned initiator, unsigned target, bool write, std::uint64_t begin_ps,
                 std::uint64_t end_ps) override;

private:
    VcdRecorder& recorder_;
    std::vector<std::array<VcdRecorder::Signal, 2>> owners_; ///< by target; read, write
    std::vector<VcdRecorder::Signal> outstanding_;           ///< by initiator
};

} // namespace stavp::trace
