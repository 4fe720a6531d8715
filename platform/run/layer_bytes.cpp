#include "platform/run/layer_bytes.h"

#include <set>

namespace stavp {

std::uint64_t operand_bytes(const workloads::Image& image, std::uint32_t layer, std::span<const std::uint32_t> fused) {
    std::set<std::uint32_t> operands;
    std::set<std::uint32_t> made;
    auto last = image.layers()[layer].output;
    const auto add = [&](const nmw_layer& part) {
        for (const auto tensor : {part.input0, part.input1, part.weight, part.params})
            if (tensor != NMW_NONE && made.count(tensor) == 0) operands.insert(tensor);
        made.insert(part.output);
        last = part.output;
    };
    add(image.layers()[layer]);
    for (const auto part : fused)
        add(image.layers()[part]);
    operands.insert(last);
    std::uint64_t bytes = 0;
    for (const auto tensor : operands)
        bytes += image.tensors()[tensor].bytes + image.tensors()[tensor].map_bytes;
    return bytes;
}

} // namespace stavp
