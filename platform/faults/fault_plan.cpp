#include "platform/faults/fault_plan.h"

#include "models/core/secded.h"
#include "platform/config/suggest.h"
#include "platform/config/yaml_text.h"
#include "platform/soc/memory_map.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <random>
#include <set>
#include <sstream>
#include <yaml-cpp/yaml.h>

namespace stavp::faults {

namespace {

using config::ConfigError;
using Random = std::mt19937_64;

constexpr std::uint64_t kDataBits = 64;
constexpr std::uint64_t kCodedBits = 72;
constexpr std::string_view kRandom = "random";

/// "file:line: reason", or with the words of a command line in front.
[[noreturn]] void refuse(const std::string& place, const std::string& reason) {
    throw ConfigError(fmt::format("{}: {}", place, reason));
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    const int base = text.starts_with("0x") ? 16 : 10;
    if (base == 16) text.remove_prefix(2);
    std::uint64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value, base);
    return result.ec == std::errc() && result.ptr == end && !text.empty() ? std::optional(value) : std::nullopt;
}

std::uint64_t checked_number(const FaultKey& key, const std::string& text, const std::string& place) {
    const auto value = number_in(text);
    if (!value) refuse(place, fmt::format("{}: expected a whole number, got '{}'", key.name, text));
    if (*value < key.min || *value > key.max) {
        const bool open = key.max == std::numeric_limits<std::uint64_t>::max();
        refuse(place, open ? fmt::format("{}: must be at least {}, got {}", key.name, key.min, text)
                           : fmt::format("{}: must be {} to {}, got {}", key.name, key.min, key.max, text));
    }
    return *value;
}

void assign(Fault& fault, const FaultKey& key, const std::vector<std::string>& values, const std::string& place) {
    if (auto* const* bits = std::get_if<FaultKey::Numbers>(&key.member)) {
        for (const auto& value : values)
            (*bits)->push_back(checked_number(key, value, place));
        return;
    }
    if (values.size() != 1) refuse(place, fmt::format("{}: expected one value, got a list", key.name));
    if (key.name == "address" && fault.kind == FaultKind::bit_flip && values[0] == kRandom) {
        fault.random_address = true;
    } else if (auto* const* number = std::get_if<FaultKey::Number>(&key.member)) {
        **number = checked_number(key, values[0], place);
    } else {
        if (std::ranges::find(key.words, values[0]) == key.words.end())
            refuse(place, fmt::format("{}: must be one of {}, got '{}'{}", key.name, fmt::join(key.words, ", "),
                                      values[0], config::did_you_mean(values[0], key.words)));
        *std::get<FaultKey::Word>(key.member) = values[0];
    }
}

void assign(Fault& fault, const std::string& name, const std::vector<std::string>& values, const std::string& place) {
    std::vector<std::string> names;
    for (const auto& key : keys_of(fault)) {
        if (key.name == name) {
            assign(fault, key, values, place);
            return;
        }
        names.emplace_back(key.name);
    }
    refuse(place,
           fmt::format("{}: {} has no such key{}", name, name_of(fault.kind), config::did_you_mean(name, names)));
}

FaultKind kind_of(const std::string& word, const std::string& place) {
    const auto names = kind_names();
    const auto found = std::ranges::find(names, word);
    if (found == names.end())
        refuse(place, fmt::format("kind: must be one of {}, got '{}'{}", fmt::join(names, ", "), word,
                                  config::did_you_mean(word, names)));
    return static_cast<FaultKind>(found - names.begin());
}

EccCode code_of(const std::string& memory, const config::PlatformConfig& config) {
    return memory == "ddr" ? config.ddr.ecc : config.buffer_ecc;
}

void check_bus_error(const Fault& fault, const std::string& place) {
    if (fault.access) {
        if (!fault.initiator) refuse(place, "access: needs the initiator whose accesses are counted");
        if (fault.address || fault.bytes || fault.first) refuse(place, "access: excludes address, bytes and first");
        return;
    }
    if (!fault.address || !fault.bytes) refuse(place, "bus_error needs either access, or address and bytes");
    if (*fault.address + (*fault.bytes - 1) < *fault.address) refuse(place, "bytes: the range ends beyond 2^64");
}

/// Draws what is random, and checks the rest.
void settle_bit_flip(Fault& fault, Random& random, const PlanLimits& limits, const std::string& place) {
    if (fault.at_ns.has_value() == fault.at_layer.has_value()) refuse(place, "bit_flip needs either at_ns or at_layer");
    if (fault.at_layer && limits.layers && *fault.at_layer >= *limits.layers)
        refuse(place, fmt::format("at_layer: the workload has layers 0 to {}", *limits.layers - 1));
    const auto [base, size] = memory_range(*fault.memory, limits.config);
    const auto inside = [base = base, size = size](std::uint64_t first, std::uint64_t bytes) {
        return first >= base && bytes <= size && first - base <= size - bytes;
    };
    if (fault.random_address) {
        const auto first = fault.from.value_or(base);
        const auto bytes = fault.bytes.value_or(fault.from ? base + size - first : size);
        if (!inside(first, bytes)) refuse(place, fmt::format("from, bytes: the range is not inside {}", *fault.memory));
        const auto words = bytes / kSecdedWordBytes;
        fault.address = (first & ~(kSecdedWordBytes - 1)) + random() % words * kSecdedWordBytes;
        fault.random_address = false;
        fault.from.reset();
        fault.bytes.reset();
    }
    if (!fault.address) refuse(place, "address: missing");
    if (fault.from || fault.bytes) refuse(place, "from, bytes: only with address: random");
    if (*fault.address % kSecdedWordBytes != 0) refuse(place, "address: must be a multiple of 8");
    if (!inside(*fault.address, kSecdedWordBytes))
        refuse(place, fmt::format("address: {:#x} is not inside {}, which has {:#x} to {:#x}", *fault.address,
                                  *fault.memory, base, base + size - 1));
    const auto exist = code_of(*fault.memory, limits.config) == EccCode::none ? kDataBits : kCodedBits;
    if (fault.bits.empty() != fault.flips.has_value()) refuse(place, "bit_flip needs either bits or flips");
    if (fault.flips) {
        if (*fault.flips > exist) refuse(place, fmt::format("flips: a word of {} has {} bits", *fault.memory, exist));
        std::set<std::uint64_t> drawn;
        while (drawn.size() < *fault.flips)
            drawn.insert(random() % exist);
        fault.bits.assign(drawn.begin(), drawn.end());
        fault.flips.reset();
    }
    if (std::set(fault.bits.begin(), fault.bits.end()).size() != fault.bits.size())
        refuse(place, "bits: one of them comes twice");
    if (std::ranges::max(fault.bits) >= exist)
        refuse(place, fmt::format("bits: {} has no ECC, and so no bits above 63", *fault.memory));
}

void settle(Fault& fault, Random& random, const PlanLimits& limits, const std::string& place) {
    for (const auto& key : keys_of(fault)) {
        const bool given = std::visit(
            [](const auto* member) {
                if constexpr (requires { member->has_value(); })
                    return member->has_value();
                else
                    return !member->empty();
            },
            key.member);
        if (key.required && !given) refuse(place, fmt::format("{}: missing", key.name));
    }
    if (fault.kind == FaultKind::bus_error) check_bus_error(fault, place);
    if (fault.kind == FaultKind::bit_flip) settle_bit_flip(fault, random, limits, place);
    if (fault.kind == FaultKind::dma_stops && *fault.channel >= limits.config.dma.channels)
        refuse(place, fmt::format("channel: there is no channel {}, only 0 to {} (dma.channels)", *fault.channel,
                                  limits.config.dma.channels - 1));
    if (fault.kind == FaultKind::ddr_slow && *fault.to_ns <= *fault.from_ns)
        refuse(place, "to_ns: must be later than from_ns");
}

std::vector<std::string> values_of(const YAML::Node& node, const std::string& place) {
    std::vector<std::string> values;
    if (node.IsScalar()) values.push_back(node.Scalar());
    if (node.IsSequence())
        for (const auto& item : node) {
            if (!item.IsScalar()) refuse(place, fmt::format("expected values, got {}", config::describe(item)));
            values.push_back(item.Scalar());
        }
    if (values.empty()) refuse(place, fmt::format("expected a value, got {}", config::describe(node)));
    return values;
}

Fault read_fault(const YAML::Node& node, Random& random, const PlanLimits& limits, const std::string& name) {
    const auto place = config::place_of(node, name);
    if (!node.IsMap() || !node["kind"]) refuse(place, "a fault needs its kind");
    Fault fault;
    fault.kind = kind_of(values_of(node["kind"], place).front(), config::place_of(node["kind"], name));
    std::set<std::string> given;
    for (const auto& entry : node) {
        const auto where = config::place_of(entry.first, name);
        const auto key = entry.first.IsScalar() ? entry.first.Scalar() : config::describe(entry.first);
        if (!given.insert(key).second) refuse(where, fmt::format("{}: given twice", key));
        if (key != "kind") assign(fault, key, values_of(entry.second, where), where);
    }
    settle(fault, random, limits, place);
    return fault;
}

} // namespace

