#include "models/core/regs/register_map.h"

#include "models/core/regs/register_checks.h"
#include "models/core/regs/yaml_map.h"

#include <algorithm>
#include <charconv>

namespace stavp::regs {

namespace {

constexpr unsigned kBitsPerByte = 8;

std::uint64_t mask_of(unsigned bits) {
    return bits >= 64 ? ~0ull : (1ull << bits) - 1;
}

unsigned read_bit(const YamlMap& map, std::string_view digits) {
    unsigned bit = 0;
    const auto* end = digits.data() + digits.size();
    const auto [parsed_to, error] = std::from_chars(digits.data(), end, bit);
    if (error != std::errc() || parsed_to != end)
        map.refuse_key("bits", "expected BIT or \"HIGH:LOW\", not '" + map.text("bits") + "'");
    return bit;
}

Field read_field(const YamlMap& map, unsigned width_bits) {
    Field field;
    field.name = map.text("name");
    field.doc = map.text("doc", "");
    const auto bits = map.text("bits");
    const auto colon = bits.find(':');
    field.high = read_bit(map, std::string_view(bits).substr(0, colon));
    field.low = colon == std::string::npos ? field.high : read_bit(map, std::string_view(bits).substr(colon + 1));
    if (!is_upper_identifier(field.name)) map.refuse_key("name", "'" + field.name + "' is not an upper-case name");
    if (field.low > field.high || field.high >= width_bits)
        map.refuse_key("bits", "field " + field.name + " lies outside its register");
    return field;
}

void read_fields(const YamlMap& map, Register& reg) {
    std::uint64_t used = 0;
    for (const auto& node : map.list("fields")) {
        const YamlMap entry(map.file(), node, {"name", "bits", "doc"});
        auto field = read_field(entry, reg.width_bits);
        const auto bits = mask_of(field.high - field.low + 1) << field.low;
        if ((used & bits) != 0) entry.refuse_key("bits", "field " + field.name + " overlaps another");
        used |= bits;
        for (const auto& other : reg.fields)
            if (other.name == field.name) entry.refuse_key("name", "field " + field.name + " comes twice");
        reg.fields.push_back(std::move(field));
    }
}

Register read_register(const std::filesystem::path& file, const YAML::Node& node) {
    const YamlMap map(file, node,
                      {"name", "offset", "width", "access", "kind", "reset", "count", "stride", "doc", "fields"});
    Register reg;
    reg.where = map.where();
    reg.name = map.text("name");
    reg.offset = map.number("offset");
    const auto width = map.number("width", 32);
    reg.width_bits = static_cast<unsigned>(width);
    reg.access = map.text("access", "rw");
    reg.kind = map.text("kind", "functional");
    reg.reset = map.number("reset", 0);
    reg.count = map.number("count", 1);
    reg.doc = map.text("doc", "");
    if (!is_upper_identifier(reg.name)) map.refuse_key("name", "'" + reg.name + "' is not an upper-case name");
    if (width != 8 && width != 32 && width != 64) map.refuse_key("width", "must be 8, 32 or 64");
    reg.stride = map.number("stride", reg.width_bits / kBitsPerByte);
    if (reg.reset > mask_of(reg.width_bits)) map.refuse_key("reset", "is wider than the register");
    if (reg.count == 0) map.refuse_key("count", "must be at least 1");
    if (reg.stride % (reg.width_bits / kBitsPerByte) != 0)
        map.refuse_key("stride", reg.name + " is not aligned to its width");
    if (!std::set<std::string>{"ro", "rw", "wo", "w1c", "rc"}.count(reg.access))
        map.refuse_key("access", "unknown access mode '" + reg.access + "'");
    if (!std::set<std::string>{"functional", "stored", "reserved"}.count(reg.kind))
        map.refuse_key("kind", "unknown kind '" + reg.kind + "'");
    read_fields(map, reg);
    return reg;
}

void include(const YamlMap& entry, RegisterMap& map) {
    const auto file = entry.file().parent_path() / entry.text("file");
    if (!std::filesystem::is_regular_file(file))
        entry.refuse_key("file", "there is no file '" + entry.text("file") + "'");
    const YamlMap root(file, load_yaml(file), {"registers"});
    const auto offset = entry.number("offset", 0);
    for (const auto& key : {"offset", "count", "stride"})
        if (entry.number(key, 1) > kLargestBlockBytes) entry.refuse_key(key, "lies outside the block");
    if (entry.has("stride") && !entry.has("count")) entry.refuse_key("stride", "means nothing without count");
    for (const auto& node : root.list("registers")) {
        auto reg = read_register(file, node);
        if (reg.offset > kLargestBlockBytes) throw std::runtime_error(reg.where + ": offset lies outside the block");
        reg.offset += offset;
        if (entry.has("count")) {
            if (reg.count != 1) entry.refuse_key("count", "an array of arrays: " + reg.name);
            reg.count = entry.number("count");
            reg.stride = entry.number("stride");
            if (reg.count == 0) entry.refuse_key("count", "must be at least 1");
        }
        if (reg.offset % (reg.width_bits / kBitsPerByte) != 0 || reg.stride % (reg.width_bits / kBitsPerByte) != 0)
            entry.refuse_key("offset", reg.name + " is not aligned to its width");
        map.registers.push_back(std::move(reg));
    }
}

RegisterMap read_block(const YamlMap& root) {
    RegisterMap map;
    map.block = root.text("block");
    map.doc = root.text("doc", "");
    map.size_bytes = root.number("size");
    if (!is_lower_identifier(map.block)) root.refuse_key("block", "'" + map.block + "' is not a lower-case name");
    if (map.size_bytes == 0 || map.size_bytes > kLargestBlockBytes) root.refuse_key("size", "must be 1 to 16 Mi");
    for (const auto& node : root.list("include"))
        include(YamlMap(root.file(), node, {"file", "offset", "count", "stride"}), map);
    for (const auto& node : root.list("registers"))
        map.registers.push_back(read_register(root.file(), node));
    if (map.registers.empty()) root.refuse_key("registers", "there are none");
    std::stable_sort(map.registers.begin(), map.registers.end(),
                     [](const Register& a, const Register& b) { return a.offset < b.offset; });
    return map;
}

} // namespace

std::uint64_t Register::write_mask() const {
    if (access == "ro" || access == "rc" || kind == "reserved") return 0;
    if (fields.empty()) return mask_of(width_bits);
    std::uint64_t mask = 0;
    for (const auto& field : fields)
        mask |= mask_of(field.high - field.low + 1) << field.low;
    return mask;
}

RegisterMap load_register_map(const std::filesystem::path& file) {
    try {
        auto map = read_block(YamlMap(file, load_yaml(file), {"block", "doc", "size", "include", "registers"}));
        check_places(map);
        check_names(map);
        return map;
    } catch (const YAML::Exception& error) {
        refuse(file, error.mark, error.msg);
    }
}

} // namespace stavp::regs
