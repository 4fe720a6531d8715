#pragma once

#include "models/bus/bus_listener.h"
#include "models/core/on_chip_operands.h"
#include "models/cpu/watchpoints.h"
#include "platform/soc/soc.h"

namespace stavp::gdb {

/// Looks at what dma, array, softmax and vector units access, for watchpoints; the hart looks at its own accesses. An
/// engine's operands are seen when its command begins, as the bytes move then; a DMA burst when it ends.
class EngineWatch : public BusListener, public OperandListener {
public:
    explicit EngineWatch(Soc& soc);

    Watchpoints points;

    void transaction(const BusTransaction& transaction) override;
    void operand(const OperandRows& rows, bool write, bool direct, bool ok) override;

private:
    unsigned cpu_ = 0; ///< its number on the bus
};

} // namespace stavp::gdb
