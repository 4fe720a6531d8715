#include "workloads/pack/pack.h"

#include "tests/pack/tiny_model.h"
#include "workloads/pack/evaluate.h"
#include "workloads/pack/similarity.h"
#include "workloads/prune/oneshot.h"
#include "workloads/quantise/quantise.h"
#include "workloads/tokenizer/sentences.h"

#include <algorithm>
#include <cstring>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

const std::vector<std::string> sentences{"abc def", "the quick brown fox", "zz", "jumps over", "a lazy dog", "qwertz"};

Model quantised_tiny(Pattern pattern = {}) {
    Model model = testing::tiny_model();
    prune_oneshot(model, pattern, {});
    const Tokenizer tokenizer(model.vocabulary);
    std::vector<Sequence> sequences;
    for (const std::string& sentence : sentences)
        sequences.emplace_back(tokenise(model, tokenizer, sentence));
    quantise(model, calibrate(model, sequences, 100));
    return model;
}

Image packed(const Model& model, PackRequest request) {
    return Image::parse(pack(model, request).image_bytes(), "test workload");
}

const nmw_tensor& tensor_named(const Image& image, const std::string& name) {
    const auto tensors = image.tensors();
    const auto found = std::ranges::find_if(tensors, [&](const nmw_tensor& t) { return name == t.name; });
    EXPECT_NE(found, tensors.end()) << name;
    return *found;
}

TEST(pack, integer_outputs_stay_close_to_the_float_model) {
    for (const Pattern pattern : {Pattern{}, {2, 8}, {3, 4}}) {
        const Image image = packed(quantised_tiny(pattern), {sentences});
        const Matrix integers = integer_reference(image);
        const Matrix reals = *float_reference(image);
        for (std::size_t r = 0; r < sentences.size(); ++r)
            EXPECT_GT(cosine(integers.row(r), reals.row(r)), 0.995) << to_string(pattern) << " " << sentences[r];
    }
}

TEST(pack, the_float_reference_is_the_pruned_unquantised_model) {
    const Model model = quantised_tiny({2, 4});
    const Matrix reals = *float_reference(packed(model, {sentences}));
    Model pruned = testing::tiny_model();
    prune_oneshot(pruned, {2, 4}, {});
    const Tokenizer tokenizer(pruned.vocabulary);
    for (std::size_t r = 0; r < sentences.size(); ++r) {
        const auto expected = forward(pruned, tokenise(pruned, tokenizer, sentences[r])).values;
        EXPECT_TRUE(std::ranges::equal(reals.row(r), expected)) << sentences[r];
    }
}

TEST(pack, every_activation_is_close_to_its_float_value) {
    const Model model = quantised_tiny();
    const Image image = packed(model, {{sentences[1]}});
    const auto ids = tokenise(model, Tokenizer(model.vocabulary), sentences[1]);
    int compared = 0;
    forward(model, ids, [&](const Node& node, const Matrix& value) {
        if (node.name == "qkv" || node.name == "ffn1") return; // three scales; fused into relu
        const nmw_tensor& tensor = tensor_named(image, node.name);
        const auto bytes = node.op == Op::embedding ? image.values(tensor) : image.golden(tensor);
        const Matrix integers = to_reals(bytes, tensor.dtype, tensor.rows, tensor.cols, tensor.scale, node.name);
        EXPECT_GT(cosine(std::span(integers.values).first(value.values.size()), value.values), 0.998) << node.name;
        ++compared;
    });
    EXPECT_EQ(compared, 13);
}

TEST(pack, padding_and_neighbours_do_not_change_a_sentence) {
    const Model model = quantised_tiny({2, 8});
    const Matrix together = integer_reference(packed(model, {sentences}));
    for (const std::uint32_t pad : {0U, 20U, 32U})
        for (const std::size_t r : {std::size_t{1}, std::size_t{2}}) {
            const Matrix alone = integer_reference(packed(model, {.sentences = {sentences[r]}, .seq_pad = pad}));
            EXPECT_TRUE(std::ranges::equal(alone.row(0), together.row(r))) << pad << " " << r;
        }
}

TEST(pack, rows_are_padded_to_a_multiple_of_four_or_as_asked) {
    const std::vector<Sequence> sequences{TokenIds(5), TokenIds(9), TokenIds(2)};
    EXPECT_EQ(padded_rows(sequences, 0), 12U);
    EXPECT_EQ(padded_rows(sequences, 9), 9U);
    EXPECT_THROW(padded_rows(sequences, 8), std::invalid_argument);
    const Image image = packed(quantised_tiny(), {.sentences = {"abc", "a b"}, .seq_pad = 10});
    EXPECT_EQ(image.header().seq, 10U);
    ASSERT_EQ(image.sequences().size(), 2U);
    EXPECT_EQ(image.sequences()[0].valid, 4U);
}

