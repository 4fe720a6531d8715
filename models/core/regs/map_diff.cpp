#include "models/core/regs/map_diff.h"

#include "models/core/regs/yaml_map.h"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>
#include <utility>

namespace stavp::regs {

namespace {

std::string bits_of(const Field& field) {
    return field.high == field.low ? std::to_string(field.high) : fmt::format("{}:{}", field.high, field.low);
}

std::string hex(std::uint64_t value) {
    return fmt::format("{:#x}", value);
}

/// What firmware may do by `before` it may do by `after`, with the same meaning.
bool access_holds(const std::string& before, const std::string& after) {
    return before == after || (after == "rw" && (before == "ro" || before == "wo"));
}

bool kind_holds(const std::string& before, const std::string& after) {
    return before == after || before == "reserved";
}

bool same_place(const Register& a, const Register& b) {
    return a.offset == b.offset && a.width_bits == b.width_bits;
}

bool same_place(const Field& a, const Field& b) {
    return a.low == b.low && a.high == b.high;
}

template <typename Entry> const Entry* find(const std::vector<Entry>& entries, const std::string& name) {
    const auto found = std::ranges::find(entries, name, &Entry::name);
    return found == entries.end() ? nullptr : &*found;
}

/// The entry of a new name at the place of one that is gone.
template <typename Entry>
const Entry* renamed(const Entry& gone, const std::vector<Entry>& before, const std::vector<Entry>& after) {
    const auto found = std::ranges::find_if(
        after, [&](const Entry& entry) { return same_place(gone, entry) && find(before, entry.name) == nullptr; });
    return found == after.end() ? nullptr : &*found;
}

/// Calls `both` for entries of one identity, `gone` and `added` for the others; tells of new names.
template <typename Entry, typename Renamed, typename Both, typename Gone, typename Added>
void match(const std::vector<Entry>& before, const std::vector<Entry>& after, const Renamed& tell_renamed,
           const Both& both, const Gone& gone, const Added& added) {
    std::vector<const Entry*> known;
    for (const auto& entry : before) {
        const auto* other = find(after, entry.name);
        if (other == nullptr) {
            other = renamed(entry, before, after);
            if (other != nullptr) tell_renamed(entry, *other);
        }
        if (other == nullptr) {
            gone(entry);
            continue;
        }
        known.push_back(other);
        both(entry, *other);
    }
    for (const auto& entry : after)
        if (std::ranges::find(known, &entry) == known.end()) added(entry);
}

class BlockDiff {
public:
    explicit BlockDiff(std::string block) : block_(std::move(block)) {}

    std::vector<MapChange> run(const RegisterMap& before, const RegisterMap& after) {
        compare("", "size", hex(before.size_bytes), hex(after.size_bytes), after.size_bytes < before.size_bytes);
        compare("", "doc", before.doc, after.doc, false);
        match(
            before.registers, after.registers,
            [&](const auto& a, const auto& b) { add(a.name, "renamed", a.name, b.name, true); },
            [&](const auto& a, const auto& b) { registers(a, b); },
            [&](const auto& a) { add(a.name, "removed", hex(a.offset), "", true); },
            [&](const auto& b) { add(b.name, "added", "", hex(b.offset), false); });
        return std::move(changes_);
    }

private:
    void add(const std::string& name, const std::string& what, const std::string& before, const std::string& after,
             bool breaks) {
        changes_.push_back({block_, name, what, before, after, breaks});
    }
    void compare(const std::string& name, const std::string& what, const std::string& before, const std::string& after,
                 bool breaks) {
        if (before != after) add(name, what, before, after, breaks);
    }

    void registers(const Register& a, const Register& b) {
        compare(a.name, "offset", hex(a.offset), hex(b.offset), true);
        compare(a.name, "width", std::to_string(a.width_bits), std::to_string(b.width_bits), true);
        compare(a.name, "count", std::to_string(a.count), std::to_string(b.count), b.count < a.count);
        if (a.count > 1 && b.count > 1) compare(a.name, "stride", hex(a.stride), hex(b.stride), true);
        compare(a.name, "access", a.access, b.access, !access_holds(a.access, b.access));
        compare(a.name, "kind", a.kind, b.kind, !kind_holds(a.kind, b.kind));
        compare(a.name, "reset", hex(a.reset), hex(b.reset), false);
        compare(a.name, "doc", a.doc, b.doc, false);
        const bool writable = access_holds(a.access, b.access) && kind_holds(a.kind, b.kind);
        if (const auto lost = a.write_mask() & ~b.write_mask(); writable && a.fields.empty() && lost != 0)
            add(a.name, "writable bits", hex(a.write_mask()), hex(b.write_mask()), true);
        fields(a, b);
    }

    void fields(const Register& a, const Register& b) {
        const auto name = [&](const Field& field) { return a.name + "." + field.name; };
        match(
            a.fields, b.fields,
            [&](const auto& before, const auto& after) { add(name(before), "renamed", before.name, after.name, true); },
            [&](const auto& before, const auto& after) {
                const bool holds = after.low == before.low && after.high >= before.high;
                compare(name(before), "bits", bits_of(before), bits_of(after), !holds);
                compare(name(before), "doc", before.doc, after.doc, false);
            },
            [&](const auto& before) { add(name(before), "removed", bits_of(before), "", true); },
            [&](const auto& after) { add(name(after), "added", "", bits_of(after), false); });
    }

    std::string block_;
    std::vector<MapChange> changes_;
};

bool is_block(const std::filesystem::path& file) {
    const auto root = load_yaml(file);
    return root.IsMap() && root["block"];
}

} // namespace

std::vector<MapChange> diff(const RegisterMap& before, const RegisterMap& after) {
    return BlockDiff(before.block).run(before, after);
}

std::vector<MapChange> diff(const std::vector<RegisterMap>& before, const std::vector<RegisterMap>& after) {
    std::vector<MapChange> changes;
    for (const auto& block : before) {
        const auto other = std::ranges::find(after, block.block, &RegisterMap::block);
        if (other == after.end()) {
            changes.push_back({block.block, "", "removed", hex(block.size_bytes), "", true});
            continue;
        }
        for (auto& change : diff(block, *other))
            changes.push_back(std::move(change));
    }
    for (const auto& block : after)
        if (std::ranges::find(before, block.block, &RegisterMap::block) == before.end())
            changes.push_back({block.block, "", "added", "", hex(block.size_bytes), false});
    return changes;
}

std::vector<RegisterMap> load_register_maps(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(path, ignored)) return {load_register_map(path)};
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
        if (entry.is_regular_file() && entry.path().string().ends_with(".regs.yaml")) files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<RegisterMap> maps;
    for (const auto& file : files) {
        if (!is_block(file)) continue;
        auto map = load_register_map(file);
        const auto twin = std::ranges::find(maps, map.block, &RegisterMap::block);
        if (twin != maps.end())
            throw std::runtime_error(
                fmt::format("{}: block '{}' comes twice in {}", file.string(), map.block, path.string()));
        maps.push_back(std::move(map));
    }
    if (maps.empty()) throw std::runtime_error(path.string() + ": holds no *.regs.yaml of a block");
    return maps;
}

} // namespace stavp::regs
