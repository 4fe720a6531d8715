#include "models/sta/stepped_array.h"
#include "models/sta/stepped_parts.h"

namespace stavp {

namespace {

using namespace stepped;

/// What the load chain of a column carries in one cycle.
struct LoadBeat {
    bool pushes = false;
    WeightBeat weights;
};

/// `shadow` is the PE's part of the column's load chain: each arriving beat of up to `lanes` weights pushes one out to
/// the row below.
struct Pe {
    ActivationBeat x;
    std::deque<WeightBeat> shadow;
    std::vector<PlacedWeight> active;
    LoadBeat pushed_out;
    std::uint32_t local = 0; ///< wraps, as the next
    std::uint32_t partial_sum = 0;
};

class WeightStationary {
public:
    WeightStationary(const StaConfig& config, const MatmulShape& shape, const MatmulOperands& operands)
        : config_(config), shape_(shape), operands_(operands), folds_(folds_of(config, shape)),
          group_(beats_of_group(config, shape)), beats_(shape.m * group_.size()),
          chain_(shape.sparse() ? ceil_div(shape.pattern_n, config.lanes) : 1), load_beats_(config.rows * chain_),
          pes_(config.rows, std::vector<Pe>(config.cols)), activation_port_(config.activation_port_bytes_per_cycle),
          weight_port_(config.weight_port_bytes_per_cycle), decoder_(config.decoder_groups_per_cycle),
          result_port_(config) {
        for (unsigned row = 0; row < config.rows; ++row)
            row_skew_.emplace_back(row);
        for (unsigned col = 0; col < config.cols; ++col)
            col_skew_.emplace_back(col);
        for (auto& row : pes_)
            for (auto& pe : row)
                pe.shadow.resize(chain_);
        result_.acc.assign(std::size_t{shape.m} * shape.n, 0);
    }

    SteppedResult run() {
        begin_load(0);
        while (handed_over_ < folds_.size() || !result_port_.empty())
            clock();
        return std::move(result_);
    }

private:
    bool streaming() const { return beat_ < beats_; }
    bool loading() const { return load_beat_ < load_beats_; }

    void begin_load(std::size_t fold) {
        load_fold_ = fold;
        load_beat_ = 0;
        const auto traffic = traffic_of(folds_[fold], shape_);
        weight_port_.begin(traffic.weights, load_beats_);
        decoder_.begin(traffic.groups, load_beats_);
    }

    void begin_stream() {
        if (config_.fold_overlap && started_folds_ > 0) hand_over();
        ++started_folds_;
        swaps_ = true;
        beat_ = 0;
        activation_port_.begin(traffic_of(folds_[stream_fold()], shape_).activations, beats_);
        if (config_.fold_overlap && started_folds_ < folds_.size()) begin_load(started_folds_);
    }

    std::size_t stream_fold() const { return started_folds_ - 1; }

    void clock() {
        if (!streaming() && !loading() && load_fold_ == started_folds_) begin_stream();
        activation_port_.clock();
        weight_port_.clock();
        decoder_.clock();
        result_port_.clock();
        const bool load = loading() && weight_port_.has(load_beat_) && decoder_.has(load_beat_);
        const bool inject = may_inject();
        move_activations(inject);
        work_all();
        move_weights(load);
        ++result_.cycles;
        if (load) ++load_beat_;
        if (inject) ++beat_;
        finish_fold();
    }

    bool may_inject() const {
        if (!streaming()) return false;
        const bool hands_over = beat_ + 1 == beats_ && config_.fold_overlap;
        return activation_port_.has(beat_) && !(hands_over && !result_port_.empty());
    }

    void move_activations(bool inject) {
        for (unsigned r = 0; r < config_.rows; ++r) {
            auto beat = inject ? activations(r) : ActivationBeat{};
            beat.first_of_fold = swaps_;
            auto entering = row_skew_[r].clock(std::move(beat));
            for (unsigned c = config_.cols - 1; c > 0; --c)
                pes_[r][c].x = std::move(pes_[r][c - 1].x);
            pes_[r][0].x = std::move(entering);
        }
        swaps_ = false;
    }

    ActivationBeat activations(unsigned r) const {
        const auto& fold = folds_[stream_fold()];
        ActivationBeat beat;
        beat.valid = true;
        beat.last_of_fold = beat_ + 1 == beats_;
        beat.fold = stream_fold();
        beat.row = beat_ / group_.size();
        const auto of_group = beat_ % group_.size();
        beat.first_of_group = of_group == 0;
        beat.last_of_group = of_group + 1 == group_.size();
        beat.part = group_[of_group];
        const auto first = shape_.sparse() ? (fold.slice0 + r) * shape_.pattern_m : fold.slice0 + r * config_.lanes;
        beat.values = slice_of_x(shape_, operands_, beat.row, first + beat.part.first_position,
                                 beat.part.end_position - beat.part.first_position);
        return beat;
    }

