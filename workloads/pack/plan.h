#pragma once

#include "workloads/model/model.h"

#include <map>
#include <set>
#include <string>

namespace stavp::workloads {

/// How each value is held between the accelerator's operations.
struct ValuePlan {
    nmw_dtype dtype = NMW_I8;
    bool int8_copy = false; ///< int16, but some reader takes int8 only: a REQUANT makes the copy
};

struct LoweringPlan {
    std::map<std::string, ValuePlan> values;
    /// gemm -> the relu that is its only reader: one GEMM with ReLU makes the relu's value.
    std::map<std::string, std::string> fused_relu;
    /// Values that a gemm makes for attention alone: one scale each for Q, K, V. Other values have one scale.
    std::set<std::string> packed_qkv;
};

/// int8 wherever an operation can read nothing else (gemm, attention, tables); int16 where the producer can make it and
/// a reader can use it (add, positions, layernorm, meanpool: the residual stream) and for the model's output (ties
/// among int8 logits would decide classes).
LoweringPlan plan_lowering(const Model& model);

} // namespace stavp::workloads
