#include "tests/firmware/engine_arithmetic.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace stavp::test {

namespace {

using Wide = __int128;

void require(bool good, const char* what) {
    if (!good) throw std::invalid_argument(what);
}

std::uint32_t bytes_of(std::uint32_t type) {
    require(type >= STAVP_I8 && type <= STAVP_I32, "type");
    return type == STAVP_I32 ? 4 : type == STAVP_I16 ? 2 : 1;
}

std::int64_t load(const std::uint8_t* row, std::uint32_t index, std::uint32_t type) {
    std::int16_t half;
    std::int32_t word;
    switch (type) {
    case STAVP_I8:
        return static_cast<std::int8_t>(row[index]);
    case STAVP_U8:
        return row[index];
    case STAVP_I16:
        std::memcpy(&half, row + 2 * index, sizeof half);
        return half;
    default:
        std::memcpy(&word, row + 4 * index, sizeof word);
        return word;
    }
}

void save(std::uint8_t* row, std::uint32_t index, std::uint32_t type, std::int64_t value) {
    const std::int64_t low[] = {0, -128, 0, -32768, INT32_MIN};
    const std::int64_t high[] = {0, 127, 255, 32767, INT32_MAX};
    const auto clamped = std::clamp(value, low[type], high[type]);
    std::memcpy(row + bytes_of(type) * index, &clamped, bytes_of(type));
}

std::int64_t rounded_shift(Wide value, std::uint32_t shift) {
    require(shift >= 1 && shift <= 62, "shift");
    return static_cast<std::int64_t>((value + (Wide{1} << (shift - 1))) >> shift);
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    return a / b - (a % b != 0 && a < 0 ? 1 : 0);
}

std::uint64_t floor_sqrt(std::uint64_t value) {
    auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(value)));
    while (Wide{root} * root > value)
        --root;
    while (Wide{root + 1} * (root + 1) <= value)
        ++root;
    return root;
}

/// Bits of map or indices per group.
std::uint32_t group_bits(const stavp_sta_descriptor& c) {
    require(c.positions <= STAVP_POSITIONS_INDEX, "positions");
    if (c.positions == STAVP_POSITIONS_BITMAP) return c.pattern_m;
    return c.pattern_n * static_cast<std::uint32_t>(std::lround(std::log2(c.pattern_m)));
}

/// Puts the values of a row where its indices say, bit by bit.
void scatter(const stavp_sta_descriptor& c, const std::uint8_t* values, const std::uint8_t* indices,
             std::vector<std::int8_t>& row) {
    const auto bits = group_bits(c) / c.pattern_n;
    const auto slots = (c.k + c.pattern_m - 1) / c.pattern_m * c.pattern_n;
    for (std::uint32_t slot = 0; slot < slots; ++slot) {
        auto column = slot / c.pattern_n * c.pattern_m;
        for (std::uint32_t i = 0; i < bits; ++i) {
            const auto at = slot * bits + i;
            column += static_cast<std::uint32_t>(indices[at / 8] >> (at % 8) & 1) << i;
        }
        row.at(column) = static_cast<std::int8_t>(values[slot]);
    }
}

/// Row `r` of the weights written out densely.
std::vector<std::int8_t> dense_weights(const stavp_sta_descriptor& c, const std::uint8_t* w, const std::uint8_t* map,
                                       std::uint32_t r) {
    std::vector<std::int8_t> row(c.k + 32);
    const auto* values = w + std::size_t{r} * c.w_stride;
    if (c.pattern_n == 0) {
        std::memcpy(row.data(), values, c.k);
        return row;
    }
    const auto* bits = map + std::size_t{r} * c.map_stride;
    if (c.positions == STAVP_POSITIONS_INDEX) {
        scatter(c, values, bits, row);
        return row;
    }
    for (std::uint32_t group = 0; group * c.pattern_m < c.k; ++group) {
        std::uint32_t taken = 0;
        for (std::uint32_t j = 0; j < c.pattern_m; ++j) {
            const auto bit = group * c.pattern_m + j;
            if ((bits[bit / 8] >> (bit % 8) & 1) != 0)
                row.at(bit) = static_cast<std::int8_t>(values[group * c.pattern_n + taken++]);
        }
    }
    return row;
}

} // namespace

