#include "workloads/pack/lower.h"

#include "workloads/format/layout.h"
#include "workloads/pack/fixed_point.h"
#include "workloads/pack/plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace stavp::workloads {

namespace {

constexpr double score_unit = std::numbers::ln2 / 256; // docs/arithmetic.md, softmax
constexpr std::uint32_t max_rows = 32768;              // of one MEANPOOL
constexpr double probability_unit = 1.0 / 255;

/// Rounds reals to integers of `unit`, little-endian, from element `first` of `bytes` on.
void put_integers(std::span<const float> reals, double unit, nmw_dtype dtype, std::span<std::uint8_t> bytes,
                  std::size_t first) {
    const bool wide = dtype == NMW_I16;
    const double limit = wide ? 32767 : 127;
    for (std::size_t i = 0; i < reals.size(); ++i) {
        const auto q = static_cast<std::int16_t>(std::clamp(std::round(reals[i] / unit), -limit, limit));
        const std::size_t at = first + i;
        if (wide) {
            bytes[2 * at] = static_cast<std::uint8_t>(q & 0xff);
            bytes[2 * at + 1] = static_cast<std::uint8_t>((q >> 8) & 0xff);
        } else {
            bytes[at] = static_cast<std::uint8_t>(q & 0xff);
        }
    }
}

class Lowering {
public:
    Lowering(const Model& model, const std::vector<Sequence>& sequences, std::uint32_t seq)
        : model_(model), columns_(infer_columns(model)), plan_(plan_lowering(model)), sequences_(sequences), seq_(seq),
          builder_(model.name, seq, pool_sequences()) {}

    WorkloadBuilder run(EncodingChoice encoding) {
        builder_.encode_weights(encoding);
        for (const Node& node : model_.nodes)
            lower_node(node);
        builder_.set_output(values_.at(model_.output().name).tensor);
        return std::move(builder_);
    }

private:
    struct Value {
        TensorId tensor = 0;
        TensorId int8_tensor = 0; // the same unless there is an int8 copy
        std::uint32_t rows = 0;
    };

    std::vector<nmw_sequence> pool_sequences() const {
        const Node* pool = nullptr;
        for (const Node& node : model_.nodes) {
            if (node.op != Op::meanpool) continue;
            if (pool) throw std::invalid_argument("node " + node.name + ": only one meanpool can be lowered");
            pool = &node;
        }
        std::vector<nmw_sequence> sequences;
        for (const Sequence& rows : sequences_) {
            nmw_sequence sequence{static_cast<std::uint32_t>(row_count(rows)), 0, 0, 0};
            if (pool) {
                const Multiplier mean = Multiplier::from_real(
                    scale(pool->inputs.front()) / (static_cast<double>(row_count(rows)) * scale(pool->name)));
                sequence.pool_mult = mean.mult;
                sequence.pool_shift = mean.shift;
            }
            sequences.push_back(sequence);
        }
        return sequences;
    }

    const ValuePlan& plan(const std::string& value) const { return plan_.values.at(value); }

    /// Scale of the value as it is held.
    double scale(const std::string& value) const {
        return plan(value).dtype == NMW_I16 ? model_.node(value).scales.int16 : int8_scale(value);
    }

    /// Of a value with one scale; calibration gives three to whatever attention reads.
    double int8_scale(const std::string& value) const {
        const auto& parts = model_.node(value).scales.int8;
        if (parts.empty()) throw std::invalid_argument("node " + value + ": has no int8 scale");
        return *std::max_element(parts.begin(), parts.end());
    }

    /// Scales of Q, K and V.
    std::array<double, 3> qkv_scales(const std::string& value) const {
        const auto& parts = model_.node(value).scales.int8;
        if (!plan_.packed_qkv.contains(value) || parts.size() != 3) {
            const double unit = int8_scale(value);
            return {unit, unit, unit};
        }
        return {parts[0], parts[1], parts[2]};
    }

    TensorId add_value(const std::string& name, std::uint32_t rows) {
        const bool packed = plan_.packed_qkv.contains(name);
        const TensorId tensor = builder_.add_activation(name, plan(name).dtype, rows, columns(name),
                                                        packed ? 0.0F : static_cast<float>(scale(name)));
        values_[name] = {tensor, tensor, rows};
        return tensor;
    }

    std::uint32_t columns(const std::string& name) const { return static_cast<std::uint32_t>(columns_.at(name)); }

