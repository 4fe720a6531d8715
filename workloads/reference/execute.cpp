#include "workloads/reference/execute.h"
#include "workloads/reference/attention.h"
#include "workloads/reference/matmul.h"
#include "workloads/reference/vector_ops.h"

#include <cstring>

namespace stavp::workloads {
namespace reference {
namespace {

template <class T> std::vector<T> records(std::span<const std::uint8_t> bytes, std::size_t offset, std::size_t count) {
    std::vector<T> result(count);
    std::memcpy(result.data(), bytes.data() + offset, count * sizeof(T));
    return result;
}

Matrix gemm(const Image& image, const nmw_layer& layer, const Matrix& x) {
    const Matrix weights = decode_weights(image, image.tensors()[layer.weight]);
    const auto channels = records<nmw_channel>(image.values(image.tensors()[layer.params]), 0, layer.cols);
    return requantise(accumulate(x, weights), x.rows, channels, layer.flags & NMW_RELU,
                      image.tensors()[layer.output].dtype);
}

Matrix normalise(const Image& image, const nmw_layer& layer, const Matrix& x) {
    const auto params = image.values(image.tensors()[layer.params]);
    const auto gamma = records<std::int16_t>(params, 0, x.cols);
    const auto beta = records<std::int32_t>(params, layernorm_beta_offset(x.cols), x.cols);
    return layernorm(x, gamma, beta, layer, image.tensors()[layer.output].dtype);
}

} // namespace

Matrix execute_layer(const Image& image, const nmw_layer& layer, const std::vector<Matrix>& values) {
    const Matrix& x = values[layer.input0];
    const std::uint32_t out_dtype = image.tensors()[layer.output].dtype;
    switch (layer.op) {
    case NMW_OP_GEMM:
        return gemm(image, layer, x);
    case NMW_OP_ATTENTION:
        return attention(x, {layer.heads, layer.head_dim, image.header().seq, (layer.flags & NMW_CAUSAL) != 0},
                         image.sequences(), layer);
    case NMW_OP_LAYERNORM:
        return normalise(image, layer, x);
    case NMW_OP_ADD:
        return add(x, values[layer.input1], layer, out_dtype);
    case NMW_OP_REQUANT:
        return requant(x, layer, out_dtype);
    case NMW_OP_LUT:
        return lut(x, image.values(image.tensors()[layer.params]));
    default:
        return meanpool(x, image.sequences(), image.header().seq, out_dtype);
    }
}

} // namespace reference

Activations execute_reference(const Image& image, const std::function<void(std::size_t)>& progress) {
    std::vector<reference::Matrix> values(image.tensors().size());
    Activations bytes(image.tensors().size());
    const auto read_constant = [&](std::uint32_t index) {
        if (index == NMW_NONE || !values[index].values.empty()) return;
        const nmw_tensor& tensor = image.tensors()[index];
        if (tensor.storage == NMW_IN_FILE)
            values[index] =
                reference::unpack(image.values(tensor), tensor.dtype, tensor.rows, tensor.cols, tensor.row_stride);
    };
    for (std::size_t i = 0; i < image.layers().size(); ++i) {
        const nmw_layer& layer = image.layers()[i];
        if (progress) progress(i);
        read_constant(layer.input0);
        read_constant(layer.input1);
        values[layer.output] = reference::execute_layer(image, layer, values);
        bytes[layer.output] = reference::pack(values[layer.output], image.tensors()[layer.output].dtype);
    }
    return bytes;
}

} // namespace stavp::workloads
