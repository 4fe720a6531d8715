#pragma once

#include "platform/sweep/space.h"

#include <vector>

namespace stavp::sweep {

/// The choice behind `choice` in the order of the grid, the last axis fastest; false behind the last one.
bool advance(Choice& choice, const std::vector<std::size_t>& sizes);

/// Every combination, the last axis fastest.
std::vector<Choice> grid_choices(const std::vector<std::size_t>& sizes);

/// The first values of all axes, the second ones, and so on. All axes have equally many.
std::vector<Choice> zip_choices(const std::vector<std::size_t>& sizes);

} // namespace stavp::sweep
