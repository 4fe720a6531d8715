#include "workloads/onnx/interpreter.h"
#include "workloads/onnx/unsupported.h"

#include <cmath>
#include <functional>

namespace stavp::workloads::onnx_import {

namespace {

/// What exporters write for minus infinity: that itself, the type's lowest number, -1e9, or BERT's -10000.
constexpr double minus_infinity = -1e4;

std::shared_ptr<Scores> changed(const Activation& scores) {
    if (scores.scores()->probabilities) throw Unsupported("attention probabilities are changed after the softmax");
    return std::make_shared<Scores>(*scores.scores());
}

Activation with_scores(Activation activation, std::shared_ptr<const Scores> scores) {
    activation.meaning = std::move(scores);
    return activation;
}

/// The scores without those that `hides` says: none, or all of later keys.
Activation hiding(const Activation& activation, const std::function<bool(std::size_t)>& hides) {
    const auto all = places(activation.view.axes);
    bool any = false;
    bool causal = true;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool hidden = hides(i);
        any = any || hidden;
        causal = causal && hidden == (all[i].key > all[i].row);
    }
    if (any && !causal) throw Unsupported("attention mask that is not causal");
    auto scores = changed(activation);
    scores->causal = scores->causal || any;
    return with_scores(activation, std::move(scores));
}

} // namespace

Activation rescaled(const Activation& activation, double factor) {
    auto scores = changed(activation);
    if (scores->causal && !(factor > 0))
        throw Unsupported("masked attention scores times a number that is not positive");
    scores->scale *= factor;
    return with_scores(activation, std::move(scores));
}

Activation masked(const Activation& activation, const Tensor& mask) {
    const auto indices = broadcast_indices(mask.shape, shape_of(activation.view.axes));
    return hiding(activation, [&](std::size_t i) {
        const double value = mask.at(indices[i]);
        if (value != 0 && !(value <= minus_infinity))
            throw Unsupported("attention bias; only a causal mask is offered");
        return value != 0;
    });
}

Operand where(Interpreter&, const Call& call) {
    const Tensor& condition = call.tensor(0);
    for (const std::size_t i : {1U, 2U}) {
        const Activation* scores = activation(call.operand(i));
        const Tensor* other = constant(call.operand(3 - i));
        if (!scores || !scores->scores() || !other) continue;
        const Shape shape = shape_of(scores->view.axes);
        const auto chosen = broadcast_indices(condition.shape, shape);
        const auto filled = broadcast_indices(other->shape, shape);
        return hiding(*scores, [&](std::size_t element) {
            const bool keeps = (condition.at(chosen[element]) != 0) == (i == 1);
            if (!keeps && !(other->at(filled[element]) <= minus_infinity))
                throw Unsupported("attention scores are replaced by something else than minus infinity");
            return !keeps;
        });
    }
    throw Unsupported("choice between values, other than a causal mask of attention scores");
}

Operand softmax(Interpreter& interpreter, const Call& call) {
    const Activation& from = call.activation(0);
    if (!from.scores())
        throw Unsupported("softmax of something else than attention scores; a classifier is imported without its last "
                          "softmax");
    const std::size_t rank = from.view.axes.size();
    constexpr int one_axis_opset = 13; // before, axis and all behind it
    const std::int64_t standard = call.opset() < one_axis_opset ? 1 : -1;
    if (normal_axis(call.int_attribute("axis", standard), rank) + 1 != rank ||
        from.view.axes.back() != digit(Dim::key, interpreter.layers().rows()))
        throw Unsupported("softmax over anything but the keys");
    auto scores = changed(from);
    scores->probabilities = true;
    return with_scores(from, std::move(scores));
}

} // namespace stavp::workloads::onnx_import
