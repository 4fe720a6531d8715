#include "tests/support/scratch_path.h"
#include "workloads/import/named_safetensors.h"

#include "tests/import/tiny_checkpoint.h"
#include "workloads/float/forward.h"
#include "workloads/format/image.h"
#include "workloads/model/model_file.h"

#include <gmock/gmock.h>
#include <iterator>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;
using testing::TinyCheckpoint;
using Rows = std::vector<std::vector<double>>;

/// A second implementation of the encoder in double, straight from the checkpoint's tensors by their published names.
class ByHand {
public:
    explicit ByHand(const TinyCheckpoint& checkpoint) : checkpoint_(checkpoint) {}

    std::vector<double> tensor(const std::string& name) const { return checkpoint_.values(name); }

    Rows linear(const Rows& x, const std::string& name) const {
        const auto weight = tensor(name + ".weight");
        const auto bias = tensor(name + ".bias");
        Rows y;
        for (const auto& row : x) {
            y.push_back(bias);
            for (std::size_t o = 0; o < bias.size(); ++o)
                for (std::size_t i = 0; i < row.size(); ++i)
                    y.back()[o] += weight[o * row.size() + i] * row[i];
        }
        return y;
    }

    Rows norm(Rows x, const std::string& name, double epsilon) const {
        const auto gamma = tensor(name + ".weight");
        const auto beta = tensor(name + ".bias");
        for (auto& row : x) {
            double mean = 0;
            double square = 0;
            for (const double value : row) {
                mean += value / static_cast<double>(row.size());
                square += value * value / static_cast<double>(row.size());
            }
            for (std::size_t c = 0; c < row.size(); ++c)
                row[c] = (row[c] - mean) / std::sqrt(square - mean * mean + epsilon) * gamma[c] + beta[c];
        }
        return x;
    }

    static Rows attention(const Rows& q, const Rows& k, const Rows& v, std::size_t heads) {
        const std::size_t width = q[0].size() / heads;
        Rows y(q.size(), std::vector<double>(q[0].size()));
        for (std::size_t h = 0; h < heads; ++h)
            for (std::size_t a = 0; a < q.size(); ++a) {
                std::vector<double> weights;
                double sum = 0;
                for (const auto& key : k) {
                    double score = 0;
                    for (std::size_t c = h * width; c < (h + 1) * width; ++c)
                        score += q[a][c] * key[c];
                    weights.push_back(std::exp(score / std::sqrt(static_cast<double>(width))));
                    sum += weights.back();
                }
                for (std::size_t b = 0; b < v.size(); ++b)
                    for (std::size_t c = h * width; c < (h + 1) * width; ++c)
                        y[a][c] += weights[b] / sum * v[b][c];
            }
        return y;
    }

    static Rows sum(Rows a, const Rows& b) {
        for (std::size_t r = 0; r < a.size(); ++r)
            for (std::size_t c = 0; c < a[r].size(); ++c)
                a[r][c] += b[r][c];
        return a;
    }

    static Rows gelu(Rows x) {
        for (auto& row : x)
            for (double& value : row)
                value *= 0.5 * std::erfc(-value / std::sqrt(2.0));
        return x;
    }

private:
    const TinyCheckpoint& checkpoint_;
};

Rows columns(const Rows& x, std::size_t first, std::size_t count) {
    Rows part;
    for (const auto& row : x)
        part.emplace_back(row.begin() + static_cast<std::ptrdiff_t>(first),
                          row.begin() + static_cast<std::ptrdiff_t>(first + count));
    return part;
}

void expect_equal(const Matrix& is, const Rows& should) {
    ASSERT_EQ(is.rows, should.size());
    for (std::size_t r = 0; r < is.rows; ++r)
        for (std::size_t c = 0; c < is.cols; ++c)
            EXPECT_NEAR(is.row(r)[c], should[r][c], 2e-5) << r << " " << c;
}

std::string recipe(const std::string& name) {
    std::ifstream in(fs::path(STAVP_RECIPES) / name);
    return {std::istreambuf_iterator<char>(in), {}};
}