void run_matmul(const stavp_sta_descriptor& c, const Operands& operands) {
    require(c.m != 0 && c.n != 0 && c.k != 0, "zero size");
    const auto groups = c.pattern_n == 0 ? 0 : (c.k + c.pattern_m - 1) / c.pattern_m;
    const auto* x = operands.read(c.x, c.m, c.k, c.x_stride);
    const auto* w = operands.read(c.w, c.n, c.pattern_n == 0 ? c.k : groups * c.pattern_n, c.w_stride);
    const auto* map =
        c.pattern_n == 0 ? nullptr : operands.read(c.map, c.n, (groups * group_bits(c) + 7) / 8, c.map_stride);
    const bool raw = c.y_type == STAVP_I32;
    const bool records = !raw && (c.header.flags & STAVP_STA_INLINE_REQUANT) == 0;
    const auto* params = records ? operands.read(c.params, 1, 16 * c.n, 16 * c.n) : nullptr;
    const auto* psum =
        (c.header.flags & STAVP_STA_PSUM_IN) != 0 ? operands.read(c.psum, c.m, 4 * c.n, c.psum_stride) : nullptr;
    const bool look_up = (c.header.flags & STAVP_STA_LUT) != 0;
    const bool add = (c.header.flags & STAVP_STA_RESIDUAL) != 0;
    require(!look_up || (!add && c.y_type == STAVP_I8), "table");
    require(!add || (!raw && c.product_type != STAVP_I32 && c.residual_type != STAVP_I32), "residual");
    const auto* table = look_up ? operands.read(c.operand2, 1, 256, 256) : nullptr;
    const auto* residual =
        add ? operands.read(c.operand2, c.m, c.n * bytes_of(c.residual_type), c.operand2_stride) : nullptr;
    auto* y = operands.write(c.y, c.m, c.n * bytes_of(c.y_type), c.y_stride);
    const auto x_type = (c.header.flags & STAVP_STA_X_UNSIGNED) != 0 ? STAVP_U8 : STAVP_I8;
    for (std::uint32_t col = 0; col < c.n; ++col) {
        const auto weights = dense_weights(c, w, map, col);
        std::int32_t bias = 0;
        std::int32_t mult = c.mult;
        std::uint32_t shift = c.shift;
        if (records) {
            std::memcpy(&bias, params + 16 * col, 4);
            std::memcpy(&mult, params + 16 * col + 4, 4);
            std::memcpy(&shift, params + 16 * col + 8, 4);
        }
        for (std::uint32_t row = 0; row < c.m; ++row) {
            std::int64_t sum = psum != nullptr ? load(psum + std::size_t{row} * c.psum_stride, col, STAVP_I32) : 0;
            for (std::uint32_t k = 0; k < c.k; ++k)
                sum += load(x + std::size_t{row} * c.x_stride, k, x_type) * weights[k];
            if (!raw) sum = rounded_shift(Wide{sum + bias} * mult, shift);
            if ((c.header.flags & STAVP_STA_RELU) != 0) sum = std::max<std::int64_t>(sum, 0);
            auto* out = y + std::size_t{row} * c.y_stride;
            if (add) {
                std::uint8_t narrowed[4];
                save(narrowed, 0, c.product_type, sum);
                const auto b = load(residual + std::size_t{row} * c.operand2_stride, col, c.residual_type);
                sum = rounded_shift(
                    Wide{load(narrowed, 0, c.product_type)} * c.product_mult + Wide{b} * c.residual_mult, c.sum_shift);
            }
            save(out, col, c.y_type, sum);
            if (look_up) out[col] = table[out[col]];
        }
    }
}

void run_softmax(const stavp_softmax_descriptor& c, const Operands& operands) {
    require(c.rows != 0 && c.cols != 0, "zero size");
    const auto* x = operands.read(c.x, c.rows, 2 * c.cols, c.x_stride);
    auto* y = operands.write(c.y, c.rows, c.cols, c.y_stride);
    for (std::uint32_t row = 0; row < c.rows; ++row) {
        const auto* in = x + std::size_t{row} * c.x_stride;
        auto* out = y + std::size_t{row} * c.y_stride;
        auto end = std::min(c.cols, c.valid);
        if ((c.header.flags & STAVP_SOFTMAX_CAUSAL) != 0) end = std::min(end, c.row0 + row + 1);
        std::int64_t largest = INT64_MIN;
        for (std::uint32_t i = 0; i < end; ++i)
            largest = std::max(largest, load(in, i, STAVP_I16));
        std::vector<std::uint64_t> weight(c.cols, 0);
        std::uint64_t sum = 0;
        for (std::uint32_t i = 0; i < end; ++i) {
            const auto d = static_cast<std::uint64_t>(largest - load(in, i, STAVP_I16));
            const std::uint64_t t = 500 - (d & 255);
            weight[i] = d >> 8 > 31 ? 0 : (((t * t * 11288) >> 16) + 22544) >> (d >> 8);
            sum += weight[i];
        }
        for (std::uint32_t i = 0; i < c.cols; ++i)
            out[i] = i < end
                         ? static_cast<std::uint8_t>(std::min<std::uint64_t>((weight[i] * 255 + sum / 2) / sum, 255))
                         : 0;
    }
}

