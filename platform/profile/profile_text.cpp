#include "platform/profile/profile_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace stavp {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kPercent = 100;
constexpr int kIndent = 2;
constexpr std::size_t kWidestName = 48;

std::string share(std::uint64_t part, std::uint64_t whole) {
    const auto ratio = whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
    return fmt::format("{:.1f} %", kPercent * ratio);
}

Json cost_json(const GuestCost& cost) {
    return {{"instructions", cost.instructions}, {"cycles", cost.cycles}};
}

/// Lines of one width, with shares of the whole.
class Table {
public:
    Table(const GuestProfile& profile, std::size_t name_width) : profile_(profile), width_(name_width) {
        add("function", "cycles", "share", "with called", "share", "instructions", "with called");
    }

    void add(const std::string& name, const GuestCost& self, const GuestCost* inclusive) {
        const auto with = [&](std::uint64_t GuestCost::*count) {
            return inclusive == nullptr ? std::string("-") : std::to_string(inclusive->*count);
        };
        add(name, std::to_string(self.cycles), share(self.cycles, profile_.cycles), with(&GuestCost::cycles),
            inclusive == nullptr ? "-" : share(inclusive->cycles, profile_.cycles), std::to_string(self.instructions),
            with(&GuestCost::instructions));
    }

    const std::string& text() const { return text_; }

private:
    void add(const std::string& name, const std::string& cycles, const std::string& cycle_share,
             const std::string& inclusive, const std::string& inclusive_share, const std::string& instructions,
             const std::string& inclusive_instructions) {
        text_ += fmt::format("{:<{}}  {:>12}  {:>7}  {:>12}  {:>7}  {:>12}  {:>12}\n", name, width_, cycles,
                             cycle_share, inclusive, inclusive_share, instructions, inclusive_instructions);
    }

    const GuestProfile& profile_;
    std::size_t width_;
    std::string text_;
};

} // namespace

std::string profile_table(const GuestProfile& profile, std::size_t rows) {
    const auto shown = std::min(rows, profile.functions.size());
    const auto others = profile.functions.size() - shown;
    const auto rest_name = fmt::format("{} more", others);
    std::size_t width = std::max(rest_name.size(), std::string_view("function").size());
    for (std::size_t i = 0; i < shown; ++i)
        width = std::max(width, std::min(profile.functions[i].name.size(), kWidestName));
    Table table(profile, width);
    GuestCost rest;
    for (std::size_t i = 0; i < profile.functions.size(); ++i) {
        const auto& function = profile.functions[i];
        if (i < shown) {
            table.add(function.name, function.self, &function.inclusive);
        } else {
            rest.instructions += function.self.instructions;
            rest.cycles += function.self.cycles;
        }
    }
    if (others != 0) table.add(rest_name, rest, nullptr);
    table.add("[wfi]", {0, profile.wfi_cycles}, nullptr);
    table.add("total", {profile.instructions, profile.cycles}, nullptr);
    return "profile of the host, in cycles of its clock\n" + table.text();
}

std::string profile_folded(const GuestProfile& profile) {
    std::string text;
    for (const auto& stack : profile.stacks) {
        for (std::size_t i = 0; i < stack.functions.size(); ++i)
            text += (i == 0 ? "" : ";") + profile.functions[stack.functions[i]].name;
        text += fmt::format(" {}\n", stack.cycles);
    }
    if (profile.wfi_cycles != 0) text += fmt::format("[wfi] {}\n", profile.wfi_cycles);
    return text;
}

std::string profile_json(const GuestProfile& profile) {
    Json json;
    json["schema"] = 1;
    json["instructions"] = profile.instructions;
    json["cycles"] = profile.cycles;
    json["wfi_cycles"] = profile.wfi_cycles;
    json["functions"] = Json::array();
    for (const auto& function : profile.functions) {
        Json entry;
        entry["name"] = function.name;
        entry["address"] = function.address ? Json(*function.address) : Json(nullptr);
        entry["self"] = cost_json(function.self);
        entry["inclusive"] = cost_json(function.inclusive);
        entry["wfi_cycles"] = function.wfi_cycles;
        json["functions"].push_back(std::move(entry));
    }
    return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace stavp
