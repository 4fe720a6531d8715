#pragma once

#include "tests/isa/memory_map.h"

#include <array>
#include <random>

namespace stavp::isa {

class Random {
public:
    explicit Random(u64 seed) : engine_(seed) {}
    u64 any() { return engine_(); }
    u32 below(u64 count) { return static_cast<u32>(engine_() % count); }
    bool once_in(u64 count) { return below(count) == 0; }
    template <class T, std::size_t N> T of(const std::array<T, N>& values) { return values[below(N)]; }

private:
    std::mt19937_64 engine_;
};

} // namespace stavp::isa