fs::path yaml(const std::string& text) {
    const auto file = stavp::testing::scratch_path("layers.yaml");
    std::ofstream(file) << text;
    return file;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

/// The shipped file for a smaller model: 2 layers, 4 heads.
std::string small(const std::string& text) {
    return replaced(replaced(text, "layers: 12", "layers: 2"), "heads: 12", "heads: 4");
}

/// BERT of width 8, FFN 12, 11 tokens, 6 positions.
TinyCheckpoint bert() {
    TinyCheckpoint checkpoint(5);
    const std::string embeddings = "bert.embeddings.";
    checkpoint.add(embeddings + "word_embeddings.weight", {11, 8});
    checkpoint.add(embeddings + "position_embeddings.weight", {6, 8});
    checkpoint.add(embeddings + "token_type_embeddings.weight", {2, 8});
    checkpoint.norm(embeddings + "LayerNorm", 8);
    RawTensor& ids = checkpoint.contents.tensors[embeddings + "position_ids"]; // as real checkpoints have it
    ids = {"I64", {1, 6}, std::vector<std::uint8_t>(48)};
    for (int i = 0; i < 2; ++i) {
        const std::string layer = "bert.encoder.layer." + std::to_string(i) + ".";
        for (const char* part : {"query", "key", "value"})
            checkpoint.linear(layer + "attention.self." + part, 8, 8);
        checkpoint.linear(layer + "attention.output.dense", 8, 8);
        checkpoint.norm(layer + "attention.output.LayerNorm", 8);
        checkpoint.linear(layer + "intermediate.dense", 12, 8);
        checkpoint.linear(layer + "output.dense", 8, 12);
        checkpoint.norm(layer + "output.LayerNorm", 8);
    }
    checkpoint.linear("bert.pooler.dense", 8, 8);
    return checkpoint;
}

Rows bert_by_hand(const TinyCheckpoint& checkpoint, const TokenIds& ids) {
    const ByHand hand(checkpoint);
    Rows x;
    for (std::size_t t = 0; t < ids.size(); ++t) {
        x.emplace_back(8);
        for (std::size_t c = 0; c < 8; ++c)
            x[t][c] = hand.tensor("bert.embeddings.word_embeddings.weight")[ids[t] * 8 + c] +
                      hand.tensor("bert.embeddings.position_embeddings.weight")[t * 8 + c] +
                      hand.tensor("bert.embeddings.token_type_embeddings.weight")[c];
    }
    x = hand.norm(x, "bert.embeddings.LayerNorm", 1e-12);
    for (int i = 0; i < 2; ++i) {
        const std::string layer = "bert.encoder.layer." + std::to_string(i) + ".";
        const auto self = [&](const char* part) { return hand.linear(x, layer + "attention.self." + part); };
        const Rows attended = ByHand::attention(self("query"), self("key"), self("value"), 4);
        x = hand.norm(ByHand::sum(x, hand.linear(attended, layer + "attention.output.dense")),
                      layer + "attention.output.LayerNorm", 1e-12);
        const Rows inner = ByHand::gelu(hand.linear(x, layer + "intermediate.dense"));
        x = hand.norm(ByHand::sum(x, hand.linear(inner, layer + "output.dense")), layer + "output.LayerNorm", 1e-12);
    }
    Rows mean(1, std::vector<double>(8));
    for (const auto& row : x)
        for (std::size_t c = 0; c < 8; ++c)
            mean[0][c] += row[c] / static_cast<double>(x.size());
    return mean;
}

/// ViT of width 8, FFN 12, 4 patches of 2 x 2 x 3 and a class token, 5 classes.
TinyCheckpoint vit() {
    TinyCheckpoint checkpoint(6);
    checkpoint.add("cls_token", {1, 1, 8});
    checkpoint.add("pos_embed", {1, 5, 8});
    checkpoint.add("patch_embed.proj.weight", {8, 3, 2, 2});
    checkpoint.add("patch_embed.proj.bias", {8});
    for (int i = 0; i < 2; ++i) {
        const std::string block = "blocks." + std::to_string(i) + ".";
        checkpoint.norm(block + "norm1", 8);
        checkpoint.linear(block + "attn.qkv", 24, 8);
        checkpoint.linear(block + "attn.proj", 8, 8);
        checkpoint.norm(block + "norm2", 8);
        checkpoint.linear(block + "mlp.fc1", 12, 8);
        checkpoint.linear(block + "mlp.fc2", 8, 12);
    }
    checkpoint.norm("norm", 8);
    checkpoint.linear("head", 5, 8);
    return checkpoint;
}

Rows vit_by_hand(const TinyCheckpoint& checkpoint, const Rows& patches) {
    const ByHand hand(checkpoint);
    Rows x = hand.linear(patches, "patch_embed.proj");
    x.insert(x.begin(), hand.tensor("cls_token"));
    for (std::size_t t = 0; t < x.size(); ++t)
        for (std::size_t c = 0; c < 8; ++c)
            x[t][c] += hand.tensor("pos_embed")[t * 8 + c];
    for (int i = 0; i < 2; ++i) {
        const std::string block = "blocks." + std::to_string(i) + ".";
        const Rows qkv = hand.linear(hand.norm(x, block + "norm1", 1e-6), block + "attn.qkv");
        const Rows attended = ByHand::attention(columns(qkv, 0, 8), columns(qkv, 8, 8), columns(qkv, 16, 8), 4);
        x = ByHand::sum(x, hand.linear(attended, block + "attn.proj"));
        const Rows inner = ByHand::gelu(hand.linear(hand.norm(x, block + "norm2", 1e-6), block + "mlp.fc1"));
        x = ByHand::sum(x, hand.linear(inner, block + "mlp.fc2"));
    }
    return hand.linear(hand.norm(x, "norm", 1e-6), "head");
}

void expect_refusal(const TinyCheckpoint& checkpoint, const std::string& layers, const std::string& reason) {
    const auto weights = checkpoint.write("refused.safetensors");
    const auto file = yaml(layers);
    try {
        import_safetensors(weights, file);
        ADD_FAILURE() << "not refused: " << reason;
    } catch (const FormatError& error) {
        EXPECT_THAT(error.what(), ::testing::HasSubstr(reason));
        EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("\n")));
    }
}

