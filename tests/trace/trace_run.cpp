#include "tests/trace/trace_run.h"

#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <stdexcept>

void TraceRun::make_block(const std::string& pattern) {
    write_text(folder / "block.yaml", "{d_model: 64, heads: 2, ffn: 128, layers: 1, seq: 24}\n");
    prepare(folder.path(),
            "nmprune synth --shape block.yaml --pattern " + pattern + " --seed 5 --batch 2 --valid 24,13 -o block.nmw");
}

Vcd TraceRun::vcd(const std::string& file) const {
    std::ifstream in(folder / file);
    if (!in) throw std::runtime_error("no " + file);
    return parse_vcd(in);
}

nlohmann::json TraceRun::summary(const std::string& out) const {
    return nlohmann::json::parse(read_text(folder / (out + "/summary.json")));
}

std::uint64_t busy_cycles(const Vcd& vcd, const std::string& signal, std::uint64_t period_ps) {
    const auto& changes = vcd.signals.at(signal).changes;
    std::uint64_t cycles = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (changes[i].second != "1") continue;
        const auto end = i + 1 < changes.size() ? changes[i + 1].first : vcd.end;
        cycles += end / period_ps - changes[i].first / period_ps;
    }
    return cycles;
}

std::string wrong_busy_cycles(const Vcd& vcd, const nlohmann::json& summary, std::uint64_t bus_period_ps,
                              std::uint64_t accelerator_period_ps) {
    std::size_t engines = 0;
    for (const auto& [name, engine] : summary["engines"].items()) {
        if (!engine.contains("busy")) continue;
        ++engines;
        const auto got =
            busy_cycles(vcd, name + ".busy", name.starts_with("dma") ? bus_period_ps : accelerator_period_ps);
        if (got != engine["busy"].get<std::uint64_t>())
            return fmt::format("{}: {} cycles in the trace, {} in the summary", name, got, engine["busy"].dump());
    }
    return engines >= 4 ? "" : "too few engines";
}

std::vector<std::string> TraceRun::trace_kinds() const {
    const auto text = run("--firmware x.elf -o out --trace nothing").err;
    const auto list = text.find("there are ");
    if (list == std::string::npos) throw std::runtime_error("no list of traces: " + text);
    std::vector<std::string> kinds;
    std::istringstream words(text.substr(list + 10));
    for (std::string word; words >> word;) {
        const bool more = word.back() == ',';
        if (more) word.pop_back();
        kinds.push_back(word);
        if (!more) break;
    }
    return kinds;
}
