#pragma once

#include "workloads/float/kernels.h"
#include "workloads/float/sequence.h"
#include "workloads/model/model.h"

#include <functional>

namespace stavp::workloads {

/// Called with each node's value as soon as it is known.
using Observer = std::function<void(const Node&, const Matrix&)>;

/// The first node's value: table rows and positions of token ids, or the features as they are. Throws
/// std::invalid_argument for no rows, too many, an id beyond the table, or a sequence that is not of the model's kind.
Matrix first_value(const Model& model, const Sequence& sequence);

/// The value of any other node, from those of its inputs.
Matrix evaluate_node(const Model& model, const Node& node, const std::vector<const Matrix*>& inputs);

/// The model's output for one sequence in float32. Uses the float parameters, never the quantised ones.
Matrix forward(const Model& model, const Sequence& sequence, const Observer& observe = {});

/// The node's function if it is elementwise, else null.
double (*elementwise(Op op))(double);

double cosine(std::span<const float> a, std::span<const float> b);

} // namespace stavp::workloads
