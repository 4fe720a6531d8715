#include "workloads/format/builder.h"
#include "workloads/format/checks.h"
#include "workloads/format/names.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <stdexcept>

namespace stavp::workloads {
namespace {

[[noreturn]] void inconsistent(std::string_view kind, std::string_view name, std::string_view reason) {
    throw std::invalid_argument(fmt::format("{} '{}': {}", kind, name, reason));
}

template <class Entry>
void set_unique_name(Entry& entry, std::string_view kind, const std::string& name, const std::vector<Entry>& others) {
    if (!is_name(name)) inconsistent(kind, name, "a name has 1 to 39 printable ASCII characters");
    if (std::ranges::any_of(others, [&](const Entry& other) { return name_of(other) == name; }))
        inconsistent(kind, name, "the name is taken");
    std::ranges::copy(name, entry.name);
}

template <class T> std::span<const std::uint8_t> bytes_of(std::span<const T> values) {
    return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()};
}

/// Gives a dense tensor its sizes.
nmw_tensor dense(nmw_storage storage, nmw_dtype dtype, std::uint32_t rows, std::uint32_t cols, float scale) {
    nmw_tensor tensor{};
    tensor.dtype = dtype;
    tensor.storage = storage;
    tensor.rows = rows;
    tensor.cols = cols;
    tensor.scale = scale;
    tensor.row_stride = std::uint64_t{cols} * element_bytes(dtype);
    tensor.bytes = rows * tensor.row_stride;
    return tensor;
}

} // namespace

WorkloadBuilder::WorkloadBuilder(std::string name, std::uint32_t seq, std::vector<nmw_sequence> sequences)
    : name_(std::move(name)), seq_(seq), sequences_(std::move(sequences)) {
    if (!is_name(name_)) inconsistent("workload", name_, "a name has 1 to 39 printable ASCII characters");
    if (seq_ == 0 || seq_ > max_reduction)
        inconsistent("workload", name_, fmt::format("seq {} is not 1 to 32768", seq_));
    if (sequences_.empty() || sequences_.size() * seq_ > max_dimension)
        inconsistent("workload", name_, fmt::format("{} sequences are none or too many", sequences_.size()));
    for (std::size_t i = 0; i < sequences_.size(); ++i)
        if (const auto problem = sequence_problem(sequences_[i], seq_))
            inconsistent("workload", name_, fmt::format("sequence {}: {}", i, *problem));
}

const nmw_tensor& WorkloadBuilder::tensor(TensorId id) const {
    if (id >= tensors_.size()) throw std::invalid_argument(fmt::format("tensor {} does not exist", id));
    return tensors_[id];
}

TensorId WorkloadBuilder::add_tensor(const std::string& name, nmw_tensor tensor, Payload payload) {
    set_unique_name(tensor, "tensor", name, tensors_);
    if (const auto problem = tensor_problem(tensor)) inconsistent("tensor", name, *problem);
    tensors_.push_back(tensor);
    payloads_.push_back(std::move(payload));
    return static_cast<TensorId>(tensors_.size() - 1);
}

TensorId WorkloadBuilder::add_constant(const std::string& name, nmw_dtype dtype, std::uint32_t rows, std::uint32_t cols,
                                       std::span<const std::uint8_t> bytes, float scale) {
    const nmw_tensor tensor = dense(NMW_IN_FILE, dtype, rows, cols, scale);
    if (tensor.bytes != bytes.size())
        inconsistent("tensor", name,
                     fmt::format("{} bytes are not {} x {} of {}", bytes.size(), rows, cols, dtype_name(dtype)));
    return add_tensor(name, tensor, {{bytes.begin(), bytes.end()}, {}});
}

TensorId WorkloadBuilder::add_weight(const std::string& name, std::uint32_t rows, std::uint32_t cols,
                                     std::span<const std::int8_t> values, Pattern pattern, float scale) {
    if (pattern.dense() && pattern.valid()) return add_constant(name, NMW_I8, rows, cols, bytes_of(values), scale);
    const nmw_encoding encoding = choose_encoding(rows, cols, pattern, encoding_);
    CompressedMatrix compressed = compress(name, rows, cols, values, pattern, encoding);
    nmw_tensor tensor{};
    tensor.dtype = NMW_I8;
    tensor.encoding = encoding;
    tensor.storage = NMW_IN_FILE;
    tensor.rows = rows;
    tensor.cols = cols;
    tensor.pattern_n = pattern.n;
    tensor.pattern_m = pattern.m;
    tensor.scale = scale;
    tensor.bytes = compressed.values.size();
    tensor.row_stride = compressed.row_stride;
    tensor.map_bytes = compressed.map.size();
    tensor.map_stride = compressed.map_stride;
    return add_tensor(name, tensor, {std::move(compressed.values), std::move(compressed.map)});
}

TensorId WorkloadBuilder::add_channels(const std::string& name, std::span<const nmw_channel> channels) {
    for (std::size_t c = 0; c < channels.size(); ++c)
        if (const auto problem = channel_problem(channels[c]))
            inconsistent("tensor", name, fmt::format("channel {}: {}", c, *problem));
    return add_constant(name, NMW_I32, static_cast<std::uint32_t>(channels.size()), 4, bytes_of(channels));
}

