#pragma once

#include "models/sta/bitmap.h"
#include "models/sta/fold.h"
#include "models/sta/index.h"
#include "models/sta/matmul_shape.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

// The registers and wires that both dataflows of the stepped array are made of.
namespace stavp::stepped {

/// Which part of its work on an M-group (on `lanes` elements when dense) a PE does in one beat: which positions its
/// selectors see, which of the weights kept there it takes, and which bytes of the operands its multipliers take.
struct BeatOfGroup {
    unsigned first_position = 0;
    unsigned end_position = 0;
    unsigned first_kept = 0;
    unsigned x_byte = 0;
    unsigned w_byte = 0;
};

/// All beats of a group in their order: the schedule has room for every weight of a window, wherever a column's
/// weights lie.
inline std::vector<BeatOfGroup> beats_of_group(const StaConfig& config, const MatmulShape& shape) {
    const bool bytes = config.multiplier_bits == 8;
    std::vector<BeatOfGroup> beats;
    const auto add = [&](unsigned first_position, unsigned end_position, unsigned first_kept) {
        for (unsigned x_byte = 0; x_byte < (bytes ? shape.x_bytes : 1); ++x_byte)
            for (unsigned w_byte = 0; w_byte < (bytes ? shape.w_bytes : 1); ++w_byte)
                beats.push_back({first_position, end_position, first_kept, x_byte, w_byte});
    };
    if (!shape.sparse()) {
        add(0, config.lanes, 0);
        return beats;
    }
    const auto window = config.selector_width == 0 ? shape.pattern_m : config.selector_width;
    for (unsigned position = 0; position < shape.pattern_m; position += window)
        for (unsigned kept = 0; kept < shape.pattern_n && kept < window; kept += config.lanes)
            add(position, std::min(position + window, shape.pattern_m), kept);
    return beats;
}

/// A weight with the position of its group that it belongs to; dense, the lane.
struct PlacedWeight {
    std::int16_t value;
    unsigned position;
};

/// What a weight wire carries in one cycle. The decoder at the edge of the array has turned map or indices to
/// positions.
struct WeightBeat {
    bool valid = false;
    std::vector<PlacedWeight> weights;
};

/// What an activation wire carries in one cycle: `lanes` elements when dense, those that the selectors see when sparse,
/// and the control bits that travel with them.
struct ActivationBeat {
    bool valid = false;
    bool first_of_fold = false; ///< weight-stationary: take over the loaded weights; may come without values
    bool last_of_fold = false;
    bool first_of_group = false;
    bool last_of_group = false;
    std::uint64_t fold = 0;
    std::uint64_t row = 0; ///< of y; used weight-stationary
    BeatOfGroup part;
    std::vector<std::int16_t> values;
};

/// A chain of `depth` registers; depth 0 is a wire.
template <typename T> class SkewLine {
public:
    explicit SkewLine(std::size_t depth) : stages_(depth) {}
    T clock(T in) {
        stages_.push_back(std::move(in));
        T out = std::move(stages_.front());
        stages_.pop_front();
        return out;
    }

private:
    std::deque<T> stages_;
};

/// What the multipliers see of an operand of `bytes` bytes: the value, or one of its bytes, of which the highest has
/// the sign.
inline std::int32_t part_of(std::int16_t value, unsigned bytes, unsigned byte, bool whole) {
    if (whole || bytes == 1) return value;
    return byte == 0 ? value & 0xff : value >> 8;
}

/// One multiplication per lane, of each weight with the activation at its position. Wraps modulo 2^32.
inline std::uint32_t multiply_lanes(const ActivationBeat& x, const WeightBeat& w, const MatmulShape& shape,
                                    const StaConfig& config) {
    const bool whole = config.multiplier_bits == 16;
    std::uint32_t sum = 0;
    for (const auto& weight : w.weights) {
        const auto activation = x.values[weight.position - x.part.first_position];
        const auto product = part_of(activation, shape.x_bytes, x.part.x_byte, whole) *
                             part_of(weight.value, shape.w_bytes, x.part.w_byte, whole);
        sum += static_cast<std::uint32_t>(product) << (8 * (x.part.x_byte + x.part.w_byte));
    }
    return sum;
}

/// Of weights in the order of their positions those that a PE takes in one beat.
inline WeightBeat taken_in(const BeatOfGroup& part, unsigned lanes, const std::vector<PlacedWeight>& weights) {
    WeightBeat out;
    out.valid = true;
    unsigned rank = 0;
    for (const auto& weight : weights) {
        if (weight.position < part.first_position || weight.position >= part.end_position) continue;
        if (rank >= part.first_kept && rank < part.first_kept + lanes) out.weights.push_back(weight);
        ++rank;
    }
    return out;
}

/// Elements [first, first + count) of row `row` of x; 0 beyond k.
inline std::vector<std::int16_t> slice_of_x(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t row,
                                            std::uint64_t first, std::uint64_t count) {
    std::vector<std::int16_t> values(count, 0);
    const auto* in = operands.x + row * operands.x_stride;
    for (std::uint64_t i = 0; i < count && first + i < shape.k; ++i)
        values[i] = operands.x_unsigned ? in[first + i] : signed_element(in, first + i, shape.x_bytes);
    return values;
}

/// What the decoder makes of group `group` of output column `col`, in the order of the positions. Dense: of the `lanes`
/// elements from `group` * lanes on.
inline std::vector<PlacedWeight> decoded_group(const MatmulShape& shape, const MatmulOperands& operands, unsigned lanes,
                                               std::uint64_t col, std::uint64_t group) {
    std::vector<PlacedWeight> out;
    const auto* values = operands.w + col * operands.w_stride;
    if (!shape.sparse()) {
        for (unsigned lane = 0; lane < lanes && group * lanes + lane < shape.k; ++lane)
            out.push_back({signed_element(values, group * lanes + lane, shape.w_bytes), lane});
        return out;
    }
    const auto* positions = operands.map + col * operands.map_stride;
    auto slot = group * shape.pattern_n;
    if (shape.positions == Positions::index) {
        RisingIndices rising(group, shape);
        for (const auto end = slot + shape.pattern_n; slot < end; ++slot) {
            const auto position = rising.take(index_at(positions, slot, shape.index_bits()));
            if (position >= 0)
                out.push_back({signed_element(values, slot, shape.w_bytes), static_cast<unsigned>(position)});
        }
        return out;
    }
    const auto map = group_map(positions, group, shape.pattern_m);
    for (unsigned position = 0; position < shape.pattern_m && out.size() < shape.pattern_n; ++position)
        if ((map >> position & 1) != 0) out.push_back({signed_element(values, slot++, shape.w_bytes), position});
    return out;
}

/// Brings what a fold needs to the array, so many bytes (decoder: groups) each cycle.
class OperandPort {
public:
    explicit OperandPort(unsigned per_cycle) : width_(per_cycle) {}
    void begin(std::uint64_t amount, std::uint64_t beats) {
        amount_ = amount;
        beats_ = beats;
        delivered_ = 0;
    }
    void clock() { delivered_ += width_; }
    /// Whether all up to and including `beat` has come.
    bool has(std::uint64_t beat) const { return width_ == 0 || delivered_ >= ceil_div(amount_ * (beat + 1), beats_); }

private:
    std::uint64_t width_;
    std::uint64_t amount_ = 0;
    std::uint64_t beats_ = 1;
    std::uint64_t delivered_ = 0;
};

/// Takes results out of the output registers: so many at a time through the drain, and so many bytes on to the buffer.
class ResultPort {
public:
    explicit ResultPort(const StaConfig& config)
        : width_(config.result_port_bytes_per_cycle), drain_ports_(config.drain_ports) {}
    void begin(const FoldTraffic& traffic) {
        bytes_ = width_ == 0 ? 0 : traffic.results;
        results_ = drain_ports_ == 0 ? 0 : traffic.outputs;
    }
    void clock() {
        bytes_ -= std::min(bytes_, width_);
        results_ -= std::min(results_, drain_ports_);
    }
    bool empty() const { return bytes_ == 0 && results_ == 0; }

private:
    std::uint64_t width_;
    std::uint64_t drain_ports_;
    std::uint64_t bytes_ = 0;
    std::uint64_t results_ = 0;
};

inline std::vector<Fold> folds_of(const StaConfig& config, const MatmulShape& shape) {
    std::vector<Fold> folds;
    for_each_fold(config, shape, [&](const Fold& fold, bool) { folds.push_back(fold); });
    return folds;
}

} // namespace stavp::stepped
