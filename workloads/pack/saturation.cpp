#include "workloads/pack/saturation.h"

#include "workloads/pack/outputs.h"
#include "workloads/pack/plan.h"

#include <algorithm>
#include <cmath>

namespace stavp::workloads {

namespace {

/// Operations whose layers take int8 only (docs/workload-format.md).
bool reads_int8(const Node& node) {
    return node.op == Op::gemm || node.op == Op::attention || elementwise(node.op) != nullptr;
}

class SaturatedRun {
public:
    explicit SaturatedRun(const Model& model) : model_(model), plan_(plan_lowering(model)) {}

    Matrix run(const Sequence& sequence) {
        for (const Node& node : model_.nodes) {
            std::vector<Matrix> inputs;
            for (const std::string& input : node.inputs)
                inputs.push_back(held(input, reads_int8(node)));
            std::vector<const Matrix*> pointers;
            for (const Matrix& input : inputs)
                pointers.push_back(&input);
            values_[node.name] = inputs.empty() ? first_value(model_, sequence) : evaluate_node(model_, node, pointers);
        }
        return held(model_.output().name, false);
    }

private:
    /// A value as its reader sees it.
    Matrix held(const std::string& name, bool as_int8) const {
        Matrix value = values_.at(name);
        const auto plan = plan_.values.find(name);
        if (plan == plan_.values.end()) return value; // goes straight into a fused ReLU
        const ValueScales& scales = model_.node(name).scales;
        if (plan->second.dtype == NMW_I16 && !as_int8) {
            clamp(value, {scales.int16}, 32767);
        } else {
            // An int8 copy is made of the int16 value, whose range is wider.
            clamp(value, scales.int8, 127);
        }
        return value;
    }

    static void clamp(Matrix& value, const std::vector<double>& scales, double highest) {
        const std::size_t width = value.cols / scales.size();
        for (std::size_t i = 0; i < value.values.size(); ++i) {
            const double scale = scales[i % value.cols / width];
            value.values[i] =
                static_cast<float>(std::clamp<double>(value.values[i], -(highest + 1) * scale, highest * scale));
        }
    }

    const Model& model_;
    LoweringPlan plan_;
    std::map<std::string, Matrix> values_;
};

} // namespace

Matrix saturated_forward(const Model& model, const Sequence& sequence) {
    return SaturatedRun(model).run(sequence);
}

BatchError saturation_error(const Model& model, const std::vector<Sequence>& sequences,
                            const std::vector<Matrix>& outputs) {
    BatchError all;
    double squares = 0;
    std::size_t elements = 0;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        const OutputError error =
            output_error(saturated_forward(model, sequences[i]), outputs[i], {{0, outputs[i].rows}});
        all.max = std::max(all.max, error.max);
        squares += error.rms * error.rms * static_cast<double>(outputs[i].values.size());
        elements += outputs[i].values.size();
    }
    all.rms = std::sqrt(squares / static_cast<double>(elements));
    return all;
}

} // namespace stavp::workloads
