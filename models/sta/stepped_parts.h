#pragma once

#include "models/sta/bitmap.h"
#include "models/sta/fold.h"
#include "models/sta/index.h"
#include "models/sta/matmul_shape.h"

#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

// The registers and wires that both dataflows of the stepped array are made of.
namespace stavp::stepped {

/// What a weight wire carries in one cycle: up to `lanes` weights; of a sparse group also its map and which `lanes` of
/// its kept weights these are, or the position that each selects (-1 for none).
struct WeightBeat {
    bool valid = false;
    std::uint32_t map = 0;
    std::uint64_t beat_of_group = 0;
    std::vector<std::int8_t> weights;
    std::vector<int> positions; ///< of an indexed group
};

/// What an activation wire carries in one cycle: `lanes` elements when dense, a whole M-group when sparse, and the
/// control bits that travel with them.
struct ActivationBeat {
    bool valid = false;
    bool first_of_fold = false; ///< weight-stationary: take over the loaded weights; may come without values
    bool last_of_fold = false;
    std::uint64_t fold = 0;
    std::uint64_t row = 0;           ///< of y; used weight-stationary
    std::uint64_t beat_of_group = 0; ///< used weight-stationary
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

/// One multiplication per lane. Dense: lane i takes activation i. Sparse: the selector of lane i takes the activation
/// at the position of kept weight number beat*lanes + i of the group, as the map says, or at the lane's own index.
inline std::int32_t multiply_lanes(const ActivationBeat& x, const WeightBeat& w, const MatmulShape& shape,
                                   unsigned lanes) {
    std::int32_t sum = 0;
    if (!shape.sparse()) {
        for (std::size_t lane = 0; lane < w.weights.size() && lane < x.values.size(); ++lane)
            sum += x.values[lane] * w.weights[lane];
        return sum;
    }
    if (shape.positions == Positions::index) {
        for (std::size_t lane = 0; lane < w.weights.size(); ++lane)
            if (w.positions[lane] >= 0) sum += x.values[static_cast<std::size_t>(w.positions[lane])] * w.weights[lane];
        return sum;
    }
    std::uint64_t rank = 0;
    for (unsigned position = 0; position < shape.pattern_m; ++position) {
        if ((w.map >> position & 1) == 0) continue;
        const auto first = w.beat_of_group * lanes;
        if (rank >= first && rank - first < w.weights.size()) sum += x.values[position] * w.weights[rank - first];
        ++rank;
    }
    return sum;
}

/// Elements [first, first + count) of row `row` of x; 0 beyond k.
inline std::vector<std::int16_t> slice_of_x(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t row,
                                            std::uint64_t first, std::uint64_t count) {
    std::vector<std::int16_t> values(count, 0);
    for (std::uint64_t i = 0; i < count && first + i < shape.k; ++i)
        values[i] = static_cast<std::int16_t>(operands.activation(row, first + i));
    return values;
}

/// What the indices of slots [first, first + count) of group `group` select; those of the slots before decide too.
inline std::vector<int> positions_of(const MatmulShape& shape, const std::uint8_t* index_row, std::uint64_t group,
                                     std::uint64_t first, std::uint64_t count) {
    RisingIndices rising(group, shape);
    std::vector<int> positions;
    for (auto slot = group * shape.pattern_n; slot < first + count; ++slot) {
        const auto position = rising.take(index_at(index_row, slot, shape.index_bits()));
        if (slot >= first) positions.push_back(position);
    }
    return positions;
}

/// Up to `lanes` weights of output column `col`. Dense: those from element `slice` on. Sparse: beat `beat` of group
/// `slice`.
inline WeightBeat weights_of(const MatmulShape& shape, const MatmulOperands& operands, unsigned lanes,
                             std::uint64_t col, std::uint64_t slice, std::uint64_t beat) {
    WeightBeat out;
    out.valid = true;
    out.beat_of_group = beat;
    std::uint64_t first = slice;
    std::uint64_t end = shape.k;
    if (shape.sparse()) {
        first = slice * shape.pattern_n + beat * lanes;
        end = (slice + 1) * shape.pattern_n;
    }
    for (auto i = first; i < end && i < first + lanes; ++i)
        out.weights.push_back(static_cast<std::int8_t>(operands.w[col * operands.w_stride + i]));
    const auto* map = operands.map + col * operands.map_stride;
    if (shape.sparse() && shape.positions == Positions::index)
        out.positions = positions_of(shape, map, slice, first, out.weights.size());
    else if (shape.sparse())
        out.map = group_map(map, slice, shape.pattern_m);
    return out;
}

/// Brings a fold's operands to the array, so many bytes each cycle.
class OperandPort {
public:
    explicit OperandPort(unsigned bytes_per_cycle) : width_(bytes_per_cycle) {}
    void begin(std::uint64_t bytes, std::uint64_t beats) {
        bytes_ = bytes;
        beats_ = beats;
        delivered_ = 0;
    }
    void clock() { delivered_ += width_; }
    /// Whether all bytes up to and including `beat` have come.
    bool has(std::uint64_t beat) const { return width_ == 0 || delivered_ >= ceil_div(bytes_ * (beat + 1), beats_); }

private:
    std::uint64_t width_;
    std::uint64_t bytes_ = 0;
    std::uint64_t beats_ = 1;
    std::uint64_t delivered_ = 0;
};

/// Takes results out of the output registers.
class ResultPort {
public:
    explicit ResultPort(unsigned bytes_per_cycle) : width_(bytes_per_cycle) {}
    void begin(std::uint64_t bytes) { pending_ = width_ == 0 ? 0 : bytes; }
    void clock() { pending_ -= pending_ < width_ ? pending_ : width_; }
    bool empty() const { return pending_ == 0; }

private:
    std::uint64_t width_;
    std::uint64_t pending_ = 0;
};

inline std::vector<Fold> folds_of(const StaConfig& config, const MatmulShape& shape) {
    std::vector<Fold> folds;
    for_each_fold(config, shape, [&](const Fold& fold, bool) { folds.push_back(fold); });
    return folds;
}

} // namespace stavp::stepped