TEST(named_safetensors, a_bert_checkpoint_computes_what_bert_computes) {
    const TinyCheckpoint checkpoint = bert();
    const Model model =
        import_safetensors(checkpoint.write("bert.safetensors"), yaml(small(recipe("bert-layers.yaml"))));
    EXPECT_EQ(model.name, "bert");
    EXPECT_EQ(model.nodes.front().max_tokens, 6U);
    for (const TokenIds& ids : {TokenIds{3}, TokenIds{1, 10, 0, 7, 7, 2}})
        expect_equal(forward(model, ids), bert_by_hand(checkpoint, ids));
    EXPECT_EQ(model.provenance["unused_tensors"],
              (std::vector<std::string>{"bert.embeddings.position_ids", "bert.pooler.dense.bias",
                                        "bert.pooler.dense.weight"}));
}

TEST(named_safetensors, a_vit_checkpoint_computes_what_vit_computes) {
    const TinyCheckpoint checkpoint = vit();
    const Model model = import_safetensors(checkpoint.write("vit.safetensors"), yaml(small(recipe("vit-layers.yaml"))));
    EXPECT_EQ(model.nodes.front().columns, 12U);
    EXPECT_EQ(model.nodes.front().max_tokens, 5U);
    Rows patches(4, std::vector<double>(12));
    Matrix rows(5, 12); // row 0 stays zero: the class token
    testing::Noise noise(9);
    for (std::size_t t = 0; t < 4; ++t)
        for (std::size_t c = 0; c < 12; ++c)
            patches[t][c] = rows.row(t + 1)[c] = noise.next();
    expect_equal(forward(model, rows), vit_by_hand(checkpoint, patches));
    EXPECT_TRUE(model.provenance["unused_tensors"].empty());
}

TEST(named_safetensors, transposed_weights_and_bfloat16_make_the_same_model) {
    TinyCheckpoint checkpoint = bert();
    for (const auto& [name, tensor] : TinyCheckpoint(checkpoint).contents.tensors)
        if (tensor.dtype == "F32") checkpoint.to_bf16(name);
    const std::string layers = small(recipe("bert-layers.yaml"));
    const Model narrow = import_safetensors(checkpoint.write("bf16.safetensors"), yaml(layers));
    expect_equal(forward(narrow, TokenIds{4, 2}), bert_by_hand(checkpoint, {4, 2}));

    TinyCheckpoint turned = bert();
    const Model plain = import_safetensors(turned.write("bert.safetensors"), yaml(layers));
    for (const auto& [name, tensor] : bert().contents.tensors)
        if (tensor.shape.size() == 2 && name.find("embeddings") == std::string::npos) turned.transpose(name);
    const Model same = import_safetensors(turned.write("bert.safetensors"), yaml("transposed: true\n" + layers));
    EXPECT_EQ(forward(same, TokenIds{4, 2}).values, forward(plain, TokenIds{4, 2}).values);
}

TEST(named_safetensors, an_imported_model_is_saved_and_loaded) {
    const Model model = import_safetensors(bert().write("bert.safetensors"), yaml(small(recipe("bert-layers.yaml"))));
    const auto file = stavp::testing::scratch_path("bert.model");
    save_model(file, model);
    EXPECT_EQ(forward(load_model(file), TokenIds{1, 2}).values, forward(model, TokenIds{1, 2}).values);
}

