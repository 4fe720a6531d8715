#pragma once

#include "models/sta/sta.h"
#include "tests/sta/operand_data.h"
#include "tests/sta/support/engine_bench.h"

namespace stavp::test {

using StaBench = EngineBench<Sta, StaConfig>;

inline constexpr std::uint32_t kX = kBuffer;
inline constexpr std::uint32_t kW = kBuffer + 0x10000;
inline constexpr std::uint32_t kMap = kBuffer + 0x20000;
inline constexpr std::uint32_t kParams = kBuffer + 0x28000;
inline constexpr std::uint32_t kPsum = kBuffer + 0x2c000;
inline constexpr std::uint32_t kY = kBuffer + 0x34000;

/// Places operands without gaps and describes the product; output int32 unless changed.
inline stavp_sta_descriptor place(TestMemory& memory, const OperandData& data) {
    memory.put<std::uint8_t>(kX, data.x);
    memory.put<std::uint8_t>(kW, data.w);
    memory.put<std::uint8_t>(kMap, data.map);
    stavp_sta_descriptor d{};
    d.header.opcode = STAVP_OP_STA_MATMUL;
    d.header.flags = data.x_unsigned ? STAVP_STA_X_UNSIGNED : 0;
    d.header.tag = 42;
    d.x = kX;
    d.w = kW;
    d.map = kMap;
    d.params = kParams;
    d.psum = kPsum;
    d.y = kY;
    d.m = data.shape.m;
    d.n = data.shape.n;
    d.k = data.shape.k;
    d.x_stride = data.shape.k;
    d.w_stride = static_cast<std::uint32_t>(data.shape.value_row_bytes());
    d.map_stride = static_cast<std::uint32_t>(data.shape.map_row_bytes());
    d.psum_stride = 4 * d.n;
    d.y_stride = 4 * d.n;
    d.pattern_n = static_cast<std::uint8_t>(data.shape.pattern_n);
    d.pattern_m = static_cast<std::uint8_t>(data.shape.pattern_m);
    d.positions = data.shape.positions == Positions::index ? STAVP_POSITIONS_INDEX : STAVP_POSITIONS_BITMAP;
    d.y_type = STAVP_I32;
    return d;
}

} // namespace stavp::test
