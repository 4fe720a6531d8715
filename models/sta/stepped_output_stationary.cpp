#include "models/sta/stepped_array.h"
#include "models/sta/stepped_parts.h"

namespace stavp {

namespace {

using namespace stepped;

struct Pe {
    ActivationBeat x;
    WeightBeat w;
    std::uint32_t accumulator = 0; ///< wraps
};

class OutputStationary {
public:
    OutputStationary(const StaConfig& config, const MatmulShape& shape, const MatmulOperands& operands)
        : config_(config), shape_(shape), operands_(operands), folds_(folds_of(config, shape)),
          group_(beats_of_group(config, shape)),
          beats_((shape.sparse() ? shape.groups() : ceil_div(shape.k, config.lanes)) * group_.size()),
          pes_(config.rows, std::vector<Pe>(config.cols)), activation_port_(config.activation_port_bytes_per_cycle),
          weight_port_(config.weight_port_bytes_per_cycle), decoder_(config.decoder_groups_per_cycle),
          result_port_(config) {
        for (unsigned row = 0; row < config.rows; ++row)
            row_skew_.emplace_back(row);
        for (unsigned col = 0; col < config.cols; ++col)
            col_skew_.emplace_back(col);
        result_.acc.assign(std::size_t{shape.m} * shape.n, 0);
    }

    SteppedResult run() {
        begin_fold();
        while (fold_ < folds_.size() || !result_port_.empty())
            clock();
        return std::move(result_);
    }

private:
    void begin_fold() {
        const auto traffic = traffic_of(folds_[fold_], shape_);
        activation_port_.begin(traffic.activations, beats_);
        weight_port_.begin(traffic.weights, beats_);
        decoder_.begin(traffic.groups, beats_);
        beat_ = 0;
    }

    void clock() {
        activation_port_.clock();
        weight_port_.clock();
        decoder_.clock();
        result_port_.clock();
        const bool injected = may_inject();
        move_operands(injected);
        for (unsigned r = 0; r < config_.rows; ++r)
            for (unsigned c = 0; c < config_.cols; ++c)
                work(r, c);
        ++result_.cycles;
        if (injected) ++beat_;
        finish_fold();
    }

    bool may_inject() const {
        if (fold_ == folds_.size() || beat_ == beats_) return false;
        const bool hands_over = beat_ + 1 == beats_ && config_.fold_overlap;
        return activation_port_.has(beat_) && weight_port_.has(beat_) && decoder_.has(beat_) &&
               !(hands_over && !result_port_.empty());
    }

    void move_operands(bool injected) {
        for (unsigned r = 0; r < config_.rows; ++r) {
            auto entering = row_skew_[r].clock(injected ? activations(r) : ActivationBeat{});
            for (unsigned c = config_.cols - 1; c > 0; --c)
                pes_[r][c].x = std::move(pes_[r][c - 1].x);
            pes_[r][0].x = std::move(entering);
        }
        for (unsigned c = 0; c < config_.cols; ++c) {
            auto entering = col_skew_[c].clock(injected ? weights(c) : WeightBeat{});
            for (unsigned r = config_.rows - 1; r > 0; --r)
                pes_[r][c].w = std::move(pes_[r - 1][c].w);
            pes_[0][c].w = std::move(entering);
        }
    }

    ActivationBeat activations(unsigned r) const {
        const auto& fold = folds_[fold_];
        ActivationBeat beat;
        beat.valid = true;
        beat.last_of_fold = beat_ + 1 == beats_;
        beat.fold = fold_;
        beat.part = group_[beat_ % group_.size()];
        const auto first = beat_ / group_.size() * (shape_.sparse() ? shape_.pattern_m : config_.lanes);
        const auto width = beat.part.end_position - beat.part.first_position;
        if (r < fold.rows)
            beat.values = slice_of_x(shape_, operands_, fold.row0 + r, first + beat.part.first_position, width);
        else
            beat.values.assign(width, 0);
        return beat;
    }

    WeightBeat weights(unsigned c) const {
        const auto& fold = folds_[fold_];
        if (c >= fold.cols) return WeightBeat{};
        const auto weights = decoded_group(shape_, operands_, config_.lanes, fold.col0 + c, beat_ / group_.size());
        return taken_in(group_[beat_ % group_.size()], config_.lanes, weights);
    }

    void work(unsigned r, unsigned c) {
        auto& pe = pes_[r][c];
        const auto& x = pe.x;
        if (!x.valid) return;
        if (pe.w.valid) pe.accumulator += multiply_lanes(x, pe.w, shape_, config_);
        if (!x.last_of_fold) return;
        const auto& fold = folds_[x.fold];
        if (r < fold.rows && c < fold.cols)
            result_.acc[(fold.row0 + r) * shape_.n + fold.col0 + c] = static_cast<std::int32_t>(pe.accumulator);
        pe.accumulator = 0;
        if (r + 1 == config_.rows && c + 1 == config_.cols) ++finished_folds_;
    }

    void finish_fold() {
        if (fold_ == folds_.size() || beat_ < beats_) return;
        const bool last = fold_ + 1 == folds_.size();
        const bool through_the_array = finished_folds_ == fold_ + 1;
        if ((last || !config_.fold_overlap) && !through_the_array) return;
        if (!result_port_.empty()) return;
        result_port_.begin(traffic_of(folds_[fold_], shape_));
        ++fold_;
        if (!last) begin_fold();
    }

    const StaConfig& config_;
    const MatmulShape& shape_;
    const MatmulOperands& operands_;
    std::vector<Fold> folds_;
    std::vector<BeatOfGroup> group_;
    std::uint64_t beats_; ///< of each fold
    std::vector<std::vector<Pe>> pes_;
    std::vector<SkewLine<ActivationBeat>> row_skew_;
    std::vector<SkewLine<WeightBeat>> col_skew_;
    OperandPort activation_port_;
    OperandPort weight_port_;
    OperandPort decoder_;
    ResultPort result_port_;
    std::size_t fold_ = 0; ///< being injected
    std::uint64_t beat_ = 0;
    std::size_t finished_folds_ = 0;
    SteppedResult result_;
};

} // namespace

SteppedResult step_output_stationary(const StaConfig& config, const MatmulShape& shape,
                                     const MatmulOperands& operands) {
    return OutputStationary(config, shape, operands).run();
}

} // namespace stavp
