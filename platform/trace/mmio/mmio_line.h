#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stavp::trace {

/// What a line of registers.mmio tells of. The letter is its second-but-one field; docs/mmio-trace.md.
enum class MmioKind : char {
    read = 'R',      ///< of a register, or by the host over the bus
    write = 'W',     ///< the same
    memory = 'M',    ///< bytes that the host has stored in memory by now
    interrupt = 'I', ///< a line changes
    sync = 'S',      ///< the host's process comes to simulated time; ends later where it sleeps until an interrupt
    end = 'E'        ///< of the run
};

/// One line of a trace of register accesses.
struct MmioLine {
    static constexpr std::size_t kLargestBytes = 4096;

    std::uint64_t begin_ps = 0;
    std::uint64_t end_ps = 0;
    MmioKind kind = MmioKind::end;
    std::string initiator;
    std::uint64_t address = 0;
    std::vector<std::uint8_t> data; ///< in the order of memory
    bool ok = true;
    std::string name; ///< block.REGISTER, a memory, irq.LINE
};

/// The line with its end.
std::string format_line(const MmioLine& line);
/// Throws std::invalid_argument with the reason.
MmioLine parse_line(std::string_view text);

/// Number of a register access of at most 8 bytes.
std::uint64_t value_of(const MmioLine& line);

/// What stands in front of the lines.
struct MmioHeader {
    static constexpr unsigned kVersion = 1;

    std::string stavp; ///< version of the program
    std::string fidelity;
    std::string config_sha256; ///< of the effective configuration without its trace section
    std::string firmware;      ///< SHA-256 of the ELF
    std::string workload;      ///< SHA-256 of the file, or "none"
    bool whole = true;         ///< no key of trace.* leaves out a part
};

std::string format_header(const MmioHeader& header);

} // namespace stavp::trace
