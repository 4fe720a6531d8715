#include "workloads/onnx/input.h"

#include "workloads/onnx/names.h"
#include "workloads/onnx/unsupported.h"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>
#include <set>

namespace stavp::workloads::onnx_import {

namespace {

using onnx::TensorProto;

/// Assumptions: far above what the platform runs, and low enough for every size to be computed.
constexpr std::int64_t most_rows = 1 << 16;
constexpr std::int64_t most_columns = 1 << 20;

/// A fixed extent, or none.
using Extent = std::optional<std::int64_t>;

std::string text(const onnx::TensorShapeProto& shape) {
    std::string out;
    for (const auto& dim : shape.dim())
        out += (out.empty() ? "" : ", ") + (dim.has_dim_value()   ? std::to_string(dim.dim_value())
                                            : dim.has_dim_param() ? in_quotes(dim.dim_param())
                                                                  : "?");
    return "[" + out + "]";
}

std::vector<Extent> extents(const onnx::ValueInfoProto& input) {
    std::vector<Extent> out;
    for (const auto& dim : input.type().tensor_type().shape().dim())
        out.push_back(dim.has_dim_value() && dim.dim_value() > 0 ? Extent(dim.dim_value()) : std::nullopt);
    return out;
}

void expect_floats(const onnx::ValueInfoProto& input) {
    if (!input.type().has_tensor_type()) throw Unsupported("is no tensor");
    switch (const int type = input.type().tensor_type().elem_type()) {
    case TensorProto::FLOAT:
    case TensorProto::FLOAT16:
    case TensorProto::DOUBLE:
    case TensorProto::BFLOAT16:
        return;
    default:
        throw Unsupported(
            fmt::format("is of type {}; only rows of float features are offered, no token ids",
                        TensorProto::DataType_IsValid(type) ? TensorProto::DataType_Name(type) : std::to_string(type)));
    }
}

/// Which of the two leading axes may hold the rows; the other one is the batch of one.
std::vector<std::size_t> row_axes(const std::vector<Extent>& extents) {
    if (extents.size() == 2) return {0};
    const Extent& first = extents[0];
    const Extent& second = extents[1];
    if (!first && !second) return {1, 0};
    if (first && second && *first > 1 && *second > 1)
        throw Unsupported(fmt::format("holds {} or {} sequences at once; export the model with a batch of 1 or one "
                                      "that is not fixed",
                                      *first, *second));
    if (first == 1) return {1};
    if (second == 1) return {0};
    return {first ? 0U : 1U};
}

std::int64_t row_count(const Extent& fixed, std::optional<std::uint32_t> wanted) {
    if (!fixed && !wanted) throw Unsupported("has no fixed number of rows; say it with --rows");
    if (fixed && wanted && *fixed != *wanted)
        throw Unsupported(fmt::format("has {} rows, not {} as --rows says", *fixed, *wanted));
    const std::int64_t rows = fixed ? *fixed : *wanted;
    if (rows < 2 || rows > most_rows)
        throw Unsupported(fmt::format("should have 2 to {} rows, has {}", most_rows, rows));
    return rows;
}

const onnx::ValueInfoProto& only(const google::protobuf::RepeatedPtrField<onnx::ValueInfoProto>& values,
                                 const std::set<std::string>& besides, const char* what) {
    const onnx::ValueInfoProto* found = nullptr;
    std::string names;
    int count = 0;
    for (const auto& value : values) {
        if (besides.contains(value.name())) continue;
        found = &value;
        names += (names.empty() ? "" : ", ") + in_quotes(value.name());
        ++count;
    }
    if (count == 1) return *found;
    throw Unsupported(count == 0 ? fmt::format("the graph has no {}", what)
                                 : fmt::format("the graph has {} {}s ({}); one is offered", count, what, names));
}

} // namespace

std::vector<InputForm> input_forms(const onnx::ValueInfoProto& input, std::optional<std::uint32_t> rows) {
    expect_floats(input);
    const auto sizes = extents(input);
    const std::string shape = text(input.type().tensor_type().shape());
    if (!input.type().tensor_type().has_shape() || sizes.size() < 2 || sizes.size() > 3)
        throw Unsupported(fmt::format("has shape {}; offered are [rows, features], [1, rows, features] and [rows, 1, "
                                      "features]",
                                      shape));
    if (!sizes.back()) throw Unsupported(fmt::format("has shape {}: the number of features is not fixed", shape));
    if (*sizes.back() > most_columns) throw Unsupported(fmt::format("has shape {}: too many features", shape));
    std::vector<InputForm> out;
    for (const std::size_t axis : row_axes(sizes)) {
        InputForm form{row_count(sizes[axis], rows), *sizes.back(), Axes(sizes.size())};
        form.axes[axis] = digit(Dim::row, form.rows);
        form.axes.back() = digit(Dim::column, form.columns);
        out.push_back(std::move(form));
    }
    return out;
}

const onnx::ValueInfoProto& only_input(const onnx::GraphProto& graph) {
    std::set<std::string> initialisers;
    for (const auto& tensor : graph.initializer())
        initialisers.insert(tensor.name());
    return only(graph.input(), initialisers, "input");
}

const onnx::ValueInfoProto& only_output(const onnx::GraphProto& graph) {
    return only(graph.output(), {}, "output");
}

} // namespace stavp::workloads::onnx_import
