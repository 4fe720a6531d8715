#include "workloads/synth/random.h"
#include "workloads/tasks/encoder.h"
#include "workloads/tasks/options.h"
#include "workloads/tasks/registry.h"

#include <fmt/format.h>
#include <stdexcept>

namespace stavp::workloads {

namespace {

constexpr std::string_view task_name = "synthetic-sequences";
constexpr std::size_t default_training_samples = 2048;
constexpr std::size_t default_test_samples = 512;
constexpr std::uint32_t motif_rows = 3;
constexpr std::uint32_t unit = 1024; // features are whole multiples of 1 / unit: exact in float32

/// Which of `classes` motifs of three rows lies somewhere in a sequence of noise? Made in memory for tests: a model of
/// one layer learns it in about a second. Lengths vary from half of `rows` to `rows`; classes are equally frequent.
class SyntheticSequences : public Task {
public:
    explicit SyntheticSequences(const TaskSettings& settings) : seed_(settings.seed) {
        const TaskOptions options(task_name, settings, {"classes", "rows", "columns", "noise_percent", "layers", "d"});
        columns_ = options.number("columns", 8, 1, 1024);
        noise_percent_ = options.number("noise_percent", 70, 0, 1000);
        rows_ = options.number("rows", 16, 2 * motif_rows, 1024);
        if (settings.max_rows != 0 && settings.max_rows < rows_) {
            if (settings.max_rows < 2 * motif_rows)
                options.fail("max_rows",
                             fmt::format("{} rows are too few, {} the least", settings.max_rows, 2 * motif_rows));
            rows_ = settings.max_rows;
        }
        const std::uint32_t d = options.number("d", 32, 2, 1024);
        if (d % 2 != 0) options.fail("d", "must be even: there are two heads");
        shape_ = {.name = std::string(task_name),
                  .rows = rows_,
                  .columns = columns_,
                  .d = d,
                  .layers = options.number("layers", 1, 1, 16),
                  .heads = 2,
                  .ffn = 2 * d,
                  .activation = Op::relu,
                  .classes = options.number("classes", 8, 2, 256)};
        make_motifs();
        const auto size = [](std::size_t given, std::size_t otherwise) { return given == 0 ? otherwise : given; };
        training_ = make("training", size(settings.training_samples, default_training_samples));
        test_ = make("test", size(settings.test_samples, default_test_samples));
    }

    std::uint32_t classes() const override { return shape_.classes; }
    const Samples& training() const override { return training_; }
    const Samples& test() const override { return test_; }
    std::vector<std::string> unpruned_by_default() const override { return {"embed", "head"}; }

    Model initial_model() const override {
        Model model = make_encoder(shape_, seed_);
        model.provenance["task"] = {{"name", task_name}, {"seed", seed_}};
        return model;
    }

private:
    /// Uniform in -unit .. unit - 1.
    static std::int32_t draw(Random& random) {
        return static_cast<std::int32_t>(random.next() % (2 * unit)) - static_cast<std::int32_t>(unit);
    }

    void make_motifs() {
        for (std::uint32_t label = 0; label < shape_.classes; ++label) {
            Random random(seed_, fmt::format("motif {}", label));
            auto& motif = motifs_.emplace_back(std::size_t{motif_rows} * columns_);
            for (std::int32_t& value : motif)
                value = draw(random);
        }
    }

    Samples make(std::string_view part, std::size_t count) const {
        Samples samples;
        for (std::size_t i = 0; i < count; ++i) {
            const auto label = static_cast<std::uint32_t>(i % shape_.classes);
            samples.labels.push_back(label);
            samples.inputs.emplace_back(sample(motifs_[label], fmt::format("{} {}", part, i)));
        }
        return samples;
    }

    Matrix sample(const std::vector<std::int32_t>& motif, const std::string& stream) const {
        Random random(seed_, stream);
        const std::uint64_t shortest = rows_ - rows_ / 2;
        const std::uint64_t length = shortest + random.next() % (rows_ - shortest + 1);
        const std::uint64_t start = random.next() % (length - motif_rows + 1) * columns_;
        Matrix x(length, columns_);
        for (std::size_t i = 0; i < x.values.size(); ++i) {
            std::int32_t value = draw(random) * static_cast<std::int32_t>(noise_percent_) / 100;
            if (i >= start && i - start < motif.size()) value += motif[i - start];
            x.values[i] = static_cast<float>(value) / unit;
        }
        return x;
    }

    std::uint64_t seed_;
    std::uint32_t rows_ = 0;
    std::uint32_t columns_ = 0;
    std::uint32_t noise_percent_ = 0;
    EncoderShape shape_;
    std::vector<std::vector<std::int32_t>> motifs_;
    Samples training_;
    Samples test_;
};

} // namespace

std::unique_ptr<Task> make_synthetic_sequences(const TaskSettings& settings) {
    return std::make_unique<SyntheticSequences>(settings);
}

} // namespace stavp::workloads
