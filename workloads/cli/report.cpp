#include "workloads/cli/report.h"
#include "workloads/format/checksum.h"
#include "workloads/format/names.h"
#include "workloads/format/pattern.h"

#include <fmt/format.h>

namespace stavp::workloads::cli {

WeightBytes weight_bytes(const nmw_tensor& weight) {
    return {packed_bytes(weight), weight.bytes + weight.map_bytes};
}

std::vector<bool> weight_flags(const Image& image) {
    std::vector<bool> flags(image.tensors().size());
    for (const nmw_layer& layer : image.layers())
        if (layer.weight != NMW_NONE) flags[layer.weight] = true;
    return flags;
}

WeightBytes weight_bytes(const Image& image) {
    const std::vector<bool> is_weight = weight_flags(image);
    WeightBytes total;
    for (std::size_t i = 0; i < is_weight.size(); ++i) {
        if (!is_weight[i]) continue;
        const WeightBytes bytes = weight_bytes(image.tensors()[i]);
        total.dense += bytes.dense;
        total.stored += bytes.stored;
    }
    return total;
}

std::uint64_t dense_macs(const nmw_layer& layer, const Image& image) {
    const std::uint64_t rows = layer.rows;
    if (layer.op == NMW_OP_GEMM) return rows * layer.cols * layer.k;
    if (layer.op == NMW_OP_ATTENTION) return 2 * rows * image.header().seq * layer.cols;
    return 0;
}

std::uint64_t stored_macs(const nmw_layer& layer, const Image& image) {
    if (layer.op != NMW_OP_GEMM) return dense_macs(layer, image);
    return layer.rows * image.tensors()[layer.weight].bytes;
}

Json describe_header(const Image& image) {
    const nmw_header& header = image.header();
    return {{"name", name_of(header)},
            {"version", header.version},
            {"file_bytes", header.file_bytes},
            {"ddr_bytes", header.ddr_bytes},
            {"arena_bytes", header.arena_bytes},
            {"sequences", header.sequence_count},
            {"seq", header.seq},
            {"input", name_of(image.tensors()[header.input_tensor])},
            {"output", name_of(image.tensors()[header.output_tensor])}};
}

Json describe_sections(std::span<const std::uint8_t> file) {
    Json sections = Json::array();
    for (const SectionState& state : section_states(file))
        sections.push_back({{"kind", section_name(state.section.kind)},
                            {"offset", state.section.offset},
                            {"bytes", state.section.bytes},
                            {"crc", fmt::format("{:08x}", state.section.crc)},
                            {"crc_ok", state.intact()}});
    return sections;
}

Json describe_layers(const Image& image) {
    const auto tensor_name = [&](std::uint32_t index) {
        return index == NMW_NONE ? Json() : Json(name_of(image.tensors()[index]));
    };
    Json layers = Json::array();
    for (const nmw_layer& layer : image.layers()) {
        const Pattern pattern = layer.weight == NMW_NONE ? Pattern{}
                                                         : Pattern{image.tensors()[layer.weight].pattern_n,
                                                                   image.tensors()[layer.weight].pattern_m};
        layers.push_back({{"name", name_of(layer)},
                          {"op", op_name(layer.op)},
                          {"rows", layer.rows},
                          {"k", layer.k},
                          {"cols", layer.cols},
                          {"pattern", to_string(pattern)},
                          {"relu", (layer.flags & NMW_RELU) != 0},
                          {"causal", (layer.flags & NMW_CAUSAL) != 0},
                          {"macs_dense", dense_macs(layer, image)},
                          {"macs", stored_macs(layer, image)},
                          {"input", tensor_name(layer.input0)},
                          {"input1", tensor_name(layer.input1)},
                          {"weight", tensor_name(layer.weight)},
                          {"params", tensor_name(layer.params)},
                          {"output", tensor_name(layer.output)}});
    }
    return layers;
}

Json describe_tensors(const Image& image) {
    const std::vector<bool> is_weight = weight_flags(image);
    Json tensors = Json::array();
    for (std::size_t i = 0; i < image.tensors().size(); ++i) {
        const nmw_tensor& tensor = image.tensors()[i];
        Json entry{{"name", name_of(tensor)},
                   {"dtype", dtype_name(tensor.dtype)},
                   {"storage", tensor.storage == NMW_IN_FILE ? "file" : "arena"},
                   {"rows", tensor.rows},
                   {"cols", tensor.cols},
                   {"pattern", to_string(Pattern{tensor.pattern_n, tensor.pattern_m})},
                   {"scale", tensor.scale},
                   {"offset", tensor.offset},
                   {"bytes", tensor.bytes},
                   {"map_bytes", tensor.map_bytes},
                   {"golden", tensor.golden_offset != 0}};
        if (is_weight[i]) {
            entry["encoding"] = encoding_name(tensor.encoding);
            entry["compression"] = weight_bytes(tensor).ratio();
        }
        tensors.push_back(std::move(entry));
    }
    return tensors;
}

Json describe_weights(const Image& image) {
    const WeightBytes total = weight_bytes(image);
    Json described{{"bytes_dense", total.dense}, {"bytes_stored", total.stored}};
    described["compression"] = total.stored == 0 ? Json() : Json(total.ratio());
    return described;
}

} // namespace stavp::workloads::cli
