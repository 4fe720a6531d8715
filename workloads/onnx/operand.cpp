#include "workloads/onnx/operand.h"

#include "workloads/onnx/unsupported.h"

#include <algorithm>

namespace stavp::workloads::onnx_import {

bool is_whole(const View& view, const LayerGraph& layers) {
    std::int64_t elements = 1;
    for (const Axis& axis : view.axes) {
        if (std::ranges::any_of(axis, [](const Atom& atom) { return atom.stride == 0; })) return false;
        elements *= extent(axis);
    }
    return view.offset == 0 && elements == layers.rows_of(view.layer) * layers[view.layer].columns;
}

bool is_rows_by_columns(const View& view, const LayerGraph& layers) {
    if (view.offset != 0 || view.axes.empty()) return false;
    if (view.axes.back() != digit(Dim::column, layers[view.layer].columns)) return false;
    return joined(std::span(view.axes).first(view.axes.size() - 1)) == digit(Dim::row, layers.rows_of(view.layer));
}

Axes with_columns(Axes like, std::int64_t columns) {
    like.back() = digit(Dim::column, columns);
    return like;
}

Axes without_columns(Axes axes) {
    for (Axis& axis : axes)
        std::erase_if(axis, [](const Atom& atom) { return atom.dim == Dim::column; });
    return axes;
}

Axes padded(Axes axes, std::size_t rank) {
    if (axes.size() < rank) axes.insert(axes.begin(), rank - axes.size(), Axis{});
    return axes;
}

void expect_rows_by_columns(const View& view, const LayerGraph& layers, const std::string& what) {
    if (!is_rows_by_columns(view, layers))
        throw Unsupported(what + " of shape " + to_string(shape_of(view.axes)) +
                          " that is not the rows and columns of one value");
}

} // namespace stavp::workloads::onnx_import
