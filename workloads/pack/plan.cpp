#include "workloads/pack/plan.h"

#include <algorithm>

namespace stavp::workloads {

namespace {

bool reads_int16(Op op) {
    return op == Op::add || op == Op::positions || op == Op::layernorm || op == Op::meanpool;
}

bool makes_int16(Op op) {
    return op == Op::embedding || op == Op::input || op == Op::gemm || reads_int16(op);
}

} // namespace

LoweringPlan plan_lowering(const Model& model) {
    std::map<std::string, std::vector<const Node*>> readers;
    for (const Node& node : model.nodes)
        for (const std::string& input : node.inputs)
            readers[input].push_back(&node);

    LoweringPlan plan;
    for (const Node& node : model.nodes) {
        const auto& uses = readers[node.name];
        if (node.op == Op::gemm && uses.size() == 1 && uses.front()->op == Op::relu) {
            plan.fused_relu[node.name] = uses.front()->name;
            continue;
        }
        const bool fused = node.op == Op::relu && plan.fused_relu.contains(node.inputs.front());
        const bool any_int16 =
            uses.empty() || std::any_of(uses.begin(), uses.end(), [](const Node* use) { return reads_int16(use->op); });
        if ((fused || node.op == Op::gemm) && !uses.empty() &&
            std::all_of(uses.begin(), uses.end(), [](const Node* use) { return use->op == Op::attention; }))
            plan.packed_qkv.insert(node.name);
        ValuePlan& value = plan.values[node.name];
        if (!any_int16 || !(fused || makes_int16(node.op))) continue;
        value.dtype = NMW_I16;
        value.int8_copy = std::any_of(uses.begin(), uses.end(), [](const Node* use) { return !reads_int16(use->op); });
    }
    return plan;
}

} // namespace stavp::workloads
