#include "workloads/train/torch/batch.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <stdexcept>

namespace stavp::workloads {

namespace {

/// What is wrong with a sequence, or nothing.
std::string problem(const Model& model, const Sequence& sequence) {
    const Node& source = model.nodes.front();
    const bool takes_ids = source.op == Op::embedding;
    if (takes_ids != std::holds_alternative<TokenIds>(sequence))
        return takes_ids ? "the model takes token ids" : "the model takes feature rows";
    const std::size_t rows = row_count(sequence);
    if (rows == 0 || rows > source.max_tokens)
        return fmt::format("{} rows, the model takes 1 to {}", rows, source.max_tokens);
    if (!takes_ids) {
        const std::size_t columns = std::get<Matrix>(sequence).cols;
        return columns == source.columns ? "" : fmt::format("{} columns, the model takes {}", columns, source.columns);
    }
    const auto& ids = std::get<TokenIds>(sequence);
    const std::uint32_t greatest = *std::max_element(ids.begin(), ids.end());
    return greatest < model.parameter(source.weight).shape[0] ? "" : fmt::format("token id {} is unknown", greatest);
}

at::Tensor integers(std::size_t count) {
    return at::empty({static_cast<std::int64_t>(count)}, at::kLong);
}

Rows sequence_rows(const Samples& samples, std::span<const std::size_t> indices) {
    Rows rows;
    rows.offsets = integers(indices.size() + 1);
    auto* offset = rows.offsets.data_ptr<std::int64_t>();
    *offset = 0;
    for (const std::size_t index : indices) {
        const auto count = static_cast<std::int64_t>(row_count(samples.inputs[index]));
        offset[1] = offset[0] + count;
        ++offset;
    }
    rows.positions = integers(static_cast<std::size_t>(*offset));
    auto* position = rows.positions.data_ptr<std::int64_t>();
    for (const std::size_t index : indices) {
        const std::size_t count = row_count(samples.inputs[index]);
        std::iota(position, position + count, std::int64_t{0});
        position += count;
    }
    return rows;
}

} // namespace

void check_samples(const Model& model, const Samples& samples, std::uint32_t classes) {
    if (samples.inputs.size() != samples.labels.size())
        throw std::invalid_argument("samples have more inputs than labels, or fewer");
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::string found = problem(model, samples.inputs[i]);
        if (!found.empty()) throw std::invalid_argument(fmt::format("sample {}: {}", i, found));
        if (samples.labels[i] >= classes)
            throw std::invalid_argument(
                fmt::format("sample {}: label {} of a task with {} classes", i, samples.labels[i], classes));
    }
}

Batch make_batch(const Samples& samples, std::span<const std::size_t> indices) {
    const auto sequences = static_cast<std::int64_t>(indices.size());
    Batch batch;
    batch.rows = sequence_rows(samples, indices);
    batch.pooled = {at::arange(sequences + 1, at::kLong), at::zeros({sequences}, at::kLong)};
    batch.labels = integers(indices.size());
    std::transform(indices.begin(), indices.end(), batch.labels.data_ptr<std::int64_t>(),
                   [&samples](std::size_t index) { return std::int64_t{samples.labels[index]}; });
    const std::int64_t rows = batch.rows.positions.size(0);
    if (const auto* first = std::get_if<Matrix>(&samples.inputs[indices.front()])) {
        batch.features = at::empty({rows, static_cast<std::int64_t>(first->cols)}, at::kFloat);
        auto* out = batch.features.data_ptr<float>();
        for (const std::size_t index : indices) {
            const auto& values = std::get<Matrix>(samples.inputs[index]).values;
            out = std::copy(values.begin(), values.end(), out);
        }
    } else {
        batch.ids = integers(static_cast<std::size_t>(rows));
        auto* out = batch.ids.data_ptr<std::int64_t>();
        for (const std::size_t index : indices) {
            const auto& ids = std::get<TokenIds>(samples.inputs[index]);
            out = std::copy(ids.begin(), ids.end(), out);
        }
    }
    return batch;
}

std::vector<std::span<const std::size_t>> split_by_rows(const Samples& samples, std::span<const std::size_t> indices,
                                                        std::size_t parts) {
    std::vector<std::size_t> rows_before(indices.size() + 1);
    for (std::size_t i = 0; i < indices.size(); ++i)
        rows_before[i + 1] = rows_before[i] + row_count(samples.inputs[indices[i]]);
    std::vector<std::span<const std::size_t>> split;
    std::size_t first = 0;
    for (std::size_t part = 1; part <= parts; ++part) {
        const std::size_t target = (rows_before.back() * part + parts / 2) / parts;
        const auto end = std::lower_bound(rows_before.begin(), rows_before.end(), target);
        const auto last = std::max<std::size_t>(first, static_cast<std::size_t>(end - rows_before.begin()));
        split.push_back(indices.subspan(first, last - first));
        first = last;
    }
    return split;
}

} // namespace stavp::workloads
