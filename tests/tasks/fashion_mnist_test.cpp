#include "tests/tasks/support.h"
#include "workloads/format/image.h"
#include "workloads/tasks/idx.h"

#include <cmath>
#include <gmock/gmock.h>
#include <numeric>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::idx;

const fs::path installed = "/usr/share/datasets/fashion-mnist";

/// Five training and two test images, image i all of value i.
class FashionFolder : public ::testing::Test {
protected:
    fs::path folder = testing::fresh_folder("fashion");
    TaskSettings settings = testing::settings_of(1, {{"data", folder.string()}});

    void SetUp() override {
        images("train", 5, 28);
        labels("train", {4, 3, 2, 1, 0});
        images("t10k", 2, 28);
        labels("t10k", {9, 8});
    }
    void images(const std::string& part, std::uint32_t count, std::uint32_t side) const {
        std::vector<std::uint8_t> pixels;
        for (std::uint32_t i = 0; i < count; ++i)
            pixels.insert(pixels.end(), std::size_t{side} * side, static_cast<std::uint8_t>(i));
        testing::write_gz(folder / (part + "-images-idx3-ubyte.gz"), idx({count, side, side}, pixels));
    }
    void labels(const std::string& part, const std::vector<std::uint8_t>& values) const {
        testing::write_gz(folder / (part + "-labels-idx1-ubyte.gz"),
                          idx({static_cast<std::uint32_t>(values.size())}, values));
    }
    std::string refusal() const {
        return testing::complaint<FormatError>([&] { make_task("fashion-mnist-vit", settings); });
    }
};

TEST_F(FashionFolder, is_read_in_the_files_order) {
    const auto task = make_task("fashion-mnist-vit", settings);
    EXPECT_EQ(task->classes(), 10U);
    EXPECT_THAT(task->training().labels, ElementsAre(4, 3, 2, 1, 0));
    EXPECT_THAT(task->test().labels, ElementsAre(9, 8));
    const Matrix& last = std::get<Matrix>(task->training().inputs.at(4));
    EXPECT_EQ(last.rows, 16U);
    EXPECT_EQ(last.cols, 49U);
    EXPECT_THAT(last.values, Each(static_cast<float>(2 * 4 - 255) / 255));
}

TEST_F(FashionFolder, gives_the_first_samples_where_fewer_are_asked_for) {
    settings.training_samples = 2;
    settings.test_samples = 9;
    const auto task = make_task("fashion-mnist-vit", settings);
    EXPECT_THAT(task->training().labels, ElementsAre(4, 3));
    EXPECT_EQ(task->training().inputs.size(), 2U);
    EXPECT_EQ(task->test().size(), 2U);
}

TEST_F(FashionFolder, options_shape_images_and_model) {
    settings.options.insert(
        settings.options.end(),
        {{"patch", "4"}, {"layers", "2"}, {"d", "32"}, {"heads", "2"}, {"ffn", "48"}, {"activation", "relu"}});
    const auto task = make_task("fashion-mnist-vit", settings);
    const Model model = task->initial_model();
    EXPECT_EQ(row_count(task->test().inputs.at(0)), 49U);
    EXPECT_EQ(model.nodes.front().columns, 16U);
    EXPECT_EQ(model.node("layer1.ffn1.relu").op, Op::relu);
    EXPECT_EQ(model.parameter("layer1.ffn1.weight").shape, (std::vector<std::size_t>{48, 32}));
    EXPECT_THROW(model.node("layer2.qkv"), std::invalid_argument);
    EXPECT_EQ(forward(model, task->test().inputs.at(0)).values.size(), 10U);
}

TEST_F(FashionFolder, that_lacks_a_file_is_refused_with_the_package_to_install) {
    fs::remove(folder / "t10k-labels-idx1-ubyte.gz");
    EXPECT_EQ(refusal(), (folder / "t10k-labels-idx1-ubyte.gz").string() +
                             ": cannot be read: No such file or directory (Debian package dataset-fashion-mnist)");
}

