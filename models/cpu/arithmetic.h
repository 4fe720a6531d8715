#pragma once

#include <cstdint>
#include <limits>

namespace stavp {

/// The M extension's corner cases (unprivileged manual, table "Semantics for division by zero and division overflow"):
/// nothing traps; x / 0 = all ones, x % 0 = x; most negative / -1 = itself, remainder 0.

template <class T> constexpr T divide(T a, T b) {
    if (b == 0) return static_cast<T>(-1);
    if (std::numeric_limits<T>::is_signed && a == std::numeric_limits<T>::min() && b == static_cast<T>(-1)) return a;
    return a / b;
}

template <class T> constexpr T remainder(T a, T b) {
    if (b == 0) return a;
    if (std::numeric_limits<T>::is_signed && b == static_cast<T>(-1)) return 0;
    return a % b;
}

constexpr std::uint64_t multiply_high_unsigned(std::uint64_t a, std::uint64_t b) {
    return static_cast<std::uint64_t>(static_cast<unsigned __int128>(a) * b >> 64);
}
constexpr std::uint64_t multiply_high_signed(std::int64_t a, std::int64_t b) {
    return static_cast<std::uint64_t>(static_cast<__int128>(a) * b >> 64);
}
constexpr std::uint64_t multiply_high_signed_unsigned(std::int64_t a, std::uint64_t b) {
    return static_cast<std::uint64_t>(static_cast<__int128>(a) * static_cast<__int128>(b) >> 64);
}

} // namespace stavp
