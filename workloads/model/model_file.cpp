#include "workloads/model/model_file.h"

#include "workloads/format/image.h"
#include "workloads/model/safetensors.h"

#include <cstring>

namespace stavp::workloads {

namespace {

using nlohmann::json;

constexpr const char* graph_key = "stavp.graph";
constexpr const char* vocabulary_key = "stavp.vocabulary";
constexpr const char* provenance_key = "stavp.provenance";
constexpr const char* quantised_suffix = "#int8";
constexpr const char* scales_suffix = "#int8.scales";
constexpr int graph_version = 1;

json node_to_json(const Node& node) {
    json out{{"name", node.name}, {"op", to_string(node.op)}};
    const auto put = [&out](const char* key, const auto& value, const auto& absent) {
        if (value != absent) out[key] = value;
    };
    put("inputs", node.inputs, std::vector<std::string>{});
    put("weight", node.weight, std::string{});
    put("bias", node.bias, std::string{});
    put("positions", node.positions, std::string{});
    put("table_scale", node.table_scale, 1.0);
    put("max_tokens", node.max_tokens, 0U);
    put("columns", node.columns, 0U);
    put("heads", node.heads, 0U);
    put("score_scale", node.score_scale, 0.0);
    put("causal", node.causal, false);
    put("epsilon", node.epsilon, 0.0);
    if (!node.pattern.dense()) out["pattern"] = to_string(node.pattern);
    put("int8_scales", node.scales.int8, std::vector<double>{});
    put("int16_scale", node.scales.int16, 0.0);
    return out;
}

Node node_from_json(const json& in) {
    Node node;
    node.name = in.at("name").get<std::string>();
    node.op = op_from_string(in.at("op").get<std::string>());
    node.inputs = in.value("inputs", std::vector<std::string>{});
    node.weight = in.value("weight", "");
    node.bias = in.value("bias", "");
    node.positions = in.value("positions", "");
    node.table_scale = in.value("table_scale", 1.0);
    node.max_tokens = in.value("max_tokens", 0U);
    node.columns = in.value("columns", 0U);
    node.heads = in.value("heads", 0U);
    node.score_scale = in.value("score_scale", 0.0);
    node.causal = in.value("causal", false);
    node.epsilon = in.value("epsilon", 0.0);
    node.pattern = parse_pattern(in.value("pattern", "dense"));
    node.scales.int8 = in.value("int8_scales", std::vector<double>{});
    node.scales.int16 = in.value("int16_scale", 0.0);
    return node;
}

template <typename T>
RawTensor to_raw(const char* dtype, std::vector<std::size_t> shape, const std::vector<T>& values) {
    RawTensor raw{dtype, std::move(shape), std::vector<std::uint8_t>(values.size() * sizeof(T))};
    if (!values.empty()) std::memcpy(raw.bytes.data(), values.data(), raw.bytes.size());
    return raw;
}

template <typename T> std::vector<T> from_raw(const RawTensor& raw, const char* dtype, const std::string& name) {
    if (raw.dtype != dtype) throw std::invalid_argument("tensor " + name + ": expected " + dtype);
    std::vector<T> values(raw.bytes.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), raw.bytes.data(), raw.bytes.size());
    return values;
}

void check_quantised(const Model& model) {
    for (const auto& [name, weight] : model.quantised) {
        const auto found = model.parameters.find(name);
        if (found == model.parameters.end() || found->second.shape.size() != 2 ||
            weight.values.size() != found->second.values.size() || weight.scales.size() != found->second.shape[0])
            throw std::invalid_argument("tensor " + name + quantised_suffix + ": does not fit its float weight");
    }
}

Model from_safetensors(const SafeTensors& file) {
    const auto metadata = [&file](const char* key) {
        const auto found = file.metadata.find(key);
        if (found == file.metadata.end()) throw std::invalid_argument(std::string("no metadata \"") + key + "\"");
        return json::parse(found->second);
    };
    Model model;
    const json graph = metadata(graph_key);
    if (graph.at("version").get<int>() != graph_version) throw std::invalid_argument("unknown graph version");
    model.name = graph.at("name").get<std::string>();
    for (const json& node : graph.at("nodes"))
        model.nodes.push_back(node_from_json(node));
    if (file.metadata.contains(vocabulary_key)) {
        const json vocabulary = metadata(vocabulary_key);
        model.vocabulary.reserved = vocabulary.at("reserved").get<std::uint32_t>();
        for (const json& piece : vocabulary.at("pieces"))
            model.vocabulary.pieces.push_back({piece.at(0).get<std::string>(), piece.at(1).get<double>()});
    }
    if (file.metadata.contains(provenance_key)) model.provenance = metadata(provenance_key);
    for (const auto& [name, raw] : file.tensors) {
        if (name.ends_with(quantised_suffix))
            model.quantised[name.substr(0, name.size() - std::strlen(quantised_suffix))].values =
                from_raw<std::int8_t>(raw, "I8", name);
        else if (name.ends_with(scales_suffix))
            model.quantised[name.substr(0, name.size() - std::strlen(scales_suffix))].scales =
                from_raw<float>(raw, "F32", name);
        else
            model.parameters[name] = {raw.shape, from_raw<float>(raw, "F32", name)};
    }
    check_quantised(model);
    infer_columns(model);
    return model;
}

} // namespace

Model load_model(const std::filesystem::path& file) {
    const SafeTensors contents = read_safetensors(file);
    try {
        return from_safetensors(contents);
    } catch (const json::exception& error) {
        throw FormatError(file.string() + ": bad model description: " + error.what());
    } catch (const std::invalid_argument& error) {
        throw FormatError(file.string() + ": " + error.what());
    }
}

void save_model(const std::filesystem::path& file, const Model& model) {
    infer_columns(model);
    SafeTensors contents;
    json graph{{"version", graph_version}, {"name", model.name}, {"nodes", json::array()}};
    for (const Node& node : model.nodes)
        graph["nodes"].push_back(node_to_json(node));
    contents.metadata[graph_key] = graph.dump();
    contents.metadata[provenance_key] = model.provenance.dump();
    if (!model.vocabulary.empty()) {
        json vocabulary{{"reserved", model.vocabulary.reserved}, {"pieces", json::array()}};
        for (const auto& piece : model.vocabulary.pieces)
            vocabulary["pieces"].push_back({piece.text, piece.score});
        contents.metadata[vocabulary_key] = vocabulary.dump();
    }
    for (const auto& [name, parameter] : model.parameters)
        contents.tensors[name] = to_raw("F32", parameter.shape, parameter.values);
    for (const auto& [name, weight] : model.quantised) {
        contents.tensors[name + quantised_suffix] = to_raw("I8", model.parameter(name).shape, weight.values);
        contents.tensors[name + scales_suffix] = to_raw("F32", {weight.scales.size()}, weight.scales);
    }
    write_safetensors(file, contents);
}

} // namespace stavp::workloads
