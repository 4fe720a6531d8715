#include "workloads/format/checks.h"
#include "workloads/format/names.h"

#include <cstring>
#include <fmt/format.h>
#include <unordered_set>

namespace stavp::workloads {
namespace {

void check_sequences(const Image& image, const std::string& file) {
    for (std::size_t i = 0; i < image.sequences().size(); ++i)
        if (const auto problem = sequence_problem(image.sequences()[i], image.header().seq))
            refuse(file, fmt::format("sequence {}", i), *problem);
}

void check_input(const Image& image, const std::string& file) {
    const nmw_header& header = image.header();
    if (header.input_tensor >= header.tensor_count || header.output_tensor >= header.tensor_count)
        refuse(file, "header", "the input or output tensor does not exist");
    const nmw_tensor& input = image.tensors()[header.input_tensor];
    const std::string place = fmt::format("tensor '{}'", name_of(input));
    if (input.storage != NMW_IN_FILE || input.encoding != NMW_DENSE || input.dtype == NMW_I32)
        refuse(file, place, "cannot be the input: it must be dense int8, uint8 or int16 in the file");
    if (input.rows != std::uint64_t{header.sequence_count} * header.seq)
        refuse(file, place,
               fmt::format("cannot be the input: {} rows are not {} sequences of {}", input.rows, header.sequence_count,
                           header.seq));
}

void check_output(const Image& image, const std::string& file) {
    const nmw_tensor& output = image.tensors()[image.header().output_tensor];
    if (output.storage != NMW_IN_ARENA)
        refuse(file, fmt::format("tensor '{}'", name_of(output)), "cannot be the output: it is not in the arena");
    const std::uint64_t float_bytes = image.extents().float_reference.bytes;
    if (float_bytes != 0 && float_bytes != std::uint64_t{output.rows} * output.cols * sizeof(float))
        refuse(file, "section float",
               fmt::format("{} bytes are not {} x {} floats", float_bytes, output.rows, output.cols));
}

/// Every activation is written by one layer, and before any layer reads it.
class DataFlow {
public:
    DataFlow(const Image& image, const std::string& file)
        : image_(image), file_(file), written_(image.tensors().size(), false) {}

    void visit(const nmw_layer& layer, const std::string& place) {
        read(layer.input0, place);
        if (layer.input1 != NMW_NONE) read(layer.input1, place);
        if (written_[layer.output])
            refuse(file_, place,
                   fmt::format("writes '{}', as an earlier layer does", name_of(image_.tensors()[layer.output])));
        written_[layer.output] = true;
    }

    void finish() const {
        for (std::size_t i = 0; i < written_.size(); ++i)
            if (const auto& tensor = image_.tensors()[i]; tensor.storage == NMW_IN_ARENA && !written_[i])
                refuse(file_, fmt::format("tensor '{}'", name_of(tensor)), "no layer writes this activation");
    }

private:
    void read(std::uint32_t index, const std::string& place) const {
        const nmw_tensor& tensor = image_.tensors()[index];
        if (tensor.storage == NMW_IN_ARENA && !written_[index])
            refuse(file_, place, fmt::format("reads '{}' before a layer writes it", name_of(tensor)));
    }

    const Image& image_;
    const std::string& file_;
    std::vector<bool> written_;
};

Problem channels_problem(const Image& image, const nmw_tensor& records) {
    for (std::uint32_t c = 0; c < records.rows; ++c) {
        nmw_channel channel;
        std::memcpy(&channel, image.values(records).data() + c * sizeof channel, sizeof channel);
        if (const auto problem = channel_problem(channel)) return fmt::format("channel {}: {}", c, *problem);
    }
    return {};
}

void check_parameters(const Image& image, const nmw_layer& layer, const std::string& file) {
    if (layer.op == NMW_OP_GEMM) {
        const nmw_tensor& records = image.tensors()[layer.params];
        if (const auto problem = channels_problem(image, records))
            refuse(file, fmt::format("tensor '{}'", name_of(records)), *problem);
    }
    if (layer.op == NMW_OP_MEANPOOL)
        for (std::size_t i = 0; i < image.sequences().size(); ++i)
            if (const auto problem = pool_problem(image.sequences()[i]))
                refuse(file, fmt::format("sequence {}", i), *problem);
}

} // namespace

void check_layers(const Image& image, const std::string& file) {
    check_sequences(image, file);
    check_input(image, file);
    const LayerContext context{image.tensors(), image.header().sequence_count, image.header().seq};
    DataFlow flow(image, file);
    std::unordered_set<std::string_view> names;
    for (std::size_t i = 0; i < image.layers().size(); ++i) {
        const nmw_layer& layer = image.layers()[i];
        if (!is_name(layer.name))
            refuse(file, fmt::format("layer {}", i), "the name is not 1 to 39 printable characters");
        const std::string place = fmt::format("layer '{}'", name_of(layer));
        if (!names.insert(name_of(layer)).second) refuse(file, place, "a second layer of this name");
        if (const auto problem = layer_problem(layer, context)) refuse(file, place, *problem);
        check_parameters(image, layer, file);
        flow.visit(layer, place);
    }
    flow.finish();
    check_output(image, file);
}

} // namespace stavp::workloads
