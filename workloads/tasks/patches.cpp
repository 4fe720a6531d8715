#include "workloads/tasks/patches.h"

namespace stavp::workloads {

Matrix cut_into_patches(std::span<const std::uint8_t> pixels, std::uint32_t side, std::uint32_t patch) {
    const std::uint32_t across = side / patch;
    Matrix rows(std::size_t{across} * across, std::size_t{patch} * patch);
    for (std::uint32_t y = 0; y < side; ++y) {
        for (std::uint32_t x = 0; x < side; ++x) {
            const std::size_t row = std::size_t{y / patch} * across + x / patch;
            const std::size_t column = std::size_t{y % patch} * patch + x % patch;
            rows.row(row)[column] = static_cast<float>(2 * pixels[std::size_t{y} * side + x] - 255) / 255.0F;
        }
    }
    return rows;
}

} // namespace stavp::workloads
