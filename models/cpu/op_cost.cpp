#include "models/cpu/op_cost.h"

namespace stavp {

namespace {

std::uint32_t cost_of(OpCode code, const CpuConfig& config) {
    const auto within = [code](OpCode first, OpCode last) { return code >= first && code <= last; };
    if (within(OpCode::jal, OpCode::jalr)) return config.branch_taken_cycles;
    if (within(OpCode::lb, OpCode::lwu)) return config.load_cycles;
    if (within(OpCode::sb, OpCode::sd)) return config.store_cycles;
    if (within(OpCode::mul, OpCode::mulhu) || code == OpCode::mulw) return config.mul_cycles;
    if (within(OpCode::div, OpCode::remuw)) return config.div_cycles;
    if (within(OpCode::lr_w, OpCode::amomaxu_d)) return config.atomic_cycles;
    if (within(OpCode::csrrw, OpCode::csrrci)) return config.csr_cycles;
    return code == OpCode::end ? 0 : 1;
}

} // namespace

OpCosts op_costs(const CpuConfig& config) {
    OpCosts costs{};
    for (std::size_t code = 0; code < kOpCount; ++code)
        costs[code] = cost_of(static_cast<OpCode>(code), config);
    return costs;
}

} // namespace stavp
