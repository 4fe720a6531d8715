#pragma once

#include "tests/pack/tiny_model.h"
#include "tests/support/scratch_path.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace stavp::workloads::testing {

/// A package in the published layout and tensor names with small random weights: d 8 -> 12, FFN 16, 2 heads, three
/// shards of unequal size.
class TinyPackage {
public:
    TinyPackage() {
        tensor("module/Embeddings_en", {12, 8});
        tensor(stack(0) + "AddTimingSignal/TimingSignal/ExpandDims_1", {1, 4});
        scalar(stack(1) + "TransformerLayer/FFN/layer_prepostprocess/layer_norm/Cast/x", 1e-6F);
        scalar(stack(1) + "TransformerLayer/MultiheadAttention/split_heads/split_last_dimension/Reshape/shape/2", 2);
        tensor(folded(0) + "dense/kernel/ConcatPartitions/concat", {8, 12});
        tensor(folded(0) + "dense/bias/ConcatPartitions/concat", {12});
        for (const int layer : {0, 1}) {
            const std::size_t d = layer == 0 ? 8 : 12;
            const std::string kernels = "module/Encoder_en/KonaTransformer/Encode/Layer_" + std::to_string(layer) +
                                        "/TransformerLayer/MultiheadAttention/";
            scalar(stack(layer) + "TransformerLayer/MultiheadAttention/mul/y", layer == 0 ? 0.5F : 0.4F);
            norm(folded(layer), d);
            tensor(kernels + "qkv_transform_single/kernel/part_0", {1, 1, d, 3 * d});
            tensor(folded(layer) + "MultiheadAttention/qkv_transform_single/bias/ConcatPartitions/concat", {3 * d});
            tensor(kernels + "output_transform_single/kernel/part_0", {1, 1, d, 12});
            tensor(folded(layer) + "MultiheadAttention/output_transform_single/bias/ConcatPartitions/concat", {12});
            norm(folded(layer) + "FFN/", 12);
            tensor(stack(layer) + "TransformerLayer/FFN/conv1/Tensordot/Reshape_1", {12, 16});
            tensor(folded(layer) + "FFN/conv1/bias/ConcatPartitions/concat", {16});
            tensor(stack(layer) + "TransformerLayer/FFN/conv2/Tensordot/Reshape_1", {16, 12});
            tensor(folded(layer) + "FFN/conv2/bias/ConcatPartitions/concat", {12});
        }
        tensor("module/Encoder_en/hidden_layers/tanh_layer_0/weights", {12, 12});
        tensor("module/Encoder_en/hidden_layers/tanh_layer_0/bias", {12});
    }

    /// Writes ROOT/package/dist/... and returns ROOT.
    std::filesystem::path write(const std::string& name) const {
        const auto root = stavp::testing::scratch_path(name);
        std::filesystem::remove_all(root);
        const auto dist = root / "package" / "dist";
        std::filesystem::create_directories(dist);
        const std::size_t cut1 = bytes.size() / 3 + 1; // inside a tensor
        const std::size_t cut2 = bytes.size() / 2 + 3;
        put(dist / "group1-shard1of3", bytes.substr(0, cut1));
        put(dist / "group1-shard2of3", bytes.substr(cut1, cut2 - cut1));
        put(dist / "group1-shard3of3", bytes.substr(cut2));
        const nlohmann::json model{
            {"modelTopology", nlohmann::json::object()},
            {"weightsManifest",
             {{{"paths", {"group1-shard1of3", "group1-shard2of3", "group1-shard3of3"}}, {"weights", manifest}}}}};
        put(dist / "model.json", model.dump());
        put(dist / "vocab.json",
            R"([["?",0],["<s>",null],["</s>",0],["x1",0],["x2",0],["x3",0],["\u2581",-1],["a",-2]])");
        return root;
    }

    std::span<const float> values(const std::string& name) const {
        std::size_t offset = 0;
        for (const auto& weight : manifest) {
            std::size_t elements = 1;
            for (const auto& extent : weight["shape"])
                elements *= extent.get<std::size_t>();
            if (weight["name"] == name) return std::span(floats).subspan(offset, elements);
            offset += elements;
        }
        return {};
    }

    static void put(const std::filesystem::path& file, const std::string& contents) {
        std::ofstream(file, std::ios::binary) << contents;
    }

    static std::string folded(int layer) {
        return "module_apply_default/Encoder_en/KonaTransformer/Encode/Layer_" + std::to_string(layer) +
               "/TransformerLayer/";
    }

    nlohmann::json manifest = nlohmann::json::array();
    std::string bytes;
    std::vector<float> floats;

private:
    static std::string stack(int layer) {
        return "module_apply_default/Encoder_en/KonaTransformer/Encode/TransformerStack/Layer_" +
               std::to_string(layer) + "/";
    }

    void append(const std::string& name, const std::vector<std::size_t>& shape, const std::vector<float>& data) {
        manifest.push_back({{"name", name}, {"shape", shape}, {"dtype", "float32"}});
        floats.insert(floats.end(), data.begin(), data.end());
        bytes.append(reinterpret_cast<const char*>(data.data()), data.size() * sizeof(float));
    }
    void scalar(const std::string& name, float value) { append(name, {}, {value}); }
    void tensor(const std::string& name, const std::vector<std::size_t>& shape) {
        std::size_t elements = 1;
        for (const std::size_t extent : shape)
            elements *= extent;
        append(name, shape, random_vector(noise_, elements, 0, 1).values);
    }
    void norm(const std::string& prefix, std::size_t d) {
        tensor(prefix + "layer_prepostprocess/layer_norm/layer_norm_scale/ConcatPartitions/concat", {d});
        tensor(prefix + "layer_prepostprocess/layer_norm/layer_norm_bias/ConcatPartitions/concat", {d});
    }

    Noise noise_{3};
};

} // namespace stavp::workloads::testing
