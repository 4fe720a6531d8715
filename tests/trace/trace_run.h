#pragma once

#include "tests/system/shell.h"
#include "tests/trace/vcd_parser.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

/// A run of the program with traces, as a user calls it, in a scratch folder.
class TraceRun {
public:
    ScratchFolder folder;

    /// Makes block.nmw, a small encoder block.
    void make_block(const std::string& pattern = "2:4");
    /// `stavp run ARGUMENTS`.
    Outcome run(const std::string& arguments) const { return shell(folder.path(), "stavp run " + arguments); }
    /// Every word that --trace knows.
    std::vector<std::string> trace_kinds() const;
    Vcd vcd(const std::string& file = "out/trace.vcd") const;
    nlohmann::json summary(const std::string& out = "out") const;
};

/// Cycles of a clock in which a one-bit signal is 1, by the numbers of the edges around each interval.
std::uint64_t busy_cycles(const Vcd& vcd, const std::string& signal, std::uint64_t period_ps);

/// "" or the first engine whose busy intervals do not add up to its busy cycles in the summary.
std::string wrong_busy_cycles(const Vcd& vcd, const nlohmann::json& summary, std::uint64_t bus_period_ps,
                              std::uint64_t accelerator_period_ps);
