#include "platform/gemm/tiling.h"

#include "platform/gemm/rehearsal.h"
#include "platform/run/input_error.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <numeric>
#include <optional>
#include <vector>

namespace stavp::gemm {

namespace {

constexpr std::uint64_t kAlign = 64;
constexpr std::uint64_t kMaxSlots = 64;

std::uint64_t up(std::uint64_t value, std::uint64_t by) {
    return (value + by - 1) / by;
}

std::uint64_t aligned(std::uint64_t bytes) {
    return up(bytes, kAlign) * kAlign;
}

/// Extents worth trying for a dimension of which the array takes `step` at a time.
std::vector<std::uint32_t> extents(std::uint32_t whole, std::uint32_t step) {
    std::vector<std::uint32_t> out;
    for (std::uint64_t many = step; many < whole; many = std::max(many + step, many * 3 / 2 / step * step))
        out.push_back(static_cast<std::uint32_t>(many));
    out.push_back(whole);
    return out;
}

/// Extents that leave a part of the array idle, for buffers that hold no more.
std::vector<std::uint32_t> small_extents(std::uint32_t whole, std::uint32_t step) {
    std::vector<std::uint32_t> out;
    for (auto part = std::min(whole, step); part > 0; part /= 2)
        out.push_back(part);
    return out;
}

std::vector<std::uint32_t> depths(const Problem& problem) {
    const auto unit = reduction_unit(problem);
    const auto most = up(problem.k, unit);
    std::vector<std::uint32_t> out;
    for (auto pieces = up(problem.k, kStaMaxK); pieces < most; pieces += std::max<std::uint64_t>(1, pieces / 2))
        out.push_back(
            static_cast<std::uint32_t>(std::min<std::uint64_t>(up(up(problem.k, pieces), unit) * unit, problem.k)));
    out.push_back(std::min(unit, problem.k));
    std::erase_if(out, [](std::uint32_t depth) { return depth > kStaMaxK; });
    return out;
}

/// One dimension in tiles: how many have the full extent, and the last one where it is shorter.
struct Cut {
    std::uint64_t extent, full, rest;
    Cut(std::uint64_t whole, std::uint64_t tile) : extent(tile), full(whole / tile), rest(whole % tile) {}
    std::uint64_t tiles() const { return full + (rest != 0 ? 1 : 0); }
    std::array<std::pair<std::uint64_t, std::uint64_t>, 2> kinds() const {
        return {{{extent, full}, {rest, rest != 0 ? 1 : 0}}};
    }
};

class Estimate {
public:
    Estimate(const config::PlatformConfig& config, const Problem& problem)
        : config_(config), problem_(problem),
          bytes_per_cycle_(config.bus.bytes_per_cycle * config.bus.clock_mhz / config.sta_clock_mhz) {}

    /// Sets the slots of a tiling that fits; false for one that does not.
    bool fit(Tiling& tiling) const {
        tiling.x_slots = std::min(kMaxSlots, config_.input_buffer.bytes / x_tile_bytes(problem_, tiling.m, tiling.k));
        tiling.w_slots = std::min(kMaxSlots, config_.weight_buffer.bytes / w_tile_bytes(problem_, tiling.n, tiling.k));
        const auto results = std::uint64_t{tiling.m} * tiling.n;
        return tiling.x_slots >= 2 && tiling.w_slots >= 2 &&
               2 * aligned(results * problem_.output_bytes()) <= config_.output_buffer.bytes &&
               (tiling.k >= problem_.k || 4 * results <= config_.intermediate_buffer.bytes);
    }

