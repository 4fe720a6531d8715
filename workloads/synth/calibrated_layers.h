#pragma once

#include "workloads/format/builder.h"
#include "workloads/reference/matrix.h"
#include "workloads/synth/random.h"
#include "workloads/synth/synthesise.h"

#include <string>

namespace stavp::workloads {

/// A tensor of the workload together with the values that it will have.
struct Value {
    TensorId id;
    nmw_dtype dtype;
    float scale;
    reference::Matrix data;
};

/// Adds layers to a builder and executes each with the reference arithmetic, choosing multipliers so that outputs have
/// a root mean square of 1 in real units: 32 steps of int8 (four deviations fit), 2048 of int16 (sixteen fit).
class CalibratedLayers {
public:
    CalibratedLayers(WorkloadBuilder& builder, const SynthOptions& options) : builder_(builder), options_(options) {}

    Value input(const std::string& name, nmw_dtype dtype);
    Value gemm(const std::string& name, const Value& x, std::uint32_t cols, nmw_dtype out, bool relu);
    Value attention(const std::string& name, const Value& qkv);
    Value add(const std::string& name, const Value& a, const Value& b);
    Value layernorm(const std::string& name, const Value& x);
    Value gelu(const std::string& name, const Value& x);

private:
    Value output(const std::string& name, nmw_dtype dtype, std::uint32_t cols, float scale);
    Random random(const std::string& tensor) const { return {options_.seed, tensor}; }

    WorkloadBuilder& builder_;
    const SynthOptions& options_;
};

} // namespace stavp::workloads
