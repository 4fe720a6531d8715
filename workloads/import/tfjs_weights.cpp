#include "workloads/import/tfjs_weights.h"

#include "workloads/format/image.h"

#include <cstring>

namespace stavp::workloads {

namespace {

std::vector<std::uint8_t> join_shards(const nlohmann::json& paths, const PackageFiles& files, const std::string& folder,
                                      const std::string& package) {
    std::vector<std::uint8_t> bytes;
    for (const auto& path : paths) {
        const auto name = folder + path.get<std::string>();
        const auto found = files.find(name);
        if (found == files.end()) throw FormatError(package + ": shard " + name + " is missing");
        bytes.insert(bytes.end(), found->second.begin(), found->second.end());
    }
    return bytes;
}

} // namespace

std::map<std::string, Parameter> read_tfjs_weights(const nlohmann::json& manifest, const PackageFiles& files,
                                                   const std::string& folder, const std::string& package) {
    std::map<std::string, Parameter> parameters;
    for (const auto& group : manifest) {
        const std::vector<std::uint8_t> bytes = join_shards(group.at("paths"), files, folder, package);
        std::size_t offset = 0;
        for (const auto& weight : group.at("weights")) {
            const auto name = weight.at("name").get<std::string>();
            const auto dtype = weight.at("dtype").get<std::string>();
            Parameter parameter{weight.at("shape").get<std::vector<std::size_t>>(), {}};
            if ((dtype != "float32" && dtype != "int32") || weight.contains("quantization"))
                throw FormatError(package + ": tensor " + name + ": only plain float32 and int32 are supported");
            std::size_t elements = 1;
            for (const std::size_t extent : parameter.shape)
                if (__builtin_mul_overflow(elements, extent, &elements) || elements > bytes.size())
                    throw FormatError(package + ": tensor " + name + ": shards are too short");
            if (elements > (bytes.size() - offset) / 4)
                throw FormatError(package + ": tensor " + name + ": shards are too short");
            parameter.values.resize(elements);
            if (dtype == "float32") {
                std::memcpy(parameter.values.data(), &bytes[offset], elements * 4);
            } else {
                std::vector<std::int32_t> integers(elements);
                std::memcpy(integers.data(), &bytes[offset], elements * 4);
                parameter.values.assign(integers.begin(), integers.end());
            }
            offset += elements * 4;
            parameters[name] = std::move(parameter);
        }
        if (offset != bytes.size()) throw FormatError(package + ": shards are longer than the manifest says");
    }
    return parameters;
}

} // namespace stavp::workloads
