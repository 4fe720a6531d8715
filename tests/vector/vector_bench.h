#pragma once

#include "models/vector/vector.h"
#include "tests/sta/support/engine_bench.h"

#include <random>

namespace stavp::test {

using VectorBench = EngineBench<Vector, VectorConfig>;

inline constexpr std::uint32_t kA = kBuffer;
inline constexpr std::uint32_t kB = kBuffer + 0x10000;
inline constexpr std::uint32_t kParams = kBuffer + 0x20000;
inline constexpr std::uint32_t kParams2 = kBuffer + 0x28000;
inline constexpr std::uint32_t kY = kBuffer + 0x30000;

inline std::uint32_t bytes_of(unsigned type) {
    return type == STAVP_I16 ? 2 : 1;
}

/// rows x cols, int8 in and out, no gaps, factor 1/2.
inline stavp_vector_descriptor describe(std::uint32_t opcode, std::uint32_t rows, std::uint32_t cols) {
    stavp_vector_descriptor d{};
    d.header.opcode = opcode;
    d.header.tag = 6;
    d.a = kA;
    d.y = kY;
    d.params = kParams;
    d.params2 = kParams2;
    d.rows = rows;
    d.cols = cols;
    d.a_stride = d.b_stride = d.y_stride = cols;
    d.a_type = d.b_type = d.y_type = STAVP_I8;
    d.mult0 = 1;
    d.shift0 = 1;
    d.valid = rows;
    return d;
}

/// `count` random elements of `type`, widened.
inline std::vector<std::int64_t> random_elements(std::size_t count, unsigned type, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<std::int64_t> out(count);
    for (auto& value : out) {
        const auto bits = random();
        value = type == STAVP_I16  ? static_cast<std::int16_t>(bits)
                : type == STAVP_U8 ? static_cast<std::int64_t>(bits & 255)
                                   : static_cast<std::int8_t>(bits);
    }
    return out;
}

inline void put_elements(TestMemory& memory, std::uint64_t address, std::uint64_t stride, std::size_t cols,
                         unsigned type, const std::vector<std::int64_t>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto at = address + i / cols * stride + i % cols * bytes_of(type);
        const auto low = static_cast<std::uint8_t>(values[i]);
        *memory.at(at, 1) = low;
        if (type == STAVP_I16) *memory.at(at + 1, 1) = static_cast<std::uint8_t>(values[i] >> 8);
    }
}

inline std::vector<std::int64_t> get_elements(TestMemory& memory, std::uint64_t address, std::uint64_t stride,
                                              std::size_t rows, std::size_t cols, unsigned type) {
    std::vector<std::int64_t> out;
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < cols; ++c) {
            const auto* host = memory.at(address + r * stride + c * bytes_of(type), bytes_of(type));
            if (type == STAVP_I16)
                out.push_back(static_cast<std::int16_t>(host[0] | host[1] << 8));
            else
                out.push_back(type == STAVP_U8 ? host[0] : static_cast<std::int8_t>(host[0]));
        }
    return out;
}

/// Clamps to an output type.
inline std::int64_t saturate(std::int64_t value, unsigned type) {
    const std::int64_t low = type == STAVP_U8 ? 0 : type == STAVP_I16 ? -32768 : -128;
    const std::int64_t high = type == STAVP_U8 ? 255 : type == STAVP_I16 ? 32767 : 127;
    return value < low ? low : value > high ? high : value;
}

/// docs/arithmetic.md, requantise, in 128 bits.
inline std::int64_t rq(std::int64_t value, std::int64_t mult, unsigned shift) {
    return static_cast<std::int64_t>(
        (static_cast<__int128>(value) * mult + (static_cast<__int128>(1) << (shift - 1))) >> shift);
}

} // namespace stavp::test
