#include "workloads/deploy/candidate.h"

#include "workloads/deploy/batch_outputs.h"
#include "workloads/format/image.h"
#include "workloads/model/model_file.h"
#include "workloads/pack/lower.h"
#include "workloads/pack/pack.h"
#include "workloads/quantise/quantise.h"
#include "workloads/synth/random.h"

#include <algorithm>
#include <future>
#include <numeric>
#include <stdexcept>

namespace stavp::workloads {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr double float_share = 0.3; // of a candidate's time, roughly
constexpr double int8_share = 0.85;

Samples select(const Samples& all, const std::vector<std::size_t>& indices) {
    Samples chosen;
    for (const std::size_t i : indices) {
        chosen.inputs.push_back(all.inputs[i]);
        chosen.labels.push_back(all.labels[i]);
    }
    return chosen;
}

Matrix select(const Matrix& all, const std::vector<std::size_t>& indices) {
    Matrix chosen(indices.size(), all.cols);
    for (std::size_t r = 0; r < indices.size(); ++r)
        std::ranges::copy(all.row(indices[r]), chosen.row(r).begin());
    return chosen;
}

void expect_classifier(const Model& model, const Task& task) {
    const std::size_t columns = infer_columns(model).at(model.output().name);
    if (columns != task.classes())
        throw std::invalid_argument("gives " + std::to_string(columns) + " columns, the task has " +
                                    std::to_string(task.classes()) + " classes");
}

WeightBytes weight_bytes(const Image& image) {
    WeightBytes bytes;
    for (const nmw_layer& layer : image.layers()) {
        if (layer.weight == NMW_NONE) continue;
        const nmw_tensor& weight = image.tensors()[layer.weight];
        bytes.dense += std::uint64_t{weight.rows} * weight.cols;
        bytes.values += weight.bytes;
        bytes.metadata += weight.map_bytes;
    }
    return bytes;
}

/// Packs test inputs into `folder`/NAME.nmw.
Image pack_inputs(const Model& model, const Task& task, const std::vector<std::size_t>& indices, const fs::path& file) {
    const Samples chosen = select(task.test(), indices);
    WorkloadBuilder builder = lower(model, chosen.inputs, padded_rows(chosen.inputs, 0));
    builder.set_meta(json{
        {"model", model.name},
        {"pattern", pattern_summary(model)},
        {"provenance", model.provenance},
        {"test_inputs", indices},
        {"labels",
         chosen.labels}}.dump());
    builder.write(file);
    return Image::load(file);
}

RunCost cost_of(const PlatformRun& run, const Image& image) {
    return {image.header().sequence_count, image.header().seq, run.cycles, run.time_ns};
}

std::size_t median_length(const Samples& samples, std::vector<std::size_t> indices) {
    std::ranges::stable_sort(indices, {}, [&](std::size_t i) { return row_count(samples.inputs[i]); });
    return indices[indices.size() / 2];
}

} // namespace

std::vector<std::size_t> spread(std::size_t total, std::size_t count) {
    count = std::min(count, total);
    std::vector<std::size_t> indices(count);
    for (std::size_t i = 0; i < count; ++i)
        indices[i] = i * total / count;
    return indices;
}

std::vector<std::size_t> draw(std::size_t total, std::size_t count, std::uint64_t seed) {
    std::vector<std::size_t> indices(total);
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    count = std::min(count, total);
    Random random(seed, "calibration");
    for (std::size_t i = 0; i < count; ++i)
        std::swap(indices[i], indices[i + random.next() % (total - i)]);
    indices.resize(count);
    std::ranges::sort(indices);
    return indices;
}

double accuracy(const Task& task, const Samples& samples, const Matrix& outputs) {
    std::size_t right = 0;
    for (std::size_t i = 0; i < samples.size(); ++i)
        right += task.correct(outputs.row(i), samples.labels[i]) ? 1 : 0;
    return static_cast<double>(right) / static_cast<double>(samples.size());
}

DeployedRow deploy_candidate(const Candidate& candidate, const Task& task, const DeploySettings& settings,
                             const fs::path& folder, const CandidateProgress& progress) {
    const Samples& test = task.test();
    const auto sample = spread(test.size(), settings.sample);
    const std::size_t single = median_length(test, sample);
    DeployedRow row;
    row.series = candidate.series;
    row.pattern = candidate.pattern;

    Model model = load_model(candidate.file);
    expect_classifier(model, task);
    progress("calibration", 0);
    const auto calibration = draw(task.training().size(), settings.calibration, settings.seed);
    quantise(model, calibrate(model, select(task.training(), calibration).inputs, 100));
    model.provenance["quantisation"] = {{"training_inputs", calibration.size()}, {"seed", settings.seed}};
    save_model(folder / "model.safetensors", model);

    double begin = 0;
    BatchOptions options{.threads = settings.jobs};
    if (candidate.float_accuracy) {
        row.float_accuracy = *candidate.float_accuracy;
    } else {
        options.progress = [&](std::size_t done, std::size_t all) {
            progress("float accuracy", float_share * static_cast<double>(done) / static_cast<double>(all));
        };
        row.float_accuracy = accuracy(task, test, float_rows(model, test.inputs, options));
        begin = float_share;
    }
    options.progress = [&](std::size_t done, std::size_t all) {
        progress("int8 accuracy", begin + (int8_share - begin) * static_cast<double>(done) / static_cast<double>(all));
    };
    const Matrix integers = integer_rows(model, test.inputs, options);
    row.int8_accuracy = accuracy(task, test, integers);

    progress("packing", int8_share);
    const fs::path sample_file = folder / "sample.nmw";
    const fs::path single_file = folder / "single.nmw";
    const Image sample_image = pack_inputs(model, task, sample, sample_file);
    const Image single_image = pack_inputs(model, task, {single}, single_file);
    row.weights = weight_bytes(single_image);

    progress("platform", int8_share);
    const auto policy = settings.jobs > 1 ? std::launch::async : std::launch::deferred;
    auto single_run =
        std::async(policy, [&] { return run_on_platform(settings.platform, single_file, folder / "single"); });
    const PlatformRun batch_run = run_on_platform(settings.platform, sample_file, folder / "sample");
    row.batch = cost_of(batch_run, sample_image);
    row.single = cost_of(single_run.get(), single_image);
    if (batch_run.outputs.values != select(integers, sample).values)
        throw PlatformFailure("the platform's answers to the sample are not those of the whole test set; see " +
                              (folder / "sample").string());
    const Samples chosen = select(test, sample);
    row.sample_accuracy = accuracy(task, chosen, batch_run.outputs);
    row.sample_float_accuracy = accuracy(task, chosen, float_rows(model, chosen.inputs, {.threads = settings.jobs}));
    return row;
}

} // namespace stavp::workloads