    void add_int8_copy(const std::string& name) {
        if (!plan(name).int8_copy) return;
        Value& value = values_.at(name);
        const std::string copy = name + ".int8";
        value.int8_tensor =
            builder_.add_activation(copy, NMW_I8, value.rows, columns(name), static_cast<float>(int8_scale(name)));
        builder_.add_requant(copy, value.tensor, value.int8_tensor,
                             Multiplier::from_real(scale(name) / int8_scale(name)));
    }

    void lower_node(const Node& node) {
        switch (node.op) {
        case Op::embedding:
        case Op::input:
            source(node);
            break;
        case Op::gemm:
            gemm(node);
            break;
        case Op::attention:
            attention(node);
            break;
        case Op::layernorm:
            layernorm(node);
            break;
        case Op::positions:
            positions(node);
            break;
        case Op::add:
            addition(node);
            break;
        case Op::meanpool: {
            const TensorId input = values_.at(node.inputs[0]).tensor;
            builder_.add_meanpool(node.name, input, add_value(node.name, batch()));
            break;
        }
        case Op::relu:
            if (plan_.fused_relu.contains(node.inputs[0])) return; // its value was made by the gemm
            [[fallthrough]];
        default:
            table(node);
        }
        if (values_.contains(node.name)) add_int8_copy(node.name);
    }

    std::uint32_t batch() const { return static_cast<std::uint32_t>(sequences_.size()); }

    void source(const Node& node) {
        const double unit = scale(node.name);
        const std::size_t width = columns_.at(node.name);
        const nmw_dtype dtype = plan(node.name).dtype;
        std::vector<std::uint8_t> bytes(batch() * seq_ * width * element_bytes(dtype));
        for (std::size_t b = 0; b < sequences_.size(); ++b)
            put_integers(first_value(model_, sequences_[b]).values, unit, dtype, bytes, b * seq_ * width);
        const TensorId tensor =
            builder_.add_input(node.name, dtype, static_cast<std::uint32_t>(width), static_cast<float>(unit), bytes);
        values_[node.name] = {tensor, tensor, batch() * seq_};
    }

    /// One scale per output column: three runs for packed QKV, else the value's own.
    std::vector<double> column_scales(const std::string& name) const {
        const std::size_t width = columns_.at(name);
        std::vector<double> scales(width, 0);
        if (!plan_.packed_qkv.contains(name)) {
            scales.assign(width, scale(name));
            return scales;
        }
        const auto parts = qkv_scales(name);
        for (std::size_t c = 0; c < width; ++c)
            scales[c] = parts.at(c / (width / 3));
        return scales;
    }

    void gemm(const Node& node) {
        const auto relu = plan_.fused_relu.find(node.name);
        const std::string& result = relu == plan_.fused_relu.end() ? node.name : relu->second;
        const std::string& input = node.inputs[0];
        const QuantisedWeight& weight = model_.quantised.at(node.weight);
        const Parameter& shape = model_.parameter(node.weight);
        const TensorId w = builder_.add_weight(node.name + ".weight", static_cast<std::uint32_t>(shape.shape[0]),
                                               static_cast<std::uint32_t>(shape.shape[1]), weight.values, node.pattern);
        std::span<const float> bias;
        if (!node.bias.empty()) bias = model_.parameter(node.bias).values;
        std::vector<nmw_channel> records;
        try {
            records = gemm_channels(int8_scale(input), weight.scales, bias, column_scales(result));
        } catch (const std::invalid_argument& error) {
            throw std::invalid_argument("node " + node.name + ": " + error.what());
        }
        const TensorId channels = builder_.add_channels(node.name + ".channels", records);
        const Value in = values_.at(input);
        const TensorId out = add_value(result, in.rows);
        builder_.add_gemm(node.name, in.int8_tensor, w, channels, out, relu != plan_.fused_relu.end());
        if (result != node.name) add_int8_copy(result);
    }

    void attention(const Node& node) {
        const auto [q, k, v] = qkv_scales(node.inputs[0]);
        const double scores = q * k * node.score_scale / score_unit;
        const double context = v * probability_unit / scale(node.name);
        const Value in = values_.at(node.inputs[0]);
        const TensorId out = add_value(node.name, in.rows);
        builder_.add_attention(node.name, in.int8_tensor, out, node.heads, columns(node.name) / node.heads, node.causal,
                               Multiplier::from_real(scores), Multiplier::from_real(context));
    }

