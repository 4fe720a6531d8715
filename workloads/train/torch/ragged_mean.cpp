#include "workloads/train/torch/ragged_mean.h"

#include <vector>

namespace stavp::workloads {

void ragged_mean(const float* x, Offsets offsets, std::size_t columns, float* means) {
    std::vector<double> sums(columns);
    for (std::size_t s = 0; s + 1 < offsets.size(); ++s, means += columns) {
        sums.assign(columns, 0);
        for (std::int64_t row = offsets[s]; row < offsets[s + 1]; ++row)
            for (std::size_t c = 0; c < columns; ++c)
                sums[c] += x[static_cast<std::size_t>(row) * columns + c];
        const auto rows = static_cast<double>(offsets[s + 1] - offsets[s]);
        for (std::size_t c = 0; c < columns; ++c)
            means[c] = static_cast<float>(sums[c] / rows);
    }
}

void ragged_mean_backward(const float* means_gradient, Offsets offsets, std::size_t columns, float* x_gradient) {
    for (std::size_t s = 0; s + 1 < offsets.size(); ++s, means_gradient += columns) {
        const auto share = 1.0F / static_cast<float>(offsets[s + 1] - offsets[s]);
        for (std::int64_t row = offsets[s]; row < offsets[s + 1]; ++row, x_gradient += columns)
            for (std::size_t c = 0; c < columns; ++c)
                x_gradient[c] = share * means_gradient[c];
    }
}

} // namespace stavp::workloads