    /// Sets the better loop order and returns the cycles: rehearsed, or of very many commands what their sum and the
    /// traffic say.
    double order(Tiling& tiling) const {
        constexpr std::uint64_t kMostRehearsed = 2048;
        const Cut rows(problem_.m, tiling.m);
        const Cut channels(problem_.n, tiling.n);
        const Cut pieces(problem_.k, tiling.k);
        const auto x_tile = static_cast<double>(x_tile_bytes(problem_, tiling.m, tiling.k));
        const auto w_tile = static_cast<double>(w_tile_bytes(problem_, tiling.n, tiling.k));
        const auto traffic = [&](bool rows_outermost) {
            return x_tile * loads(rows, channels, pieces, tiling.x_slots, rows_outermost) +
                   w_tile * loads(channels, rows, pieces, tiling.w_slots, !rows_outermost) +
                   static_cast<double>(problem_.output_bytes()) * problem_.m * problem_.n;
        };
        tiling.rows_outermost = traffic(true) < traffic(false);
        if (rows.tiles() * channels.tiles() * pieces.tiles() <= kMostRehearsed)
            return rehearse(config_, problem_, tiling);
        return (x_tile + w_tile) / bytes_per_cycle_ +
               std::max(array_cycles(rows, channels, pieces), traffic(tiling.rows_outermost) / bytes_per_cycle_);
    }

private:
    /// How often tiles of an operand are loaded. `own`: the tiles of the dimension that it has and the other has not.
    static double loads(const Cut& own, const Cut& other, const Cut& pieces, std::uint64_t slots, bool outermost) {
        const auto once = static_cast<double>(own.tiles() * pieces.tiles());
        const bool kept = outermost ? pieces.tiles() <= slots : own.tiles() * pieces.tiles() <= slots;
        return kept ? once : once * static_cast<double>(other.tiles());
    }

    /// Of all commands of m x n results.
    std::uint64_t reduction_cycles(std::uint64_t m, std::uint64_t n, const Cut& pieces) const {
        if (pieces.tiles() == 1) return command_cycles(config_, problem_, m, n, problem_.k, true, true);
        const auto last = pieces.rest != 0 ? pieces.rest : pieces.extent;
        return command_cycles(config_, problem_, m, n, pieces.extent, true, false) +
               (pieces.tiles() - 2) * command_cycles(config_, problem_, m, n, pieces.extent, false, false) +
               command_cycles(config_, problem_, m, n, last, false, true);
    }

    double array_cycles(const Cut& rows, const Cut& channels, const Cut& pieces) const {
        double sum = 0;
        for (const auto& [m, m_count] : rows.kinds())
            for (const auto& [n, n_count] : channels.kinds())
                if (m_count * n_count > 0)
                    sum += static_cast<double>(m_count * n_count) * static_cast<double>(reduction_cycles(m, n, pieces));
        return sum;
    }

    const config::PlatformConfig& config_;
    const Problem& problem_;
    double bytes_per_cycle_;
};

} // namespace

std::uint32_t reduction_unit(const Problem& problem) {
    if (!problem.sparse()) return static_cast<std::uint32_t>(kAlign);
    const auto bits =
        problem.positions == Positions::index ? problem.pattern_n * problem.shape().index_bits() : problem.pattern_m;
    return problem.pattern_m * 8 / std::gcd(8u, bits);
}

std::uint64_t x_tile_bytes(const Problem& problem, std::uint64_t rows, std::uint64_t depth) {
    return aligned(rows * depth * problem.element_bytes());
}

std::uint64_t w_tile_bytes(const Problem& problem, std::uint64_t channels, std::uint64_t depth) {
    auto shape = problem.shape();
    shape.k = static_cast<std::uint32_t>(depth);
    return aligned(channels * shape.value_row_bytes()) + aligned(channels * shape.map_row_bytes());
}

Tiling choose_tiling(const config::PlatformConfig& config, const Problem& problem) {
    const Estimate estimate(config, problem);
    std::optional<Tiling> best;
    double least = 0;
    const auto consider = [&](const std::vector<std::uint32_t>& rows, const std::vector<std::uint32_t>& channels) {
        for (const auto k : depths(problem))
            for (const auto m : rows)
                for (const auto n : channels) {
                    Tiling tiling{m, n, k};
                    if (!estimate.fit(tiling)) continue;
                    const auto cycles = estimate.order(tiling);
                    if (best && cycles >= least) continue;
                    best = tiling;
                    least = cycles;
                }
    };
    consider(extents(problem.m, config.sta.rows), extents(problem.n, config.sta.cols));
    if (!best) consider(small_extents(problem.m, config.sta.rows), small_extents(problem.n, config.sta.cols));
    if (!best) {
        const auto depth = std::min(reduction_unit(problem), problem.k);
        throw InputError(fmt::format("stavp gemm: the buffers are too small for two tiles each: a row of X takes {} "
                                     "bytes (buffers.input.bytes), a channel of W {} (buffers.weight.bytes)",
                                     x_tile_bytes(problem, 1, depth), w_tile_bytes(problem, 1, depth)));
    }
    return *best;
}

} // namespace stavp::gemm
