#include "platform/gdb/monitor.h"
#include "models/core/regs/soc_blocks.h"
#include "platform/config/suggest.h"
#include "platform/faults/fault_plan.h"
#include "platform/run/engine_reports.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <sstream>

namespace stavp::gdb {

namespace {

constexpr std::string_view kHelp = "monitor regs [BLOCK]              all registers of a block, or the blocks\n"
                                   "monitor reg BLOCK.NAME[[INDEX]]   one register with its fields\n"
                                   "monitor time                      simulated time, cycles, instructions\n"
                                   "monitor stalls                    what each engine did so far\n"
                                   "monitor buffer NAME OFFSET BYTES  bytes of a buffer: weight, input, intermediate, "
                                   "output\n"
                                   "monitor fault [KIND KEY=VALUE..]  break something now, or list what was broken\n"
                                   "monitor reset                     the machine starts again, halted at its entry\n";
constexpr std::uint64_t kMostElements = 64;
constexpr std::uint64_t kMostBufferBytes = 4096;
constexpr unsigned kBitsPerByte = 8;
constexpr std::uint64_t kPsPerNs = 1000;

std::optional<std::uint64_t> number(std::string_view text) {
    int base = 10;
    if (text.starts_with("0x")) {
        base = 16;
        text.remove_prefix(2);
    }
    std::uint64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value, base);
    return result.ec == std::errc() && result.ptr == end && !text.empty() ? std::optional(value) : std::nullopt;
}

std::uint64_t field_value(std::uint64_t value, const regs::Field& field) {
    const auto width = field.high - field.low + 1;
    const auto mask = width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
    return value >> field.low & mask;
}

std::string hex_dump(std::uint64_t offset, const std::vector<std::uint8_t>& bytes) {
    constexpr std::size_t kPerLine = 16;
    std::string text;
    for (std::size_t line = 0; line < bytes.size(); line += kPerLine) {
        text += fmt::format("{:#08x} ", offset + line);
        for (std::size_t i = line; i < std::min(bytes.size(), line + kPerLine); ++i)
            text += fmt::format(" {:02x}", bytes[i]);
        text += '\n';
    }
    return text;
}

} // namespace

Monitor::Monitor(Soc& soc, const config::PlatformConfig& config, faults::FaultInjector& injector)
    : soc_(soc), config_(config), injector_(injector), blocks_(regs::soc_blocks()) {}

std::string Monitor::run(std::string_view line) {
    std::istringstream stream{std::string(line)};
    Words words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    if (words.empty() || words[0] == "help") return std::string(kHelp);
    if (words[0] == "regs") return regs(words);
    if (words[0] == "reg") return reg(words);
    if (words[0] == "time") return time();
    if (words[0] == "stalls") return stalls();
    if (words[0] == "buffer") return buffer(words);
    if (words[0] == "fault") return fault({words.begin() + 1, words.end()});
    return fmt::format(
        "unknown monitor command '{}'{}\n{}", words[0],
        config::did_you_mean(words[0], {"regs", "reg", "time", "stalls", "buffer", "fault", "reset", "help"}), kHelp);
}

const regs::PlacedBlock* Monitor::block(std::string_view name) const {
    const auto found = std::ranges::find_if(blocks_, [&](const auto& placed) { return placed.map.block == name; });
    return found == blocks_.end() ? nullptr : &*found;
}

std::string Monitor::block_names() const {
    std::string text;
    for (const auto& placed : blocks_)
        text += (text.empty() ? "" : " ") + placed.map.block;
    return text + "\n";
}

std::string Monitor::regs(const Words& words) {
    if (words.size() < 2) return block_names();
    const auto* placed = block(words[1]);
    if (placed == nullptr) return fmt::format("no block '{}'; there are: {}", words[1], block_names());
    std::string text;
    for (const auto& reg : placed->map.registers)
        text += show(*placed, reg);
    return text;
}

std::string Monitor::reg(const Words& words) {
    if (words.size() != 2) return "usage: monitor reg BLOCK.NAME[[INDEX]]\n";
    const auto dot = words[1].find('.');
    const auto bracket = words[1].find('[');
    const auto* placed = block(words[1].substr(0, dot));
    if (dot == std::string::npos || placed == nullptr)
        return fmt::format("no block '{}'; there are: {}", words[1].substr(0, dot), block_names());
    const auto name = words[1].substr(dot + 1, bracket == std::string::npos ? bracket : bracket - dot - 1);
    std::vector<std::string> names;
    for (auto candidate : placed->map.registers) {
        names.push_back(candidate.name);
        if (candidate.name != name) continue;
        if (bracket == std::string::npos) return show(*placed, candidate);
        const auto index = number(std::string_view(words[1]).substr(bracket + 1, words[1].size() - bracket - 2));
        if (!words[1].ends_with(']') || !index || *index >= candidate.count)
            return fmt::format("{}: index must be 0 to {}\n", words[1], candidate.count - 1);
        candidate.offset += *index * candidate.stride;
        candidate.name += fmt::format("[{}]", *index);
        candidate.count = 1;
        return show(*placed, candidate);
    }
    return fmt::format("no register '{}' in {}{}\n", name, placed->map.block, config::did_you_mean(name, names));
}