    void layernorm(const Node& node) {
        const LayerNormParams params =
            layernorm_params(model_.parameter(node.weight).values, model_.parameter(node.bias).values, node.epsilon,
                             scale(node.inputs[0]), scale(node.name));
        const TensorId tensor = builder_.add_layernorm_params(node.name + ".params", params.gamma, params.beta);
        const Value in = values_.at(node.inputs[0]);
        const TensorId out = add_value(node.name, in.rows);
        builder_.add_layernorm(node.name, in.tensor, tensor, out, params.eps_q, params.out);
    }

    /// An addition whose second operand is the table, once per sequence; rows of padding get none. The unit is that of
    /// the whole table, so that a sequence's integers do not depend on how far its batch is padded.
    void positions(const Node& node) {
        const Parameter& table = model_.parameter(node.weight);
        const std::size_t width = columns_.at(node.name);
        const auto rows = std::span(table.values).first(std::min<std::size_t>(seq_, table.shape[0]) * width);
        double highest = 0;
        for (const float value : table.values)
            highest = std::max<double>(highest, std::abs(value));
        const double unit = (highest > 0 ? highest : 1) / 32767;
        std::vector<std::uint8_t> bytes(batch() * seq_ * width * element_bytes(NMW_I16));
        for (std::size_t b = 0; b < sequences_.size(); ++b)
            put_integers(rows, unit, NMW_I16, bytes, b * seq_ * width);
        const Value in = values_.at(node.inputs[0]);
        const TensorId constant = builder_.add_operand(node.name + ".table", NMW_I16, batch() * seq_,
                                                       columns(node.name), static_cast<float>(unit), bytes);
        const auto factors =
            MultiplierPair::from_real(scale(node.inputs[0]) / scale(node.name), unit / scale(node.name));
        const TensorId out = add_value(node.name, in.rows);
        builder_.add_add(node.name, in.tensor, constant, out, factors.mult_a, factors.mult_b, factors.shift);
    }

    void addition(const Node& node) {
        const double unit = scale(node.name);
        const auto factors = MultiplierPair::from_real(scale(node.inputs[0]) / unit, scale(node.inputs[1]) / unit);
        const Value a = values_.at(node.inputs[0]);
        const Value b = values_.at(node.inputs[1]);
        const TensorId out = add_value(node.name, a.rows);
        builder_.add_add(node.name, a.tensor, b.tensor, out, factors.mult_a, factors.mult_b, factors.shift);
    }

    void table(const Node& node) {
        const TensorId entries = builder_.add_table(
            node.name + ".table", function_table(elementwise(node.op), int8_scale(node.inputs[0]), scale(node.name)));
        const Value in = values_.at(node.inputs[0]);
        const TensorId out = add_value(node.name, in.rows);
        builder_.add_lut(node.name, in.int8_tensor, entries, out);
    }

    const Model& model_;
    std::map<std::string, std::size_t> columns_;
    LoweringPlan plan_;
    const std::vector<Sequence>& sequences_;
    std::uint32_t seq_;
    WorkloadBuilder builder_;
    std::map<std::string, Value> values_;
};

} // namespace

WorkloadBuilder lower(const Model& model, const std::vector<Sequence>& sequences, std::uint32_t seq,
                      EncodingChoice encoding) {
    if (!model.is_quantised()) throw std::invalid_argument("model " + model.name + " is not quantised");
    for (const Sequence& rows : sequences)
        if (row_count(rows) == 0 || row_count(rows) > seq)
            throw std::invalid_argument("a sequence is empty or longer than padded");
    return Lowering(model, sequences, seq).run(encoding);
}

std::uint32_t padded_rows(const std::vector<Sequence>& sequences, std::uint32_t pad) {
    std::size_t longest = 0;
    for (const Sequence& rows : sequences)
        longest = std::max(longest, row_count(rows));
    if (pad == 0) return static_cast<std::uint32_t>((longest + 3) / 4 * 4);
    if (pad > max_rows) throw std::invalid_argument("padding to more than " + std::to_string(max_rows) + " rows");
    if (pad < longest)
        throw std::invalid_argument("padding to " + std::to_string(pad) + " rows, but the longest sequence has " +
                                    std::to_string(longest));
    return pad;
}

} // namespace stavp::workloads