TEST(pack, sparse_weights_take_the_smaller_encoding_and_dense_ones_none) {
    Model model = testing::tiny_model();
    prune_oneshot(model, {2, 8}, {"head"});
    quantise(model, calibrate(model, {TokenIds{1, 2, 3}, TokenIds{4, 5, 6}}, 100));
    const Image image = packed(model, {{"abc"}});
    const nmw_tensor& sparse = tensor_named(image, "qkv.weight");
    EXPECT_EQ(sparse.encoding, static_cast<std::uint32_t>(NMW_BITMAP)); // three bytes a row in both
    EXPECT_EQ(sparse.pattern_n, 2U);
    EXPECT_EQ(sparse.pattern_m, 8U);
    EXPECT_EQ(sparse.bytes, 72U * 24 / 8 * 2);
    EXPECT_EQ(tensor_named(image, "head.weight").encoding, static_cast<std::uint32_t>(NMW_DENSE));
    const Image indexed = packed(model, {.sentences = {"abc"}, .encoding = EncodingChoice::index});
    EXPECT_EQ(tensor_named(indexed, "qkv.weight").encoding, static_cast<std::uint32_t>(NMW_INDEX));
    EXPECT_EQ(tensor_named(indexed, "head.weight").encoding, static_cast<std::uint32_t>(NMW_DENSE));
    EXPECT_TRUE(std::ranges::equal(integer_reference(image).values, integer_reference(indexed).values));
}

TEST(pack, meta_data_tell_sentences_tokens_and_patterns) {
    const Model dense = testing::tiny_model();
    const Image image = packed(quantised_tiny({2, 8}), {.sentences = {"ab", "c"}, .seq_pad = 0, .dense = &dense});
    const auto meta = nlohmann::json::parse(image.meta());
    EXPECT_EQ(meta["pattern"], "2:8");
    EXPECT_EQ(meta["sentences"][0]["text"], "ab");
    EXPECT_EQ(meta["sentences"][0]["tokens"], (std::vector<int>{1, 2, 3}));
    const double noted = meta["cosine"]["dense_float"][0][1];
    EXPECT_NEAR(noted, cosine(forward(dense, TokenIds{1, 2, 3}).values, forward(dense, TokenIds{1, 4}).values), 1e-12);
    EXPECT_NE(noted, meta["cosine"]["float"][0][1].get<double>());
}

TEST(pack, refuses_what_it_cannot_lower) {
    EXPECT_THROW(pack(testing::tiny_model(), {{"abc"}}), std::invalid_argument); // not quantised
    EXPECT_THROW(pack(quantised_tiny(), {{""}}), std::invalid_argument);
    EXPECT_THROW(pack(quantised_tiny(), {}), std::invalid_argument);
}

TEST(evaluate, counts_the_bytes_of_the_encodings_that_a_workload_has) {
    for (const Pattern pattern : {Pattern{1, 2}, Pattern{1, 4}, Pattern{2, 4}, Pattern{1, 8}, Pattern{2, 8}}) {
        const Model model = quantised_tiny(pattern);
        const Image image = packed(model, {{"abc"}});
        std::size_t stored = 0;
        for (const nmw_tensor& tensor : image.tensors())
            if (std::string(tensor.name).ends_with(".weight")) stored += tensor.bytes + tensor.map_bytes;
        EXPECT_EQ(evaluate(model, {"abc"}, nullptr).weight_bytes, stored) << to_string(pattern);
    }
}

TEST(evaluate, agrees_with_the_packed_workload) {
    const Model model = quantised_tiny({2, 4});
    const Image image = packed(model, {sentences});
    double least = 1;
    for (std::size_t r = 0; r < sentences.size(); ++r)
        least = std::min(least, cosine(integer_reference(image).row(r), float_reference(image)->row(r)));
    const Evaluation evaluation = evaluate(model, sentences, nullptr);
    EXPECT_NEAR(evaluation.int8_to_float->minimum, least, 1e-9);
    EXPECT_FALSE(evaluation.float_to_dense);
    std::size_t stored = 0;
    for (const nmw_tensor& tensor : image.tensors())
        if (std::string(tensor.name).ends_with(".weight")) stored += tensor.bytes + tensor.map_bytes;
    EXPECT_EQ(evaluation.weight_bytes, stored);
}

} // namespace
} // namespace stavp::workloads
