#include "tests/import/use_lite_package.h"
#include "workloads/import/use_lite.h"
#include "workloads/pack/pack.h"
#include "workloads/pack/similarity.h"
#include "workloads/prune/oneshot.h"
#include "workloads/quantise/quantise.h"
#include "workloads/tokenizer/sentences.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

/// The published model quantised on the recipe's sentences and packed with the pair whose similarity is published.
Image packed(const std::filesystem::path& package, Pattern pattern) {
    Model model = import_use_lite(package, &use_lite_digests());
    prune_oneshot(model, pattern, {});
    const Tokenizer tokenizer(model.vocabulary);
    std::vector<Sequence> sequences;
    for (const std::string& sentence : read_sentences(STAVP_RECIPES "/calibration.txt"))
        sequences.emplace_back(tokenise(model, tokenizer, sentence));
    quantise(model, calibrate(model, sequences, 100));
    return Image::parse(pack(model, {{"How old are you?", "What is your age?"}}).image_bytes(), "use-lite");
}

TEST(published_model, dense_int8_keeps_the_published_similarity) {
    const auto package = testing::use_lite_package();
    if (!package) GTEST_SKIP() << testing::no_use_lite;
    const Image image = packed(*package, {});
    const Matrix reals = *float_reference(image);
    const Matrix integers = integer_reference(image);
    EXPECT_NEAR(pairwise_cosines(reals)[0][1], 0.84642, 1e-4); // tests/import/use_lite_reference.json
    EXPECT_NEAR(pairwise_cosines(integers)[0][1], 0.84642, 0.01);
    for (std::size_t r = 0; r < 2; ++r)
        EXPECT_GT(cosine(reals.row(r), integers.row(r)), 0.997);
}

TEST(published_model, two_in_eight_int8_follows_its_own_pruned_float_model) {
    const auto package = testing::use_lite_package();
    if (!package) GTEST_SKIP() << testing::no_use_lite;
    const Image image = packed(*package, {2, 8});
    const Matrix reals = *float_reference(image);
    const Matrix integers = integer_reference(image);
    for (std::size_t r = 0; r < 2; ++r)
        EXPECT_GT(cosine(reals.row(r), integers.row(r)), 0.995);
    for (const nmw_tensor& tensor : image.tensors())
        if (std::string(tensor.name).ends_with(".weight")) {
            EXPECT_EQ(tensor.pattern_n, 2U) << tensor.name;
            EXPECT_EQ(tensor.bytes * 4, std::uint64_t{tensor.rows} * tensor.cols) << tensor.name;
        }
}

} // namespace
} // namespace stavp::workloads
