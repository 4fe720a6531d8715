#pragma once

#include "workloads/onnx/formula.h"
#include "workloads/onnx/layer_graph.h"
#include "workloads/onnx/layout.h"

#include <variant>

namespace stavp::workloads::onnx_import {

/// Elements of a layer's value: `axes` says which, columns counted from `offset`.
struct View {
    LayerId layer = 0;
    std::int64_t offset = 0;
    Axes axes;
    bool operator==(const View&) const = default;
};

/// Stages of a LayerNorm written out, of the layer's value x.
struct Statistic {
    enum class Stage {
        mean,              ///< over the columns
        centred,           ///< x - mean
        square,            ///< (x - mean)^2
        variance,          ///< mean of the squares, plus epsilon
        deviation,         ///< square root of the variance
        inverse_deviation, ///< its reciprocal
    };
    Stage stage{};
    double epsilon = 0;
};

/// Scores of an attention, before or after the softmax. Places count heads from 0 in the order of the two lists.
struct Scores {
    LayerId query = 0;
    LayerId key = 0;
    /// Columns of the two layers, head after head, each head's columns in the order of the product.
    std::vector<std::int64_t> query_columns;
    std::vector<std::int64_t> key_columns;
    std::int64_t heads = 1;
    double scale = 1;
    bool causal = false;
    bool probabilities = false;
};

/// An array that depends on the input.
struct Activation {
    View view;
    std::variant<Formula, Statistic, std::shared_ptr<const Scores>> meaning = Formula::x();
    /// The node that gave it, for messages.
    std::string origin{};

    const Formula* formula() const { return std::get_if<Formula>(&meaning); }
    const Statistic* statistic() const { return std::get_if<Statistic>(&meaning); }
    const Scores* scores() const {
        const auto* held = std::get_if<std::shared_ptr<const Scores>>(&meaning);
        return held ? held->get() : nullptr;
    }
};

/// Follows from a node that could not be imported.
struct Unknown {};

using Operand = std::variant<Unknown, Constant, Activation>;

inline const Tensor* constant(const Operand& operand) {
    const auto* held = std::get_if<Constant>(&operand);
    return held ? held->get() : nullptr;
}
inline const Activation* activation(const Operand& operand) {
    return std::get_if<Activation>(&operand);
}

/// The view has every element of the layer's value exactly once.
bool is_whole(const View& view, const LayerGraph& layers);
/// Whole, with the columns in order on the last axis and the rows in order on the others.
bool is_rows_by_columns(const View& view, const LayerGraph& layers);
/// All of a layer's value, with axes (rows, columns) as they lie in `like`, whose last axis is replaced.
Axes with_columns(Axes like, std::int64_t columns);
/// The axes with all columns gone.
Axes without_columns(Axes axes);
/// With axes of extent 1 in front until there are `rank`.
Axes padded(Axes axes, std::size_t rank);

/// Throws Unsupported unless is_rows_by_columns; `what` begins the message.
void expect_rows_by_columns(const View& view, const LayerGraph& layers, const std::string& what);

} // namespace stavp::workloads::onnx_import
