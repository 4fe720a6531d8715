#include "platform/gemm/operands.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <fmt/format.h>
#include <numeric>
#include <random>

namespace stavp::gemm {

namespace {

/// Its sequence is fixed by the standard; the library's distributions are not.
using Random = std::mt19937;

std::int16_t nonzero_weight(Random& random, stavp_dtype format) {
    const auto bits = random();
    const auto value = format == STAVP_I16 ? static_cast<std::int16_t>(bits) : static_cast<std::int8_t>(bits);
    return value == 0 ? std::int16_t{1} : value;
}

/// Element `at` of numbers of the problem's format without gaps, little-endian.
std::int32_t element(const Problem& problem, const std::vector<std::uint8_t>& bytes, std::uint64_t at) {
    if (problem.format == STAVP_I8) return static_cast<std::int8_t>(bytes[at]);
    return static_cast<std::int16_t>(bytes[2 * at] | bytes[2 * at + 1] << 8);
}

void put_bits(std::uint8_t* row, std::uint64_t at, std::uint32_t value, unsigned count) {
    for (unsigned i = 0; i < count; ++i)
        row[(at + i) / 8] = static_cast<std::uint8_t>(row[(at + i) / 8] | (value >> i & 1) << ((at + i) % 8));
}

/// Picks `count` of the first `among` positions and returns them in rising order.
std::vector<std::uint32_t> pick_positions(Random& random, std::uint32_t count, std::uint32_t among) {
    std::vector<std::uint32_t> positions(among);
    std::iota(positions.begin(), positions.end(), 0u);
    for (std::uint32_t i = 0; i < count; ++i)
        std::swap(positions[i], positions[i + random() % (among - i)]);
    positions.resize(count);
    std::sort(positions.begin(), positions.end());
    return positions;
}

class WeightMaker {
public:
    WeightMaker(const Problem& problem, Random& random, Operands& out)
        : problem_(problem), shape_(problem.shape()), random_(random), out_(out) {
        out_.w.assign(problem.n * shape_.value_row_bytes(), 0);
        out_.map.assign(problem.n * shape_.map_row_bytes(), 0);
        out_.dense.assign(std::uint64_t{problem.k} * problem.n, 0);
    }

    void fill() {
        for (std::uint32_t channel = 0; channel < problem_.n; ++channel) {
            if (!problem_.sparse()) {
                for (std::uint32_t k = 0; k < problem_.k; ++k)
                    put(channel, k, k);
                continue;
            }
            for (std::uint64_t group = 0; group < shape_.groups(); ++group)
                fill_group(channel, group);
        }
    }

private:
    void put(std::uint32_t channel, std::uint64_t slot, std::uint64_t k) {
        const auto value = nonzero_weight(random_, problem_.format);
        const auto bytes = problem_.element_bytes();
        std::memcpy(out_.w.data() + channel * shape_.value_row_bytes() + slot * bytes, &value, bytes);
        out_.dense[k * problem_.n + channel] = value;
    }

    void fill_group(std::uint32_t channel, std::uint64_t group) {
        const auto first = group * problem_.pattern_m;
        const auto width = static_cast<std::uint32_t>(std::min<std::uint64_t>(problem_.pattern_m, problem_.k - first));
        auto* map = out_.map.data() + channel * shape_.map_row_bytes();
        auto slot = group * problem_.pattern_n;
        for (const auto position : pick_positions(random_, std::min(problem_.pattern_n, width), width)) {
            if (problem_.positions == Positions::index)
                put_bits(map, slot * shape_.index_bits(), position, shape_.index_bits());
            else
                put_bits(map, first + position, 1, 1);
            put(channel, slot++, first + position);
        }
    }

    const Problem& problem_;
    MatmulShape shape_;
    Random& random_;
    Operands& out_;
};

/// Sums modulo 2^32, as the array's accumulators.
std::vector<std::uint32_t> row_sums(const Problem& problem, const Operands& operands, std::uint64_t row) {
    std::vector<std::uint32_t> sums(problem.n, 0);
    for (std::uint64_t k = 0; k < problem.k; ++k) {
        const auto factor = element(problem, operands.x, row * problem.k + k);
        const auto* weights = operands.dense.data() + k * problem.n;
        for (std::uint64_t n = 0; n < problem.n; ++n)
            sums[n] += static_cast<std::uint32_t>(factor * weights[n]);
    }
    return sums;
}

std::int32_t requantised(std::int64_t sum, std::uint32_t shift, std::int64_t low, std::int64_t high) {
    const auto value = (sum + (std::int64_t{1} << (shift - 1))) >> shift;
    return static_cast<std::int32_t>(std::clamp(value, low, high));
}

} // namespace

Operands random_operands(const Problem& problem) {
    Random random(problem.seed);
    Operands out;
    out.x.resize(std::uint64_t{problem.m} * problem.k * problem.element_bytes());
    for (auto& byte : out.x)
        byte = static_cast<std::uint8_t>(random());
    WeightMaker(problem, random, out).fill();
    return out;
}

std::uint32_t output_shift(const Problem& problem) {
    // Products spread over about 2^12; sums of c of them over 2^12 * sqrt(c); 2 standard deviations fill the type.
    // Those of int16 are 2^16 times as large, and wrap.
    constexpr unsigned kSumBits = 31;
    const auto product = problem.format == STAVP_I16 ? 28u : 12u;
    const auto spread =
        std::min(kSumBits, product + static_cast<unsigned>(std::bit_width(problem.kept_per_channel())) / 2);
    const unsigned wanted = problem.output == STAVP_I16 ? 14 : 6;
    return spread > wanted ? spread - wanted : 1;
}

std::vector<std::uint8_t> host_product(const Problem& problem, const Operands& operands) {
    const auto element = problem.output_bytes();
    const auto shift = output_shift(problem);
    std::vector<std::uint8_t> y(std::uint64_t{problem.m} * problem.n * element);
    auto* out = y.data();
    for (std::uint64_t row = 0; row < problem.m; ++row) {
        for (const auto bits : row_sums(problem, operands, row)) {
            auto value = static_cast<std::int32_t>(bits);
            if (problem.output == STAVP_I8) value = requantised(value, shift, -128, 127);
            if (problem.output == STAVP_I16) value = requantised(value, shift, -32768, 32767);
            std::memcpy(out, &value, element);
            out += element;
        }
    }
    return y;
}

std::string first_difference(const Problem& problem, const std::vector<std::uint8_t>& expected,
                             const std::vector<std::uint8_t>& got) {
    for (std::uint64_t i = 0; i < expected.size(); ++i) {
        if (expected[i] == got[i]) continue;
        const auto element = i / problem.output_bytes();
        return fmt::format("first wrong element [{},{}]: byte {} is {:#04x}, expected {:#04x}", element / problem.n,
                           element % problem.n, i % problem.output_bytes(), got[i], expected[i]);
    }
    return "";
}

} // namespace stavp::gemm
