#include "platform/trace/timeline/names.h"
#include "platform/trace/timeline/timeline_file.h"

#include "workloads/format/names.h"

#include <cstring>

namespace stavp::trace {

namespace {

std::string pattern_of(const workloads::Image& image, const nmw_layer& layer) {
    if (layer.op == NMW_OP_ATTENTION) return "dense";
    if (layer.op != NMW_OP_GEMM) return "";
    const auto& weight = image.tensors()[layer.weight];
    return weight.pattern_n == 0 ? "dense" : fmt::format("{}:{}", weight.pattern_n, weight.pattern_m);
}

} // namespace

LayerNames::LayerNames(const workloads::Image* workload) {
    if (workload == nullptr) return;
    for (const auto& layer : workload->layers()) {
        names_.push_back(json_text(workloads::name_of(layer)));
        patterns_.push_back(pattern_of(*workload, layer));
    }
}

std::string LayerNames::name(std::uint32_t layer) const {
    return layer < names_.size() ? names_[layer] : fmt::format("layer {}", layer);
}

const std::string& LayerNames::pattern(std::uint32_t layer) const {
    static const std::string none;
    return layer < patterns_.size() ? patterns_[layer] : none;
}

const char* operation_name(const DescriptorBytes& command) {
    stavp_command_header header;
    std::memcpy(&header, command.data(), sizeof header);
    switch (static_cast<stavp_opcode>(header.opcode)) {
    case STAVP_OP_NOP:
        return "nop";
    case STAVP_OP_DMA_COPY:
        return "copy";
    case STAVP_OP_STA_MATMUL:
        return "matmul";
    case STAVP_OP_SOFTMAX_ROWS:
        return "softmax";
    case STAVP_OP_VECTOR_ADD:
        return "add";
    case STAVP_OP_VECTOR_LAYERNORM:
        return "layernorm";
    case STAVP_OP_VECTOR_LUT:
        return "lut";
    case STAVP_OP_VECTOR_TRANSPOSE:
        return "transpose";
    case STAVP_OP_VECTOR_MEANPOOL:
        return "meanpool";
    }
    return "unknown";
}

} // namespace stavp::trace
