#include "platform/gdb/engine_watch.h"

namespace stavp::gdb {

EngineWatch::EngineWatch(Soc& soc) {
    while (cpu_ < soc.bus.initiators() && soc.bus.initiator_name(cpu_) != "cpu")
        ++cpu_;
    soc.bus.observe(*this);
    soc.sta.observe_operands(*this);
    soc.softmax.observe_operands(*this);
    soc.vector.observe_operands(*this);
}

void EngineWatch::transaction(const BusTransaction& transaction) {
    if (points.empty() || transaction.initiator == cpu_ || transaction.response != tlm::TLM_OK_RESPONSE) return;
    points.look(transaction.address, transaction.bytes, transaction.write);
}

void EngineWatch::operand(const OperandRows& rows, bool write, bool /*direct*/, bool ok) {
    if (points.empty() || !ok) return;
    for (std::uint64_t row = 0; row < rows.rows; ++row)
        if (points.look(rows.address + row * rows.stride, rows.row_bytes, write)) return;
}

} // namespace stavp::gdb