std::pair<std::uint64_t, std::uint64_t> memory_range(const std::string& memory, const config::PlatformConfig& config) {
    using namespace memory_map;
    if (memory == "weight") return {kWeightBuffer, config.weight_buffer.bytes};
    if (memory == "input") return {kInputBuffer, config.input_buffer.bytes};
    if (memory == "intermediate") return {kIntermediateBuffer, config.intermediate_buffer.bytes};
    if (memory == "output") return {kOutputBuffer, config.output_buffer.bytes};
    return {kDdr, config.ddr.bytes};
}

FaultPlan read_plan(const std::filesystem::path& file, const PlanLimits& limits) {
    return parse_plan(config::read_text_file(file), file.string(), limits);
}

FaultPlan parse_plan(const std::string& yaml, const std::string& name, const PlanLimits& limits) {
    const auto root = config::parse_yaml(yaml, name);
    if (!root.IsMap()) refuse(config::place_of(root, name), "expected seed and faults");
    FaultPlan plan;
    for (const auto& entry : root) {
        const auto place = config::place_of(entry.first, name);
        const auto key = entry.first.IsScalar() ? entry.first.Scalar() : config::describe(entry.first);
        if (key != "seed" && key != "faults")
            refuse(place, fmt::format("{}: unknown key{}", key, config::did_you_mean(key, {"seed", "faults"})));
        if (key == "faults" && !entry.second.IsSequence()) refuse(place, "faults: expected a list");
        if (key != "seed") continue;
        const auto seed = number_in(values_of(entry.second, place).front());
        if (!seed) refuse(place, fmt::format("seed: expected a whole number, got {}", config::describe(entry.second)));
        plan.seed = *seed;
    }
    if (!root["faults"] || root["faults"].size() == 0) refuse(name, "faults: there are none");
    Random random(plan.seed);
    for (const auto& node : root["faults"])
        plan.faults.push_back(read_fault(node, random, limits, name));
    return plan;
}

Fault parse_fault(const std::vector<std::string>& words, std::uint64_t seed, const PlanLimits& limits) {
    const std::string place = "fault";
    if (words.empty()) refuse(place, fmt::format("expected a kind: {}", fmt::join(kind_names(), ", ")));
    Fault fault;
    fault.kind = kind_of(words.front(), place);
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto equals = words[i].find('=');
        if (equals == std::string::npos) refuse(place, fmt::format("'{}': expected KEY=VALUE", words[i]));
        std::vector<std::string> values;
        std::istringstream list(words[i].substr(equals + 1));
        for (std::string value; std::getline(list, value, ',');)
            values.push_back(value);
        assign(fault, words[i].substr(0, equals), values, place);
    }
    Random random(seed);
    settle(fault, random, limits, place);
    return fault;
}

std::string plan_text(const FaultPlan& plan) {
    auto text = fmt::format("seed: {}\nfaults:\n", plan.seed);
    for (const auto& fault : plan.faults)
        text += fmt::format("  - {{{}}}\n", text_of(fault));
    return text;
}

} // namespace stavp::faults
