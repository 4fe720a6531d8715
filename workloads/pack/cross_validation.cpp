#include "workloads/pack/cross_validation.h"

#include "workloads/pack/integer_run.h"
#include "workloads/pack/outputs.h"
#include "workloads/pack/plan.h"
#include "workloads/pack/saturation.h"

#include <algorithm>

namespace stavp::workloads {

namespace {

constexpr std::size_t most_folds = 8; // assumption: an eighth held out leaves the scales nearly as they will be

double output_unit(const Model& model) {
    const Node& output = model.output();
    if (plan_lowering(model).values.at(output.name).dtype == NMW_I16) return output.scales.int16;
    return *std::max_element(output.scales.int8.begin(), output.scales.int8.end());
}

SequenceError sequence_error(const Matrix& integers, const Matrix& saturated, const Matrix& reals) {
    const std::vector<RowRange> all{{0, reals.rows}};
    const OutputError rounding = output_error(integers, saturated, all);
    const OutputError error = output_error(integers, reals, all);
    return {.rounding_rms = rounding.rms,
            .rounding_max = rounding.max,
            .saturation = output_error(saturated, reals, all).max,
            .rms = error.rms,
            .max = error.max,
            .elements = reals.values.size()};
}

class CrossValidation {
public:
    CrossValidation(const Model& model, const std::vector<Sequence>& sequences, double percentile,
                    const StepProgress& progress)
        : working_(model), sequences_(sequences), folds_(std::min(sequences.size(), most_folds)),
          collector_(model, percentile, std::max<std::size_t>(folds_, 1)), progress_(progress) {
        for (std::size_t i = 0; i < sequences.size(); ++i) {
            report("calibrating, sequence", i);
            floats_.push_back(collector_.add(sequences[i], i % folds_));
        }
        all_ = collector_.ranges();
    }

    const ActivationRanges& ranges() const { return all_; }

    std::optional<ErrorPrediction> predict_error() {
        if (sequences_.size() < least_sequences) return std::nullopt;
        errors_.resize(sequences_.size());
        for (std::size_t fold = 0; fold < folds_; ++fold)
            hold_out(fold);
        ErrorPrediction prediction = predict(errors_, output_unit(working_));
        prediction.folds = folds_;
        for (const Sequence& sequence : sequences_)
            prediction.longest = std::max(prediction.longest, row_count(sequence));
        return prediction;
    }

private:
    void report(const char* step, std::size_t done) const {
        if (progress_) progress_(step, done, sequences_.size());
    }

    /// A value that only the held-out sequences make other than zero keeps the range that it gets in the end.
    ActivationRanges ranges_without(std::size_t fold) const {
        ActivationRanges ranges = collector_.ranges(fold);
        for (auto& [name, range] : ranges)
            if (range.maximum == 0) range = all_.at(name);
        return ranges;
    }

    void hold_out(std::size_t fold) {
        quantise(working_, ranges_without(fold));
        for (std::size_t first = fold; first < sequences_.size(); first += batch_sequences * folds_) {
            report("predicting, sequence", done_);
            std::vector<std::size_t> indices;
            std::vector<Sequence> batch;
            for (std::size_t i = first; i < sequences_.size() && batch.size() < batch_sequences; i += folds_) {
                indices.push_back(i);
                batch.push_back(sequences_[i]);
            }
            const std::vector<Matrix> integers = integer_outputs(working_, batch);
            for (std::size_t k = 0; k < batch.size(); ++k)
                errors_[indices[k]] =
                    sequence_error(integers[k], saturated_forward(working_, batch[k]), floats_[indices[k]]);
            done_ += batch.size();
        }
    }

    Model working_;
    const std::vector<Sequence>& sequences_;
    std::size_t folds_;
    RangeCollector collector_;
    const StepProgress& progress_;
    std::vector<Matrix> floats_;
    ActivationRanges all_;
    std::vector<SequenceError> errors_;
    std::size_t done_ = 0;
};

} // namespace

Quantisation quantise_and_predict(Model& model, const std::vector<Sequence>& sequences, double percentile,
                                  const StepProgress& progress) {
    if (sequences.empty()) throw std::invalid_argument("no calibration sequences");
    CrossValidation validation(model, sequences, percentile, progress);
    Quantisation result{validation.ranges(), validation.predict_error()};
    quantise(model, result.ranges);
    nlohmann::json note{{"sequences", sequences.size()}, {"percentile", percentile}};
    if (result.prediction) note[predicted_error_key] = to_json(*result.prediction);
    model.provenance["quantisation"] = std::move(note);
    return result;
}

} // namespace stavp::workloads