std::string Monitor::show(const regs::PlacedBlock& placed, const regs::Register& reg) {
    std::string text;
    const auto shown = std::min(reg.count, kMostElements);
    for (std::uint64_t index = 0; index < shown; ++index) {
        const auto address = placed.base + reg.offset + index * reg.stride;
        const auto bytes = reg.width_bits / kBitsPerByte;
        std::array<std::uint8_t, sizeof(std::uint64_t)> raw{};
        const auto name = reg.count > 1 ? fmt::format("{}[{}]", reg.name, index) : reg.name;
        text += fmt::format("{:#010x}  {:<26} ", address, name);
        if (!soc_.peek(address, {raw.data(), bytes})) {
            text += "not readable without side effects\n";
            continue;
        }
        std::uint64_t value = 0;
        for (std::size_t i = bytes; i-- > 0;)
            value = value << kBitsPerByte | raw[i];
        text += fmt::format("{:#0{}x}{}\n", value, 2 + 2 * bytes, show_fields(reg, value));
    }
    if (shown < reg.count) text += fmt::format("            ... {} more\n", reg.count - shown);
    return text;
}

std::string Monitor::show_fields(const regs::Register& reg, std::uint64_t value) const {
    std::string text;
    for (const auto& field : reg.fields)
        text += fmt::format("  {}={}", field.name, field_value(value, field));
    return text;
}

std::string Monitor::time() const {
    const auto& now = sc_core::sc_time_stamp();
    constexpr double kPsPerUs = 1e6;
    return fmt::format("{:.6f} us, accelerator cycle {}, {} instructions, pc {:#x}\n",
                       static_cast<double>(now.value()) / kPsPerUs, soc_.accelerator_clock.cycles_at(now),
                       soc_.cpu.instructions(), soc_.cpu.pc());
}

std::string Monitor::stalls() const {
    constexpr double kPercent = 100;
    std::string text;
    for (const auto& share : engine_shares(soc_)) {
        text += fmt::format("{:<10} {:>12} cycles ", share.name, share.cycles);
        for (std::size_t i = 0; i < kActivityCount; ++i)
            if (share.activities[i] != 0)
                text += fmt::format(" {} {} ({:.1f} %)", kActivityNames[i], share.activities[i],
                                    kPercent * static_cast<double>(share.activities[i]) /
                                        static_cast<double>(share.cycles));
        text += '\n';
    }
    return text;
}

std::string Monitor::fault(Words words) {
    if (!words.empty()) {
        const auto names = [&](std::string_view key) {
            return std::ranges::any_of(words, [&](const auto& word) { return word.starts_with(key); });
        };
        const bool timed = words[0] == "bit_flip" || words[0] == "interrupt_spurious";
        const auto now_ns = sc_core::sc_time_stamp().value() / kPsPerNs;
        if (timed && !names("at_ns=") && !names("at_layer=")) words.push_back(fmt::format("at_ns={}", now_ns));
        try {
            injector_.add(faults::parse_fault(words, injector_.reports().size(), {config_, std::nullopt}));
            injector_.act();
        } catch (const config::ConfigError& error) {
            return fmt::format("{}\n", error.what());
        }
    }
    std::string text;
    for (const auto& report : injector_.reports())
        text +=
            fmt::format("{}  {}\n", report.fired ? fmt::format("fired at {} ns", report.time_ps / kPsPerNs) : "waiting",
                        faults::text_of(report.fault));
    return text.empty() ? "no faults\n" : text;
}

std::string Monitor::buffer(const Words& words) {
    struct Named {
        std::string_view name;
        std::uint64_t base;
    };
    constexpr std::array kBuffers = {
        Named{"weight", memory_map::kWeightBuffer}, Named{"input", memory_map::kInputBuffer},
        Named{"intermediate", memory_map::kIntermediateBuffer}, Named{"output", memory_map::kOutputBuffer}};
    const auto found =
        words.size() == 4 ? std::ranges::find(kBuffers, std::string_view(words[1]), &Named::name) : kBuffers.end();
    const auto offset = words.size() == 4 ? number(words[2]) : std::nullopt;
    const auto count = words.size() == 4 ? number(words[3]) : std::nullopt;
    if (found == kBuffers.end() || !offset || !count || *count > kMostBufferBytes)
        return fmt::format("usage: monitor buffer weight|input|intermediate|output OFFSET BYTES (at most {})\n",
                           kMostBufferBytes);
    std::vector<std::uint8_t> bytes(*count);
    constexpr std::uint64_t kWindow = memory_map::kInputBuffer - memory_map::kWeightBuffer;
    if (*offset >= kWindow || *count > kWindow - *offset || !soc_.peek(found->base + *offset, bytes))
        return fmt::format("the {} buffer ends before {:#x}\n", found->name, *offset + *count);
    return hex_dump(*offset, bytes);
}

} // namespace stavp::gdb
