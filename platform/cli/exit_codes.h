#pragma once

namespace stavp::cli {

inline constexpr int kGood = 0;
inline constexpr int kSimulationFailed = 1; ///< mismatch, firmware error, time-out, deadlock, watchdog
inline constexpr int kBadInput = 2;         ///< one line on stderr says what and where

} // namespace stavp::cli
