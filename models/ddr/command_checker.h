#pragma once

#include "models/ddr/dram_timing.h"
#include "models/ddr/issued_command.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stavp {

/// A command that a device would not have understood.
struct CommandViolation {
    std::string_view rule; ///< the JEDEC parameter, or "command bus", "data bus", "row state"
    std::uint64_t clock;
    std::string text; ///< one line: the command, the one it collides with, and the distances
};

/// A second reading of the standards: watches the commands of one channel, in the order of their clocks, and holds
/// each against the earlier ones. Keeps nothing but its own history of clocks and rows, and shares no bookkeeping with
/// the scheduler.
class CommandChecker {
public:
    explicit CommandChecker(const DramTiming& timing);

    void observe(const IssuedCommand& command);

    std::uint64_t violations() const { return count_; }
    /// The first few.
    const std::vector<CommandViolation>& examples() const { return examples_; }

private:
    using Past = std::optional<std::uint64_t>; ///< the clock of a command, if there was one
    struct Bank {
        std::optional<std::uint32_t> row;
        Past activate, read, write_end;
        Past precharge; ///< may lie ahead, after an auto-precharge
    };
    struct Group {
        Past activate, column, write_end;
    };
    struct Rank {
        std::array<Past, 4> activates; ///< the last four, the oldest at activate_index
        std::size_t activate_index = 0;
        Past refresh, write_end;
        std::uint64_t refreshes = 0;
        bool overdue_told = false;
    };

    void check_refreshes(const IssuedCommand& now);
    void activate(const IssuedCommand& now);
    void column(const IssuedCommand& now);
    void data_bus(const IssuedCommand& now, std::uint64_t start);
    void precharge(const IssuedCommand& now, std::uint32_t bank);
    void refresh(const IssuedCommand& now);
    void apart(std::string_view rule, const IssuedCommand& now, std::string_view before, const Past& then,
               std::uint64_t least) {
        if (then && now.clock < *then + least) tell_apart(rule, now, before, *then, least);
    }
    void tell_apart(std::string_view rule, const IssuedCommand& now, std::string_view before, std::uint64_t then,
                    std::uint64_t least);
    void tell(std::string_view rule, const IssuedCommand& now, const std::string& why);

    DramTiming t_;
    std::vector<Bank> banks_;
    std::vector<Group> groups_;
    std::vector<Rank> ranks_;
    Past command_, column_, data_end_;
    bool data_was_read_ = false;
    std::uint32_t data_rank_ = 0;
    std::uint64_t count_ = 0;
    std::vector<CommandViolation> examples_;
};

} // namespace stavp
