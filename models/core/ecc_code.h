#pragma once

namespace stavp {

/// How a memory guards its words. `secded`: 8 check bits for each 64-bit word correct one flipped bit and detect two.
enum class EccCode { none, secded };

} // namespace stavp
