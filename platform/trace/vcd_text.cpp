#include "platform/trace/vcd_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <fmt/format.h>
#include <vector>

namespace stavp::trace {

namespace {

constexpr char kFirstCode = '!';
constexpr std::uint32_t kCodes = '~' - '!' + 1;

std::vector<std::string> parts_of(const std::string& name) {
    std::vector<std::string> parts(1);
    for (const char c : name) {
        if (c == '.')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

char letter_of(const Level& level) {
    return level.kind == Level::Kind::unknown ? 'x' : 'z';
}

} // namespace

std::string vcd_code(std::uint32_t index) {
    std::string code;
    for (auto rest = index + 1; rest > 0; rest = (rest - 1) / kCodes)
        code += static_cast<char>(kFirstCode + (rest - 1) % kCodes);
    return code;
}

std::string vcd_header(std::span<const VcdVariable> variables, const std::string& top) {
    auto text =
        fmt::format("$version stavp {} $end\n$timescale 1 ps $end\n$scope module {} $end\n", STAVP_VERSION, top);
    std::vector<std::string> open;
    const auto leave_to = [&](std::size_t depth) {
        for (; open.size() > depth; open.pop_back())
            text += "$upscope $end\n";
    };
    for (const auto& variable : variables) {
        auto scopes = parts_of(variable.name);
        const auto name = scopes.back();
        scopes.pop_back();
        std::size_t shared = 0;
        while (shared < open.size() && shared < scopes.size() && open[shared] == scopes[shared])
            ++shared;
        leave_to(shared);
        for (; shared < scopes.size(); ++shared) {
            open.push_back(scopes[shared]);
            text += fmt::format("$scope module {} $end\n", scopes[shared]);
        }
        const auto range = variable.width == 1 ? std::string() : fmt::format(" [{}:0]", variable.width - 1);
        text += fmt::format("$var wire {} {} {}{} $end\n", variable.width, variable.code, name, range);
    }
    leave_to(0);
    return text + "$upscope $end\n$enddefinitions $end\n";
}

void append_vcd_value(std::string& text, const VcdVariable& variable, const Level& level) {
    const bool number = level.kind == Level::Kind::number;
    if (variable.width == 1) {
        text += number ? static_cast<char>('0' + (level.bits & 1)) : letter_of(level);
    } else {
        text += 'b';
        if (!number) text += letter_of(level);
        for (auto bit = number ? std::max(static_cast<int>(std::bit_width(level.bits)), 1) : 0; bit-- > 0;)
            text += static_cast<char>('0' + (level.bits >> bit & 1));
        text += ' ';
    }
    text += variable.code;
    text += '\n';
}

void append_vcd_time(std::string& text, std::uint64_t time_ps) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), time_ps).ptr;
    text += '#';
    text.append(digits.data(), end);
    text += '\n';
}

} // namespace stavp::trace