TensorId WorkloadBuilder::add_layernorm_params(const std::string& name, std::span<const std::int16_t> gamma,
                                               std::span<const std::int32_t> beta) {
    if (gamma.size() != beta.size() || gamma.empty() || gamma.size() > max_layernorm_cols)
        inconsistent("tensor", name, fmt::format("{} gammas, {} betas", gamma.size(), beta.size()));
    const auto cols = static_cast<std::uint32_t>(gamma.size());
    std::vector<std::uint8_t> bytes(layernorm_params_bytes(cols));
    std::memcpy(bytes.data(), gamma.data(), gamma.size_bytes());
    std::memcpy(bytes.data() + layernorm_beta_offset(cols), beta.data(), beta.size_bytes());
    return add_constant(name, NMW_U8, 1, static_cast<std::uint32_t>(bytes.size()), bytes);
}

TensorId WorkloadBuilder::add_table(const std::string& name, const std::array<std::int8_t, 256>& table) {
    return add_constant(name, NMW_I8, 1, 256, bytes_of(std::span<const std::int8_t>(table)));
}

TensorId WorkloadBuilder::add_input(const std::string& name, nmw_dtype dtype, std::uint32_t cols, float scale,
                                    std::span<const std::uint8_t> bytes) {
    if (input_ != NMW_NONE) inconsistent("tensor", name, "a second input");
    const auto rows = static_cast<std::uint32_t>(sequences_.size() * seq_);
    input_ = add_constant(name, dtype, rows, cols, bytes, scale);
    return input_;
}

TensorId WorkloadBuilder::add_activation(const std::string& name, nmw_dtype dtype, std::uint32_t rows,
                                         std::uint32_t cols, float scale) {
    return add_tensor(name, dense(NMW_IN_ARENA, dtype, rows, cols, scale), {});
}

TensorId WorkloadBuilder::add_operand(const std::string& name, nmw_dtype dtype, std::uint32_t rows, std::uint32_t cols,
                                      float scale, std::span<const std::uint8_t> bytes) {
    return add_constant(name, dtype, rows, cols, bytes, scale);
}

nmw_layer WorkloadBuilder::start_layer(nmw_op op, TensorId input, TensorId output) const {
    nmw_layer layer{};
    layer.op = op;
    layer.input0 = input;
    layer.input1 = layer.weight = layer.params = NMW_NONE;
    layer.output = output;
    layer.rows = tensor(output).rows;
    layer.cols = tensor(output).cols;
    layer.k = tensor(input).cols;
    return layer;
}

void WorkloadBuilder::add_layer(const std::string& name, nmw_layer layer) {
    set_unique_name(layer, "layer", name, layers_);
    const LayerContext context{tensors_, static_cast<std::uint32_t>(sequences_.size()), seq_};
    if (const auto problem = layer_problem(layer, context)) inconsistent("layer", name, *problem);
    layers_.push_back(layer);
}

void WorkloadBuilder::add_gemm(const std::string& name, TensorId input, TensorId weight, TensorId channels,
                               TensorId output, bool relu) {
    nmw_layer layer = start_layer(NMW_OP_GEMM, input, output);
    layer.weight = weight;
    layer.params = channels;
    layer.flags = relu ? NMW_RELU : 0;
    add_layer(name, layer);
}

void WorkloadBuilder::add_attention(const std::string& name, TensorId qkv, TensorId output, std::uint32_t heads,
                                    std::uint32_t head_dim, bool causal, Multiplier score, Multiplier context) {
    nmw_layer layer = start_layer(NMW_OP_ATTENTION, qkv, output);
    layer.heads = heads;
    layer.head_dim = head_dim;
    layer.flags = causal ? NMW_CAUSAL : 0;
    layer.mult0 = score.mult;
    layer.shift0 = score.shift;
    layer.mult1 = context.mult;
    layer.shift1 = context.shift;
    add_layer(name, layer);
}

void WorkloadBuilder::add_layernorm(const std::string& name, TensorId input, TensorId params, TensorId output,
                                    std::uint32_t eps_q, Multiplier out) {
    nmw_layer layer = start_layer(NMW_OP_LAYERNORM, input, output);
    layer.params = params;
    layer.eps_q = eps_q;
    layer.mult0 = out.mult;
    layer.shift0 = out.shift;
    add_layer(name, layer);
}

void WorkloadBuilder::add_add(const std::string& name, TensorId a, TensorId b, TensorId output, std::int32_t mult_a,
                              std::int32_t mult_b, std::uint32_t shift) {
    nmw_layer layer = start_layer(NMW_OP_ADD, a, output);
    layer.input1 = b;
    layer.mult0 = mult_a;
    layer.mult1 = mult_b;
    layer.shift0 = shift;
    add_layer(name, layer);
}

void WorkloadBuilder::add_requant(const std::string& name, TensorId input, TensorId output, Multiplier out) {
    nmw_layer layer = start_layer(NMW_OP_REQUANT, input, output);
    layer.mult0 = out.mult;
    layer.shift0 = out.shift;
    add_layer(name, layer);
}

void WorkloadBuilder::add_lut(const std::string& name, TensorId input, TensorId table, TensorId output) {
    nmw_layer layer = start_layer(NMW_OP_LUT, input, output);
    layer.params = table;
    add_layer(name, layer);
}

void WorkloadBuilder::add_meanpool(const std::string& name, TensorId input, TensorId output) {
    for (std::size_t i = 0; i < sequences_.size(); ++i)
        if (const auto problem = pool_problem(sequences_[i]))
            inconsistent("layer", name, fmt::format("sequence {}: {}", i, *problem));
    add_layer(name, start_layer(NMW_OP_MEANPOOL, input, output));
}

} // namespace stavp::workloads