TEST(named_safetensors, absent_biases_are_none_and_partly_absent_ones_zero) {
    TinyCheckpoint checkpoint = bert();
    for (int i = 0; i < 2; ++i) {
        const std::string layer = "bert.encoder.layer." + std::to_string(i) + ".";
        checkpoint.contents.tensors.erase(layer + "attention.self.key.bias");
        checkpoint.contents.tensors.erase(layer + "output.dense.bias");
    }
    const Model model =
        import_safetensors(checkpoint.write("bert.safetensors"), yaml(small(recipe("bert-layers.yaml"))));
    TinyCheckpoint zeros = bert();
    for (auto& [name, tensor] : zeros.contents.tensors)
        if (name.ends_with("self.key.bias") ||
            (name.ends_with("output.dense.bias") && !name.ends_with("attention.output.dense.bias")))
            std::fill(tensor.bytes.begin(), tensor.bytes.end(), std::uint8_t{0});
    EXPECT_TRUE(model.node("layer0.ffn2").bias.empty());
    expect_equal(forward(model, TokenIds{5, 6}), bert_by_hand(zeros, {5, 6}));
}

TEST(named_safetensors, all_absent_tensors_are_named_with_their_lines) {
    TinyCheckpoint checkpoint = bert();
    checkpoint.contents.tensors.erase("bert.encoder.layer.0.intermediate.dense.weight");
    checkpoint.contents.tensors.erase("bert.encoder.layer.1.attention.self.value.weight");
    checkpoint.contents.tensors.erase("bert.embeddings.LayerNorm.bias");
    const auto file = yaml(small(recipe("bert-layers.yaml"))).string();
    expect_refusal(checkpoint, small(recipe("bert-layers.yaml")),
                   "refused.safetensors: 3 tensors are absent: bert.embeddings.LayerNorm.bias (" + file +
                       ":13), bert.encoder.layer.0.intermediate.dense.weight (" + file +
                       ":21), bert.encoder.layer.1.attention.self.value.weight (" + file + ":18)");
}

TEST(named_safetensors, each_refusal_names_the_line) {
    const std::string good = small(recipe("bert-layers.yaml"));
    const auto with = [&](const std::string& from, const std::string& to) { return replaced(good, from, to); };
    const TinyCheckpoint checkpoint = bert();
    expect_refusal(checkpoint, with("heads: 4", "haeds: 4"), "layers.yaml:3: key 'heads' is missing");
    expect_refusal(checkpoint, good + "pooler: x\n", ": unknown key 'pooler'");
    expect_refusal(checkpoint, with("  query:", "  quary:"), "layers.yaml:15: key 'layer.query' is missing");
    expect_refusal(checkpoint, with("norm: post", "norm: middle"),
                   "layers.yaml:6: norm: must be one of pre, post, got 'middle'");
    expect_refusal(checkpoint, with("heads: 4", "heads: -4"), "layers.yaml:5: heads: must be 1 to 32768, got '-4'");
    expect_refusal(checkpoint, with("heads: 4", "heads: 3"), "layers.yaml:5: 3 heads do not divide 8 columns");
    expect_refusal(checkpoint, with("epsilon: 1e-12", "epsilon: 0"),
                   "layers.yaml:8: epsilon: must be a positive number, got '0'");
    expect_refusal(checkpoint, good + "layers: 3\n", "key 'layers' appears twice");
    expect_refusal(checkpoint, "layers: [1,", "not valid YAML");
    expect_refusal(checkpoint, "just a text", "layers.yaml:1: expected a map of keys");
    expect_refusal(checkpoint, with("embedding:", "layer0:"), "input: give either input or embedding");
    expect_refusal(checkpoint, with("  query: attention.self.query\n", "  qkv: a\n  query: attention.self.query\n"),
                   "layers.yaml:16: layer.qkv: give either qkv, or query, key and value");
    expect_refusal(
        checkpoint, with("intermediate.dense", "output.dense"),
        "layers.yaml:21: tensor bert.encoder.layer.0.output.dense.weight is [8, 12], expected [*, 8] (transposed?)");
    expect_refusal(checkpoint, with("embeddings.position_embeddings.weight", "embeddings.position_ids"),
                   "layers.yaml:11: tensor bert.embeddings.position_ids of ");
    expect_refusal(checkpoint, with("embeddings.position_embeddings.weight", "embeddings.position_ids"),
                   "is I64, expected F32, F16, BF16 or F64");
    expect_refusal(checkpoint, with("embedding:\n", "embedding:\n  max_tokens: 7\n"),
                   "max_tokens 7 are more than the 6 rows of bert.embeddings.position_embeddings.weight");
    TinyCheckpoint infinite = bert();
    infinite.contents.tensors.at("bert.embeddings.LayerNorm.bias").bytes = std::vector<std::uint8_t>(32, 0xff);
    expect_refusal(infinite, good, "element 0 is not finite");
    EXPECT_THROW(import_safetensors("/nowhere.safetensors", yaml(good)), FormatError);
    EXPECT_THROW(import_safetensors(checkpoint.write("x.safetensors"), "/nowhere.yaml"), FormatError);
}

} // namespace
} // namespace stavp::workloads
