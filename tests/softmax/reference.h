#pragma once

#include <cstdint>
#include <vector>

namespace stavp::test {

/// The softmax of docs/arithmetic.md, sentence by sentence.
inline std::vector<std::uint8_t> reference_softmax(const std::vector<std::int16_t>& x, std::uint64_t valid, bool causal,
                                                   std::uint64_t row_index) {
    const auto allowed = [&](std::uint64_t c) { return c < valid && (!causal || c <= row_index); };
    std::vector<std::uint8_t> p(x.size(), 0);
    bool any = false;
    std::int64_t m = 0;
    for (std::uint64_t c = 0; c < x.size(); ++c) {
        if (!allowed(c)) continue;
        if (!any || x[c] > m) m = x[c];
        any = true;
    }
    if (!any) return p;
    std::vector<std::int64_t> e(x.size(), 0);
    std::int64_t s = 0;
    for (std::uint64_t c = 0; c < x.size(); ++c) {
        if (!allowed(c)) continue;
        const std::int64_t d = m - x[c];
        const std::int64_t q = d >> 8;
        const std::int64_t f = d & 255;
        const std::int64_t t = 500 - f;
        e[c] = q > 31 ? 0 : (((t * t * 11288) >> 16) + 22544) >> q;
        s += e[c];
    }
    for (std::uint64_t c = 0; c < x.size(); ++c) {
        if (!allowed(c)) continue;
        const auto quotient = (e[c] * 255 + s / 2) / s;
        p[c] = static_cast<std::uint8_t>(quotient > 255 ? 255 : quotient);
    }
    return p;
}

} // namespace stavp::test
