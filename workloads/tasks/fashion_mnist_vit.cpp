#include "workloads/format/image.h"
#include "workloads/tasks/encoder.h"
#include "workloads/tasks/idx.h"
#include "workloads/tasks/options.h"
#include "workloads/tasks/patches.h"
#include "workloads/tasks/registry.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>

namespace stavp::workloads {

namespace {

constexpr std::string_view task_name = "fashion-mnist-vit";
constexpr std::string_view default_folder = "/usr/share/datasets/fashion-mnist";
constexpr std::string_view debian_package = "Debian package dataset-fashion-mnist";
constexpr std::uint32_t class_count = 10;
constexpr std::uint32_t side = 28;

/// Xiao, Rasul and Vollgraf, 2017: clothes in 28 x 28 grey pixels; the official split in the files' order.
class FashionMnistVit : public Task {
public:
    explicit FashionMnistVit(const TaskSettings& settings) : seed_(settings.seed) {
        const TaskOptions options(task_name, settings, {"data", "patch", "layers", "d", "heads", "ffn", "activation"});
        const std::uint32_t patch = options.number("patch", 7, 1, side);
        if (side % patch != 0) options.fail("patch", fmt::format("{} does not divide {}", patch, side));
        const std::uint32_t across = side / patch;
        shape_ = {.name = std::string(task_name),
                  .rows = across * across,
                  .columns = patch * patch,
                  .d = options.number("d", 64, 1, 4096),
                  .layers = options.number("layers", 4, 1, 64),
                  .heads = options.number("heads", 4, 1, 64),
                  .ffn = options.number("ffn", 256, 1, 16384),
                  .activation = op_from_string(options.choice("activation", {"gelu", "relu"})),
                  .classes = class_count};
        if (shape_.d % shape_.heads != 0)
            options.fail("heads", fmt::format("{} do not divide d {}", shape_.heads, shape_.d));
        if (settings.max_rows != 0 && settings.max_rows < shape_.rows)
            options.fail("max_rows", fmt::format("images have {} rows and are not cut", shape_.rows));
        const std::filesystem::path folder = options.text("data", default_folder);
        training_ = read(folder, "train", settings.training_samples, patch);
        test_ = read(folder, "t10k", settings.test_samples, patch);
    }

    std::uint32_t classes() const override { return class_count; }
    const Samples& training() const override { return training_; }
    const Samples& test() const override { return test_; }
    std::vector<std::string> unpruned_by_default() const override { return {"embed", "head"}; }

    Model initial_model() const override {
        Model model = make_encoder(shape_, seed_);
        model.provenance["task"] = {{"name", task_name}, {"seed", seed_}};
        return model;
    }

private:
    static Samples read(const std::filesystem::path& folder, const std::string& part, std::size_t limit,
                        std::uint32_t patch) {
        const std::string origin(debian_package);
        const auto image_file = folder / (part + "-images-idx3-ubyte.gz");
        const auto label_file = folder / (part + "-labels-idx1-ubyte.gz");
        const std::vector<std::uint8_t> labels = read_idx_labels(label_file, class_count, origin);
        const IdxImages images = read_idx_images(image_file, origin);
        if (images.rows != side || images.columns != side)
            throw FormatError(fmt::format("{}: images are {} x {}, expected {} x {} ({})", image_file.string(),
                                          images.rows, images.columns, side, side, origin));
        if (images.count != labels.size())
            throw FormatError(fmt::format("{}: {} images, but {} has {} labels ({})", image_file.string(), images.count,
                                          label_file.filename().string(), labels.size(), origin));
        const std::size_t count = limit == 0 ? labels.size() : std::min(limit, labels.size());
        Samples samples;
        samples.inputs.reserve(count);
        samples.labels.assign(labels.begin(), labels.begin() + static_cast<std::ptrdiff_t>(count));
        constexpr std::size_t pixels = std::size_t{side} * side;
        for (std::size_t i = 0; i < count; ++i)
            samples.inputs.emplace_back(
                cut_into_patches(std::span(images.pixels).subspan(i * pixels, pixels), side, patch));
        return samples;
    }

    std::uint64_t seed_;
    EncoderShape shape_;
    Samples training_;
    Samples test_;
};

} // namespace

std::unique_ptr<Task> make_fashion_mnist_vit(const TaskSettings& settings) {
    return std::make_unique<FashionMnistVit>(settings);
}

} // namespace stavp::workloads
