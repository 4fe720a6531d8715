#pragma once

#include <cstdint>

namespace stavp::trace {

/// What a signal carries: a number, x (not known) or z (nothing); or, in a change alone, what is added to a number.
struct Level {
    enum class Kind : std::uint8_t { number, unknown, undriven, step };

    Level() = default;
    Level(std::uint64_t value) : bits(value) {} // a number stands for itself
    explicit Level(Kind other) : kind(other) {}

    static Level step(std::int64_t by) {
        Level level(Kind::step);
        level.bits = static_cast<std::uint64_t>(by);
        return level;
    }

    std::uint64_t bits = 0;
    Kind kind = Kind::number;

    bool operator==(const Level&) const = default;
};

inline const Level kUnknown(Level::Kind::unknown);
inline const Level kUndriven(Level::Kind::undriven);

} // namespace stavp::trace
