#include "platform/run/layer_bytes.h"

namespace stavp {

std::uint64_t operand_bytes(const workloads::Image& image, const nmw_layer& layer) {
    std::uint64_t bytes = 0;
    for (const auto tensor : {layer.input0, layer.input1, layer.weight, layer.params, layer.output})
        if (tensor != NMW_NONE) bytes += image.tensors()[tensor].bytes + image.tensors()[tensor].map_bytes;
    return bytes;
}

} // namespace stavp