TEST_F(FashionFolder, whose_files_do_not_fit_together_is_refused) {
    images("t10k", 3, 28);
    EXPECT_THAT(refusal(),
                HasSubstr("t10k-images-idx3-ubyte.gz: 3 images, but t10k-labels-idx1-ubyte.gz has 2 labels"));
    images("t10k", 2, 32);
    EXPECT_THAT(refusal(), HasSubstr("t10k-images-idx3-ubyte.gz: images are 32 x 32, expected 28 x 28"));
    images("t10k", 2, 28);
    labels("train", {4, 3, 2, 1, 10});
    EXPECT_THAT(refusal(), HasSubstr("train-labels-idx1-ubyte.gz: label 4 is 10, expected 0 to 9"));
}

class FashionMnist : public ::testing::Test {
protected:
    nlohmann::json reference = testing::expected("fashion");
    void SetUp() override {
        if (!fs::exists(installed)) GTEST_SKIP() << "install the Debian package dataset-fashion-mnist";
    }
};

TEST_F(FashionMnist, has_the_pixels_that_another_reader_sees) {
    for (const auto& [part, facts] : reference.items()) {
        const IdxImages images = read_idx_images(installed / (part + "-images-idx3-ubyte.gz"), "package");
        EXPECT_EQ(images.count, facts.at("images").get<std::uint32_t>());
        EXPECT_EQ(std::accumulate(images.pixels.begin(), images.pixels.end(), std::uint64_t{0}),
                  facts.at("pixel_sum").get<std::uint64_t>());
    }
}

TEST_F(FashionMnist, has_the_official_split_with_equally_frequent_classes) {
    const auto task = make_task("fashion-mnist-vit", testing::settings_of(1));
    for (const auto& [samples, part, each] :
         {std::tuple(&task->training(), "train", 6000U), std::tuple(&task->test(), "t10k", 1000U)}) {
        ASSERT_EQ(samples->inputs.size(), samples->labels.size());
        std::vector<std::size_t> classes(10);
        for (const std::uint32_t label : samples->labels)
            ++classes.at(label);
        EXPECT_THAT(classes, Each(each));
        EXPECT_EQ(std::vector(samples->labels.begin(), samples->labels.begin() + 8),
                  reference.at(part).at("first_labels").get<std::vector<std::uint32_t>>());
        const auto image = reference.at(part).at("first_image").get<std::vector<int>>();
        const Matrix& rows = std::get<Matrix>(samples->inputs.front());
        for (int y = 0; y < 28; ++y)
            for (int x = 0; x < 28; ++x)
                EXPECT_EQ(std::lround((rows.row(static_cast<std::size_t>(
                                           y / 7 * 4 + x / 7))[static_cast<std::size_t>(y % 7 * 7 + x % 7)] *
                                           255 +
                                       255) /
                                      2),
                          image[static_cast<std::size_t>(28 * y + x)]);
    }
}

TEST_F(FashionMnist, gives_a_model_of_the_documented_size) {
    TaskSettings settings = testing::settings_of(1);
    settings.training_samples = 4;
    const auto task = make_task("fashion-mnist-vit", settings);
    const Model model = task->initial_model();
    std::size_t parameters = 0;
    for (const auto& [name, parameter] : model.parameters)
        parameters += parameter.values.size();
    // patch embedding, positions, 4 x (two norms, qkv, output, ffn1, ffn2), norm, head: weights and biases
    EXPECT_EQ(parameters, 49 * 64 + 64 + 16 * 64 +
                              4 * (4 * 64 + 64 * 192 + 192 + 64 * 64 + 64 + 64 * 256 + 256 + 256 * 64 + 64) + 2 * 64 +
                              64 * 10 + 10);
    EXPECT_THAT(task->unpruned_by_default(), ElementsAre("embed", "head"));
    EXPECT_TRUE(task->frozen_parameters().empty());
    EXPECT_EQ(forward(model, task->training().inputs.front()).values.size(), 10U);
}

} // namespace
} // namespace stavp::workloads