namespace {

void layernorm_row(const stavp_vector_descriptor& c, const std::uint8_t* in, const std::uint8_t* gamma,
                   const std::uint8_t* beta, std::uint8_t* out) {
    std::int64_t sum = 0;
    for (std::uint32_t i = 0; i < c.cols; ++i)
        sum += load(in, i, c.a_type);
    const auto mean = floor_divide(256 * sum + (c.cols >> 1), c.cols);
    std::uint64_t squares = 0;
    for (std::uint32_t i = 0; i < c.cols; ++i) {
        const auto centred = 256 * load(in, i, c.a_type) - mean;
        squares += static_cast<std::uint64_t>(centred * centred);
    }
    const auto deviation = std::max<std::uint64_t>(floor_sqrt(squares / c.cols + c.eps_q), 1);
    const auto reciprocal = static_cast<std::int64_t>((std::uint64_t{1} << 32) / deviation);
    for (std::uint32_t i = 0; i < c.cols; ++i) {
        const auto n = rounded_shift(Wide{256 * load(in, i, c.a_type) - mean} * reciprocal, 20);
        auto value = n * load(gamma, i, STAVP_I16) + load(beta, i, STAVP_I32);
        value = std::clamp<std::int64_t>(value, INT32_MIN, INT32_MAX);
        save(out, i, c.y_type, rounded_shift(Wide{value} * c.mult0, c.shift0));
    }
}

void run_meanpool(const stavp_vector_descriptor& c, const Operands& operands) {
    const auto* a = operands.read(c.a, c.rows, c.cols * bytes_of(c.a_type), c.a_stride);
    auto* y = operands.write(c.y, 1, c.cols * bytes_of(c.y_type), c.y_stride);
    for (std::uint32_t col = 0; col < c.cols; ++col) {
        std::int64_t sum = 0;
        for (std::uint32_t row = 0; row < std::min(c.rows, c.valid); ++row)
            sum += load(a + std::size_t{row} * c.a_stride, col, c.a_type);
        save(y, col, c.y_type, rounded_shift(Wide{sum} * c.mult0, c.shift0));
    }
}

void run_transpose(const stavp_vector_descriptor& c, const Operands& operands) {
    const auto* a = operands.read(c.a, c.rows, c.cols, c.a_stride);
    auto* y = operands.write(c.y, c.cols, c.rows, c.y_stride);
    for (std::uint32_t row = 0; row < c.rows; ++row)
        for (std::uint32_t col = 0; col < c.cols; ++col)
            y[std::size_t{col} * c.y_stride + row] = a[std::size_t{row} * c.a_stride + col];
}

} // namespace

void run_vector(const stavp_vector_descriptor& c, const Operands& operands) {
    require(c.rows != 0 && c.cols != 0, "zero size");
    if (c.header.opcode == STAVP_OP_VECTOR_MEANPOOL) return run_meanpool(c, operands);
    if (c.header.opcode == STAVP_OP_VECTOR_TRANSPOSE) return run_transpose(c, operands);
    const bool layernorm = c.header.opcode == STAVP_OP_VECTOR_LAYERNORM;
    const bool lut = c.header.opcode == STAVP_OP_VECTOR_LUT;
    const auto* a = operands.read(c.a, c.rows, c.cols * bytes_of(c.a_type), c.a_stride);
    const auto* b = c.b != 0 ? operands.read(c.b, c.rows, c.cols * bytes_of(c.b_type), c.b_stride) : nullptr;
    const auto* p = layernorm ? operands.read(c.params, 1, 2 * c.cols, 2 * c.cols)
                    : lut     ? operands.read(c.params, 1, 256, 256)
                              : nullptr;
    const auto* p2 = layernorm ? operands.read(c.params2, 1, 4 * c.cols, 4 * c.cols) : nullptr;
    auto* y = operands.write(c.y, c.rows, c.cols * bytes_of(c.y_type), c.y_stride);
    for (std::uint32_t row = 0; row < c.rows; ++row) {
        const auto* in = a + std::size_t{row} * c.a_stride;
        auto* out = y + std::size_t{row} * c.y_stride;
        if (layernorm) {
            layernorm_row(c, in, p, p2, out);
            continue;
        }
        for (std::uint32_t i = 0; i < c.cols; ++i) {
            if (lut) {
                out[i] = p[in[i]];
                continue;
            }
            Wide sum = Wide{load(in, i, c.a_type)} * c.mult0;
            if (b != nullptr) sum += Wide{load(b + std::size_t{row} * c.b_stride, i, c.b_type)} * c.mult1;
            save(out, i, c.y_type, rounded_shift(sum, c.shift0));
        }
    }
}

} // namespace stavp::test