    /// From the bottom row up, because a PE takes what the one above had in its registers before this cycle.
    void work_all() {
        for (unsigned r = config_.rows; r-- > 0;)
            for (unsigned c = 0; c < config_.cols; ++c)
                work(r, c);
    }

    void work(unsigned r, unsigned c) {
        auto& pe = pes_[r][c];
        const auto& x = pe.x;
        if (x.first_of_fold) take_over(pe);
        if (!x.valid) return;
        if (x.first_of_group) pe.local = 0;
        pe.local += multiply_lanes(x, taken_in(x.part, config_.lanes, pe.active), shape_, config_);
        if (!x.last_of_group) return;
        pe.partial_sum = pe.local + (r == 0 ? 0 : pes_[r - 1][c].partial_sum);
        if (r + 1 < config_.rows) return;
        const auto& fold = folds_[x.fold];
        if (c < fold.cols) add_result(x.row * shape_.n + fold.col0 + c, pe.partial_sum);
        if (x.last_of_fold && c + 1 == config_.cols) ++finished_folds_;
    }

    static void take_over(Pe& pe) {
        pe.active.clear();
        for (const auto& beat : pe.shadow)
            pe.active.insert(pe.active.end(), beat.weights.begin(), beat.weights.end());
    }

    void add_result(std::uint64_t at, std::uint32_t sum) {
        result_.acc[at] = static_cast<std::int32_t>(static_cast<std::uint32_t>(result_.acc[at]) + sum);
    }

    /// From the bottom row up, for the same reason.
    void move_weights(bool load) {
        for (unsigned c = 0; c < config_.cols; ++c) {
            const auto entering = col_skew_[c].clock(load ? entering_weights(c) : LoadBeat{});
            for (unsigned r = config_.rows; r-- > 0;)
                push(pes_[r][c], r == 0 ? entering : pes_[r - 1][c].pushed_out);
        }
    }

    static void push(Pe& pe, const LoadBeat& entering) {
        pe.pushed_out.pushes = entering.pushes;
        if (!entering.pushes) return;
        pe.pushed_out.weights = std::move(pe.shadow.back());
        pe.shadow.pop_back();
        pe.shadow.push_front(entering.weights);
    }

    /// The weights of the bottom row enter first, those of a PE's last beat before its others.
    LoadBeat entering_weights(unsigned c) const {
        const auto& fold = folds_[load_fold_];
        LoadBeat out;
        out.pushes = true;
        const auto row = config_.rows - 1 - load_beat_ / chain_;
        const auto beat = chain_ - 1 - load_beat_ % chain_;
        const auto slice = fold.slice0 + (shape_.sparse() ? row : row * config_.lanes);
        if (c >= fold.cols || slice >= fold.slice0 + fold.slices) return out;
        const auto group = decoded_group(shape_, operands_, config_.lanes, fold.col0 + c,
                                         shape_.sparse() ? slice : slice / config_.lanes);
        for (auto i = beat * config_.lanes; i < group.size() && i < (beat + 1) * config_.lanes; ++i)
            out.weights.weights.push_back(group[i]);
        return out;
    }

    void finish_fold() {
        const bool through_the_array = finished_folds_ == started_folds_ && handed_over_ < finished_folds_;
        const bool waits = !config_.fold_overlap || finished_folds_ == folds_.size();
        if (!waits || !through_the_array || !result_port_.empty()) return;
        hand_over();
        if (started_folds_ < folds_.size()) begin_load(started_folds_);
    }

    void hand_over() {
        result_port_.begin(traffic_of(folds_[handed_over_], shape_));
        ++handed_over_;
    }

    const StaConfig& config_;
    const MatmulShape& shape_;
    const MatmulOperands& operands_;
    std::vector<Fold> folds_;
    std::vector<BeatOfGroup> group_;
    std::uint64_t beats_;      ///< of each fold
    std::uint64_t chain_;      ///< load beats that a PE holds
    std::uint64_t load_beats_; ///< of each fold
    std::vector<std::vector<Pe>> pes_;
    std::vector<SkewLine<ActivationBeat>> row_skew_;
    std::vector<SkewLine<LoadBeat>> col_skew_;
    OperandPort activation_port_;
    OperandPort weight_port_;
    OperandPort decoder_;
    ResultPort result_port_;
    std::size_t started_folds_ = 0;
    std::size_t finished_folds_ = 0;
    std::size_t handed_over_ = 0;
    std::uint64_t beat_ = beats_;
    bool swaps_ = false; ///< the PEs take over the weights loaded last: the first thing a fold sends through the array
    std::size_t load_fold_ = 0;
    std::uint64_t load_beat_ = 0;
    SteppedResult result_;
};

} // namespace

SteppedResult step_weight_stationary(const StaConfig& config, const MatmulShape& shape,
                                     const MatmulOperands& operands) {
    return WeightStationary(config, shape, operands).run();
}

} // namespace stavp
