#include "platform/trace/gtkwave_files.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <map>

namespace stavp::trace {

namespace {

using Declared = VcdRecorder::Declared;

// Bits of a trace's flags in a save file.
constexpr unsigned kHex = 0x2;
constexpr unsigned kDecimal = 0x4;
constexpr unsigned kBinary = 0x8;
constexpr unsigned kRightJustified = 0x20;
constexpr unsigned kBlank = 0x200;
constexpr unsigned kTranslatedByFile = 0x2000;
constexpr unsigned kGroupBegins = 0x800000;
constexpr unsigned kGroupEnds = 0x1000000;
constexpr unsigned kClosed = 0x400000;
constexpr unsigned kCollapsed = 0x1000; ///< at the end of a closed group
constexpr unsigned kAnalogSteps = 0x8000;
constexpr unsigned kStretch = 0x20000; ///< a line that makes the analog one above it higher

struct Group {
    std::string_view name;
    bool closed;
    std::function<bool(std::string_view)> holds;
};

bool is_engine(std::string_view name) {
    for (const auto* engine : {"dma", "sta.", "softmax.", "vector."})
        if (name.starts_with(engine)) return true;
    return false;
}

/// A signal is in the first group that holds it.
const std::vector<Group>& groups() {
    static const std::vector<Group> all = {
        {"layers", false, [](auto name) { return name.starts_with("layer."); }},
        {"engines: state", false, [](auto name) { return is_engine(name) && name.ends_with(".state"); }},
        {"engines: busy", true, [](auto name) { return is_engine(name) && name.ends_with(".busy"); }},
        {"engines: commands", true, is_engine},
        {"cpu", false, [](auto name) { return name.starts_with("cpu."); }},
        {"interrupts", true, [](auto name) { return name.starts_with("irq."); }},
        {"ddr: commands", false, [](auto name) { return name.starts_with("ddr.") && name.find("bank") == name.npos; }},
        {"ddr: banks", true, [](auto name) { return name.starts_with("ddr."); }},
        {"bus", true, [](auto name) { return name.starts_with("bus."); }},
        {"buffers", true, [](auto name) { return name.starts_with("buffer."); }},
        {"clocks", true, [](auto name) { return name.starts_with("clock."); }},
    };
    return all;
}

/// Worth a curve.
bool is_depth(std::string_view name) {
    return name.starts_with("ddr.") && name.ends_with("queue");
}

unsigned flags_of(const Declared& signal) {
    const auto& name = signal.variable.name;
    if (signal.names != nullptr) return kDecimal | kRightJustified | kTranslatedByFile;
    if (signal.variable.width == 1) return kBinary | kRightJustified;
    if (is_depth(name)) return kDecimal | kRightJustified | kAnalogSteps;
    return (name == "cpu.pc" ? kHex : kDecimal) | kRightJustified;
}

std::string full_name(const VcdVariable& variable) {
    const auto range = variable.width == 1 ? std::string() : fmt::format("[{}:0]", variable.width - 1);
    return fmt::format("soc.{}{}", variable.name, range);
}

/// GTKWave shows what stands behind the last dot.
std::string short_name(std::string name) {
    std::replace(name.begin(), name.end(), '.', ' ');
    return name;
}

std::string names_text(const ValueNames& names) {
    std::string text;
    for (const auto& [value, name, colour] : names.entries)
        text += fmt::format("{} {}{}\n", value, colour.empty() ? "" : fmt::format("?{}?", colour), name);
    return text;
}

} // namespace

void write_gtkwave_files(RunFolder& folder, const std::string& prefix, const std::string& dump,
                         const std::vector<Declared>& signals, std::uint64_t end_ps) {
    std::map<std::string, unsigned> number_of_file;
    // The scale at which all of it fits in about 1000 pixels.
    constexpr double kPixels = 1000;
    const auto zoom = -std::log2(std::max(1.0, static_cast<double>(end_ps) / kPixels));
    auto text =
        fmt::format("[*] stavp\n[dumpfile] \"{}\"\n[savefile] \"{}gtkw\"\n[timestart] 0\n[size] 1600 900\n*{:.6f} -1\n"
                    "[sst_width] 200\n[signals_width] 220\n[sst_expanded] 0\n",
                    dump, prefix, zoom);
    std::vector<bool> done(signals.size(), false);
    for (const auto& group : groups()) {
        std::string lines;
        for (std::size_t i = 0; i < signals.size(); ++i) {
            const auto& signal = signals[i];
            if (done[i] || !group.holds(signal.variable.name)) continue;
            done[i] = true;
            lines += fmt::format("@{:x}\n", flags_of(signal));
            if (signal.names != nullptr) {
                const auto number = number_of_file.emplace(signal.names->file, number_of_file.size() + 1);
                if (number.second) folder.write(signal.names->file, names_text(*signal.names));
                lines += fmt::format("^{} {}\n", number.first->second, signal.names->file);
            }
            lines += fmt::format("+{{{}}} {}\n", short_name(signal.variable.name), full_name(signal.variable));
            if (is_depth(signal.variable.name)) lines += fmt::format("@{:x}\n-\n", kStretch);
        }
        if (lines.empty()) continue;
        text +=
            fmt::format("@{:x}\n-{}\n{}@{:x}\n-{}\n", kGroupBegins | kBlank | (group.closed ? kClosed : 0), group.name,
                        lines, kGroupEnds | kBlank | (group.closed ? kClosed | kCollapsed : 0), group.name);
    }
    folder.write(prefix + "gtkw", text);
}

} // namespace stavp::trace
