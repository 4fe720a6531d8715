#include "workloads/pack/node_noise.h"

#include "workloads/format/names.h"
#include "workloads/pack/integer_run.h"
#include "workloads/reference/execute.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace stavp::workloads {

namespace {

constexpr std::string_view copy_suffix = ".int8"; // of lower()'s int8 copies

class NoiseTable {
public:
    NoiseTable(const Model& model, const std::vector<Sequence>& sequences)
        : model_(model), image_(run_integers(model, sequences)) {
        for (const Sequence& sequence : sequences)
            forward(model, sequence,
                    [this](const Node& node, const Matrix& value) { floats_[node.name].push_back(value); });
    }

    std::vector<NodeNoise> run() const {
        const std::vector<reference::Matrix> integers = integer_values();
        std::vector<reference::Matrix> rounded = integers;
        for (std::size_t t = 0; t < rounded.size(); ++t)
            if (find_floats(t)) round_floats(t, rounded[t]);
        std::vector<NodeNoise> table;
        const std::uint32_t input = image_.header().input_tensor;
        if (find_floats(input)) table.push_back(row(input, integers[input], rounded[input]));
        for (const nmw_layer& layer : image_.layers())
            if (find_floats(layer.output))
                table.push_back(
                    row(layer.output, integers[layer.output], reference::execute_layer(image_, layer, rounded)));
        return table;
    }

private:
    const std::vector<Matrix>* find_floats(std::size_t tensor) const {
        std::string_view name = name_of(image_.tensors()[tensor]);
        if (name.ends_with(copy_suffix) && !floats_.contains(std::string(name))) name.remove_suffix(copy_suffix.size());
        const auto found = floats_.find(std::string(name));
        return found == floats_.end() ? nullptr : &found->second;
    }

    /// As the integer run has them; empty for weights, parameters and tables.
    std::vector<reference::Matrix> integer_values() const {
        std::vector<reference::Matrix> values(image_.tensors().size());
        for (std::size_t t = 0; t < values.size(); ++t) {
            const nmw_tensor& tensor = image_.tensors()[t];
            const auto bytes = tensor.storage == NMW_IN_FILE ? image_.values(tensor) : image_.golden(tensor);
            if (tensor.encoding == NMW_DENSE && tensor.dtype != NMW_I32 && !bytes.empty())
                values[t] = reference::unpack(bytes, tensor.dtype, tensor.rows, tensor.cols,
                                              std::uint64_t{tensor.cols} * element_bytes(tensor.dtype));
        }
        return values;
    }

    /// Packed Q, K and V have a scale each and none together.
    double scale(const nmw_tensor& tensor, std::size_t column) const {
        if (tensor.scale != 0) return tensor.scale;
        const auto& parts = model_.node(name_of(tensor)).scales.int8;
        return parts.at(column / (tensor.cols / parts.size()));
    }

    /// Rows of the tensor per sequence: one after a meanpool.
    std::size_t stride(const nmw_tensor& tensor) const { return tensor.rows / image_.sequences().size(); }

    void round_floats(std::size_t t, reference::Matrix& values) const {
        const nmw_tensor& tensor = image_.tensors()[t];
        const double highest = tensor.dtype == NMW_I16 ? 32767 : tensor.dtype == NMW_U8 ? 255 : 127;
        const double lowest = tensor.dtype == NMW_I16 ? -32768 : tensor.dtype == NMW_U8 ? 0 : -128;
        const std::vector<Matrix>& sequences = *find_floats(t);
        for (std::size_t b = 0; b < sequences.size(); ++b)
            for (std::size_t i = 0; i < sequences[b].values.size(); ++i) {
                const std::size_t column = i % tensor.cols;
                const double q = std::round(sequences[b].values[i] / scale(tensor, column));
                values.row(b * stride(tensor) + i / tensor.cols)[column] =
                    static_cast<std::int16_t>(std::clamp(q, lowest, highest));
            }
    }

    double snr_db(std::size_t t, const reference::Matrix& integers) const {
        const nmw_tensor& tensor = image_.tensors()[t];
        const std::vector<Matrix>& sequences = *find_floats(t);
        double signal = 0;
        double noise = 0;
        for (std::size_t b = 0; b < sequences.size(); ++b)
            for (std::size_t i = 0; i < sequences[b].values.size(); ++i) {
                const std::size_t column = i % tensor.cols;
                const double real = sequences[b].values[i];
                const double held = integers.row(b * stride(tensor) + i / tensor.cols)[column] * scale(tensor, column);
                signal += real * real;
                noise += (held - real) * (held - real);
            }
        return 10 * std::log10(signal / noise);
    }

    NodeNoise row(std::size_t t, const reference::Matrix& integers, const reference::Matrix& own) const {
        const nmw_tensor& tensor = image_.tensors()[t];
        return {std::string(name_of(tensor)), static_cast<nmw_dtype>(tensor.dtype), snr_db(t, integers),
                snr_db(t, own)};
    }

    const Model& model_;
    Image image_;
    std::map<std::string, std::vector<Matrix>> floats_; ///< per node, per sequence
};

} // namespace

std::vector<NodeNoise> node_noise(const Model& model, const std::vector<Sequence>& sequences) {
    return NoiseTable(model, sequences).run();
}

} // namespace stavp::workloads
