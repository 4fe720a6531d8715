#pragma once

#include "models/core/on_chip_operands.h"
#include "platform/trace/timeline/timeline_file.h"

#include <array>
#include <cstdint>
#include <vector>

namespace stavp::trace {

/// Draws the arrows from the command that brought or made data on chip to the command that uses them. Rule: for each
/// operand of a command, the commands that last wrote its first and its last byte, if they are of another engine; one
/// arrow between two commands. For each buffer the last kRemembered writes are known.
class DataFlow {
public:
    static constexpr std::size_t kRemembered = 128;

    explicit DataFlow(TimelineFile& file) : file_(file) {}

    /// A command that shall be the end of arrows; its slice is there at `begin_ps`.
    struct Consumer {
        Track track;
        std::uint64_t begin_ps = 0;
        std::vector<std::uint64_t> sources; ///< commands that it has an arrow from
    };
    /// It reads these.
    void read(Consumer& consumer, const OperandRows& rows);
    /// A command of `track` has written them; its slice is there at `last_ps`. Commands are told apart by `command`.
    void wrote(const OperandRows& rows, Track track, std::uint64_t last_ps, std::uint64_t command);

private:
    struct Write {
        OperandRows rows;
        Track track;
        std::uint64_t last_ps = 0;
        std::uint64_t command = 0;
    };
    struct Ring {
        std::array<Write, kRemembered> writes;
        std::uint64_t count = 0;
    };

    const Write* writer_of(std::uint64_t address) const;
    void link(Consumer& consumer, std::uint64_t address);

    TimelineFile& file_;
    std::array<Ring, kOnChipSlots> rings_;
};

/// Whether the rows hold the byte.
bool holds(const OperandRows& rows, std::uint64_t address);

} // namespace stavp::trace
