#pragma once

#include "workloads/float/kernels.h"
#include "workloads/model/model.h"

#include <functional>

namespace stavp::workloads {

using TokenIds = std::vector<std::uint32_t>;

/// Called with each node's value as soon as it is known.
using Observer = std::function<void(const Node&, const Matrix&)>;

/// The embedding node's value: table rows and positions. Throws std::invalid_argument for no tokens, too many, or an
/// id beyond the table.
Matrix embed_tokens(const Model& model, const TokenIds& ids);

/// The model's output for one sequence in float32. Uses the float parameters, never the quantised ones.
Matrix forward(const Model& model, const TokenIds& ids, const Observer& observe = {});

/// The node's function if it is elementwise, else null.
double (*elementwise(Op op))(double);

double cosine(std::span<const float> a, std::span<const float> b);

} // namespace stavp::workloads
