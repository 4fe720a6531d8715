#include "models/core/regs/register_map.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <yaml-cpp/yaml.h>

namespace stavp::regs {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const YAML::Node& node, const std::string& reason) {
    throw std::runtime_error(file.string() + ":" + std::to_string(node.Mark().line + 1) + ": " + reason);
}

void only_keys(const std::filesystem::path& file, const YAML::Node& node, const std::set<std::string>& known) {
    if (!node.IsMap()) refuse(file, node, "expected a map");
    for (const auto& entry : node) {
        const auto key = entry.first.as<std::string>();
        if (known.count(key) == 0) refuse(file, entry.first, "unknown key '" + key + "'");
    }
}

template <typename T> T value_or(const YAML::Node& node, const char* key, T fallback) {
    return node[key] ? node[key].as<T>() : fallback;
}

Field read_field(const std::filesystem::path& file, const YAML::Node& node, unsigned width_bits) {
    only_keys(file, node, {"name", "bits", "doc"});
    Field field;
    field.name = node["name"].as<std::string>();
    field.doc = value_or<std::string>(node, "doc", "");
    const auto bits = node["bits"].as<std::string>();
    const auto colon = bits.find(':');
    field.high = static_cast<unsigned>(std::stoul(bits.substr(0, colon)));
    field.low = colon == std::string::npos ? field.high : static_cast<unsigned>(std::stoul(bits.substr(colon + 1)));
    if (field.low > field.high || field.high >= width_bits)
        refuse(file, node, "field " + field.name + " lies outside its register");
    return field;
}

Register read_register(const std::filesystem::path& file, const YAML::Node& node) {
    only_keys(file, node, {"name", "offset", "width", "access", "kind", "reset", "count", "stride", "doc", "fields"});
    Register reg;
    reg.name = node["name"].as<std::string>();
    reg.offset = node["offset"].as<std::uint64_t>();
    reg.width_bits = value_or(node, "width", 32u);
    reg.access = value_or<std::string>(node, "access", "rw");
    reg.kind = value_or<std::string>(node, "kind", "functional");
    reg.reset = value_or<std::uint64_t>(node, "reset", 0);
    reg.count = value_or<std::uint64_t>(node, "count", 1);
    reg.stride = value_or<std::uint64_t>(node, "stride", reg.width_bits / 8);
    reg.doc = value_or<std::string>(node, "doc", "");
    if (reg.width_bits != 8 && reg.width_bits != 32 && reg.width_bits != 64)
        refuse(file, node, reg.name + ": width must be 8, 32 or 64");
    if (reg.offset % (reg.width_bits / 8) != 0 || reg.stride % (reg.width_bits / 8) != 0)
        refuse(file, node, reg.name + ": offset is not aligned to its width");
    if (!std::set<std::string>{"ro", "rw", "wo", "w1c", "rc"}.count(reg.access))
        refuse(file, node, reg.name + ": unknown access mode '" + reg.access + "'");
    if (!std::set<std::string>{"functional", "stored", "reserved"}.count(reg.kind))
        refuse(file, node, reg.name + ": unknown kind '" + reg.kind + "'");
    for (const auto& field : node["fields"])
        reg.fields.push_back(read_field(file, field, reg.width_bits));
    return reg;
}

void include(const std::filesystem::path& file, const YAML::Node& node, RegisterMap& map) {
    only_keys(file, node, {"file", "offset", "count", "stride"});
    const auto included = file.parent_path() / node["file"].as<std::string>();
    const auto root = YAML::LoadFile(included.string());
    only_keys(included, root, {"registers"});
    for (const auto& entry : root["registers"]) {
        auto reg = read_register(included, entry);
        reg.offset += value_or<std::uint64_t>(node, "offset", 0);
        if (node["count"]) {
            if (reg.count != 1) refuse(file, node, "an array of arrays: " + reg.name);
            reg.count = node["count"].as<std::uint64_t>();
            reg.stride = node["stride"].as<std::uint64_t>();
        }
        map.registers.push_back(std::move(reg));
    }
}

void check_overlaps(const std::filesystem::path& file, const YAML::Node& root, const RegisterMap& map) {
    std::set<std::uint64_t> used;
    for (const auto& reg : map.registers)
        for (std::uint64_t index = 0; index < reg.count; ++index)
            for (std::uint64_t byte = 0; byte < reg.width_bits / 8; ++byte) {
                const auto at = reg.offset + index * reg.stride + byte;
                if (at >= map.size_bytes) refuse(file, root, reg.name + " lies outside the block");
                if (!used.insert(at).second) refuse(file, root, reg.name + " overlaps another register");
            }
}

} // namespace

std::uint64_t Register::write_mask() const {
    if (access == "ro" || access == "rc" || kind == "reserved") return 0;
    if (fields.empty()) return width_bits == 64 ? ~0ull : (1ull << width_bits) - 1;
    std::uint64_t mask = 0;
    for (const auto& field : fields)
        for (auto bit = field.low; bit <= field.high; ++bit)
            mask |= 1ull << bit;
    return mask;
}

RegisterMap load_register_map(const std::filesystem::path& file) {
    try {
        const auto root = YAML::LoadFile(file.string());
        only_keys(file, root, {"block", "doc", "size", "include", "registers"});
        RegisterMap map;
        map.block = root["block"].as<std::string>();
        map.doc = value_or<std::string>(root, "doc", "");
        map.size_bytes = root["size"].as<std::uint64_t>();
        for (const auto& entry : root["include"])
            include(file, entry, map);
        for (const auto& entry : root["registers"])
            map.registers.push_back(read_register(file, entry));
        std::stable_sort(map.registers.begin(), map.registers.end(),
                         [](const Register& a, const Register& b) { return a.offset < b.offset; });
        check_overlaps(file, root, map);
        return map;
    } catch (const YAML::Exception& error) {
        throw std::runtime_error(file.string() + ":" + std::to_string(error.mark.line + 1) + ": " + error.msg);
    }
}

} // namespace stavp::regs
