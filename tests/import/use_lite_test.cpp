#include "workloads/import/use_lite.h"

#include "tests/import/tiny_package.h"
#include "workloads/format/image.h"
#include "workloads/format/sha256.h"

#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;

std::string complaint(const fs::path& package, const UseLiteDigests* expected = nullptr) {
    try {
        import_use_lite(package, expected);
    } catch (const FormatError& error) {
        EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
        return error.what();
    }
    return "(none)";
}

TEST(use_lite, weights_are_transposed_to_out_by_in) {
    const testing::TinyPackage package;
    const Model model = import_use_lite(package.write("tiny"), nullptr);
    const auto stored = package.values("module/Encoder_en/KonaTransformer/Encode/Layer_1/TransformerLayer/"
                                       "MultiheadAttention/qkv_transform_single/kernel/part_0"); // [12 in, 36 out]
    const Parameter& weight = model.parameter("layer1.qkv.weight");
    ASSERT_EQ(weight.shape, (std::vector<std::size_t>{36, 12}));
    for (std::size_t out = 0; out < 36; ++out)
        for (std::size_t in = 0; in < 12; ++in)
            EXPECT_EQ(weight.values[out * 12 + in], stored[in * 36 + out]);
}

TEST(use_lite, the_graph_follows_the_published_one) {
    const Model model = import_use_lite(testing::TinyPackage().write("graph"), nullptr);
    EXPECT_EQ(model.node("layer0.add1").inputs, (std::vector<std::string>{"layer0.output", "layer0.residual"}));
    EXPECT_EQ(model.node("layer0.residual").inputs, (std::vector<std::string>{"embedding"}));
    EXPECT_EQ(model.node("layer1.add1").inputs, (std::vector<std::string>{"layer1.output", "layer0.add2"}));
    EXPECT_EQ(model.node("layer1.add2").inputs, (std::vector<std::string>{"layer1.ffn2", "layer1.add1"}));
    EXPECT_EQ(model.node("layer0.attention").heads, 2U);
    EXPECT_FLOAT_EQ(static_cast<float>(model.node("layer0.attention").score_scale), 0.5F);
    EXPECT_FLOAT_EQ(static_cast<float>(model.node("layer1.attention").score_scale), 0.4F);
    EXPECT_EQ(model.node("embedding").table_scale, 2);
    EXPECT_EQ(model.output().name, "head.tanh");
    EXPECT_EQ(model.vocabulary.pieces.size(), 8U);
    EXPECT_EQ(model.vocabulary.reserved, 6U);
}

TEST(use_lite, a_missing_shard_is_named) {
    const fs::path root = testing::TinyPackage().write("missing");
    fs::remove(root / "package/dist/group1-shard2of3");
    EXPECT_NE(complaint(root).find("group1-shard2of3 is missing"), std::string::npos) << complaint(root);
}

TEST(use_lite, shards_too_short_or_too_long_are_refused) {
    const fs::path root = testing::TinyPackage().write("lengths");
    const fs::path shard = root / "package/dist/group1-shard3of3";
    const auto size = fs::file_size(shard);
    fs::resize_file(shard, size - 4);
    EXPECT_NE(complaint(root).find("too short"), std::string::npos) << complaint(root);
    fs::resize_file(shard, size + 4);
    EXPECT_NE(complaint(root).find("longer"), std::string::npos) << complaint(root);
}

TEST(use_lite, a_tensor_of_the_wrong_shape_is_named_with_its_layer) {
    testing::TinyPackage package;
    for (auto& weight : package.manifest)
        if (weight["name"] == testing::TinyPackage::folded(1) + "FFN/conv2/bias/ConcatPartitions/concat")
            weight["shape"] = {3, 4}; // still the right number of elements: taken as a vector
    EXPECT_EQ(complaint(package.write("reshaped")), "(none)");
    for (auto& weight : package.manifest)
        if (weight["name"].get<std::string>().ends_with("Layer_1/TransformerLayer/FFN/conv2/Tensordot/Reshape_1"))
            weight["shape"] = {12, 16};
    const std::string message = complaint(package.write("wrong"));
    EXPECT_NE(message.find("layer1.ffn2"), std::string::npos) << message;
}

TEST(use_lite, a_missing_tensor_is_named) {
    testing::TinyPackage package;
    package.manifest.back()["name"] = "something/else";
    const std::string message = complaint(package.write("renamed"));
    EXPECT_NE(message.find("tanh_layer_0/bias is missing"), std::string::npos) << message;
}

TEST(use_lite, other_bytes_than_the_pinned_ones_are_refused) {
    const fs::path root = testing::TinyPackage().write("pinned");
    EXPECT_NE(complaint(root, &use_lite_digests()).find("model.json: SHA-256 is"), std::string::npos);
}

TEST(use_lite, one_changed_weight_is_noticed) {
    const fs::path dist = testing::TinyPackage().write("changed") / "package/dist";
    const auto digest = [&dist](std::initializer_list<const char*> names) {
        Sha256 sha;
        for (const char* name : names) {
            std::ifstream in(dist / name, std::ios::binary);
            const std::string bytes((std::istreambuf_iterator<char>(in)), {});
            sha.update({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
        }
        return sha.finish();
    };
    const UseLiteDigests digests{digest({"model.json"}), digest({"vocab.json"}),
                                 digest({"group1-shard1of3", "group1-shard2of3", "group1-shard3of3"})};
    EXPECT_EQ(complaint(dist.parent_path(), &digests), "(none)");
    std::fstream shard(dist / "group1-shard2of3", std::ios::binary | std::ios::in | std::ios::out);
    shard.seekp(100);
    shard.put('!');
    shard.close();
    EXPECT_NE(complaint(dist.parent_path(), &digests).find("weight shards: SHA-256"), std::string::npos);
}

TEST(use_lite, damaged_json_is_refused) {
    const fs::path root = testing::TinyPackage().write("json");
    testing::TinyPackage::put(root / "package/dist/model.json", "{\"weightsManifest\": [{\"paths\": 7}");
    EXPECT_NE(complaint(root).find("bad JSON"), std::string::npos) << complaint(root);
    testing::TinyPackage::put(root / "package/dist/model.json",
                              "{\"weightsManifest\": [{\"paths\": [7], \"weights\": []}]}");
    EXPECT_NE(complaint(root).find("bad JSON"), std::string::npos) << complaint(root);
}

} // namespace
} // namespace stavp::workloads
