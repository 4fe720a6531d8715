#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stavp::workloads::series {

/// How a model of the series comes about; the first two are dense.
enum class Method { dense, dense_plus, idp, oneshot, fixed, sr_ste };

/// Which optimiser steps a baseline's k-th candidate gets: those of one IDP step (the whole series costs the same), or
/// those that IDP had spent until its k-th candidate (equal training per candidate, a dearer series). None: methods
/// without choice.
enum class Budget { none, series, candidate };

/// Which of the predecessor's weights the next IDP candidate starts from.
enum class Inherit {
    weights, ///< the dense master weights
    masked   ///< the candidate's: what was pruned starts at zero
};

std::string_view to_string(Method method);
std::string_view to_string(Budget budget);
std::string_view to_string(Inherit inherit);
/// Throw std::invalid_argument for an unknown word.
Method method_from_string(std::string_view word);
Budget budget_from_string(std::string_view word);

/// The words of a recipe's `methods` list, in the order in which they run.
const std::vector<std::string>& method_words();

/// True for methods that train with one phase per candidate and so have budgets.
bool has_budgets(Method method);

} // namespace stavp::workloads::series
