#include "workloads/pack/outputs.h"

#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

namespace stavp::workloads {

namespace {

void add_mean(Matrix& means, std::span<const float> values) {
    const std::size_t rows = values.size() / means.cols;
    for (std::size_t c = 0; c < means.cols; ++c) {
        double sum = 0;
        for (std::size_t r = 0; r < rows; ++r)
            sum += values[r * means.cols + c];
        means.values.push_back(static_cast<float>(sum / static_cast<double>(rows)));
    }
    ++means.rows;
}

} // namespace

std::vector<RowRange> output_rows(const Image& image) {
    const std::size_t batch = image.sequences().size();
    const std::size_t stride = image.tensors()[image.header().output_tensor].rows / batch; // 1, or all rows
    std::vector<RowRange> ranges;
    for (std::size_t b = 0; b < batch; ++b)
        ranges.push_back({b * stride, stride == 1 ? 1 : image.sequences()[b].valid});
    return ranges;
}

bool pooled_output(const Model& model) {
    std::set<std::string> pooled;
    for (const Node& node : model.nodes) {
        bool is_pooled = node.op == Op::meanpool;
        for (const std::string& input : node.inputs)
            is_pooled = is_pooled || pooled.contains(input);
        if (is_pooled) pooled.insert(node.name);
    }
    return pooled.contains(model.output().name);
}

std::vector<Matrix> float_outputs(const Model& model, const std::vector<Sequence>& sequences) {
    std::vector<Matrix> outputs;
    for (const Sequence& sequence : sequences)
        outputs.push_back(forward(model, sequence));
    return outputs;
}

Matrix as_output_rows(const std::vector<Matrix>& outputs, bool pooled, std::uint32_t seq) {
    const std::size_t stride = pooled ? 1 : seq;
    Matrix all(outputs.size() * stride, outputs.at(0).cols);
    for (std::size_t b = 0; b < outputs.size(); ++b) {
        if (outputs[b].rows > stride) throw std::invalid_argument("an output has more rows than its sequence");
        std::copy(outputs[b].values.begin(), outputs[b].values.end(), all.row(b * stride).begin());
    }
    return all;
}

Matrix sequence_means(const std::vector<Matrix>& outputs) {
    Matrix means(0, outputs.at(0).cols);
    for (const Matrix& output : outputs)
        add_mean(means, output.values);
    return means;
}

Matrix sequence_means(const Matrix& output, const std::vector<RowRange>& rows) {
    Matrix means(0, output.cols);
    for (const RowRange& range : rows)
        add_mean(means, sequence_values(output, range));
    return means;
}

std::span<const float> sequence_values(const Matrix& output, const RowRange& rows) {
    return std::span(output.values).subspan(rows.first * output.cols, rows.count * output.cols);
}

OutputError output_error(const Matrix& output, const Matrix& reference, const std::vector<RowRange>& rows) {
    if (output.rows != reference.rows || output.cols != reference.cols)
        throw std::invalid_argument("outputs differ in shape");
    OutputError error;
    double squares = 0;
    std::size_t count = 0;
    for (std::size_t b = 0; b < rows.size(); ++b) {
        const auto is = sequence_values(output, rows[b]);
        const auto should = sequence_values(reference, rows[b]);
        for (std::size_t i = 0; i < is.size(); ++i, ++count) {
            double distance = std::abs(static_cast<double>(is[i]) - should[i]);
            if (std::isnan(distance)) distance = std::numeric_limits<double>::infinity();
            squares += distance * distance;
            if (distance <= error.max) continue;
            error = {0, distance, b, i / output.cols, i % output.cols};
        }
    }
    error.rms = std::sqrt(squares / static_cast<double>(count));
    return error;
}

} // namespace stavp::workloads
