#include "models/ddr/command_checker.h"

#include <algorithm>

namespace stavp {

namespace {

constexpr std::size_t kExamples = 8;
/// JEDEC lets eight REFs be put off; between two of them no more than nine intervals may pass.
constexpr std::uint64_t kMostIntervals = 9;

std::string_view name_of(DramCommand command) {
    switch (command) {
    case DramCommand::activate:
        return "ACT";
    case DramCommand::precharge:
        return "PRE";
    case DramCommand::precharge_all:
        return "PREA";
    case DramCommand::read:
        return "RD";
    case DramCommand::write:
        return "WR";
    case DramCommand::refresh:
        return "REF";
    }
    return "";
}

} // namespace

CommandChecker::CommandChecker(const DramTiming& timing)
    : t_(timing), banks_(timing.ranks * timing.banks), groups_(timing.ranks * timing.bankgroups), ranks_(timing.ranks) {
}

void CommandChecker::tell(std::string_view rule, const IssuedCommand& now, const std::string& why) {
    ++count_;
    if (examples_.size() == kExamples) return;
    const auto place = " channel " + std::to_string(now.at.channel) + " rank " + std::to_string(now.at.rank) +
                       " bank " + std::to_string(now.at.bank);
    examples_.push_back({rule, now.clock,
                         std::string(rule) + ": " + std::string(name_of(now.command)) + " at clock " +
                             std::to_string(now.clock) + place + ": " + why});
}

void CommandChecker::tell_apart(std::string_view rule, const IssuedCommand& now, std::string_view before,
                                std::uint64_t then, std::uint64_t least) {
    tell(rule, now,
         std::string(before) + " at clock " + std::to_string(then) + ", must be " + std::to_string(least) +
             " clocks before");
}

void CommandChecker::observe(const IssuedCommand& now) {
    if (command_ && now.clock <= *command_ && now.repeats == 1)
        tell("command bus", now, "another command at clock " + std::to_string(*command_));
    command_ = std::max(command_.value_or(0), now.clock);
    check_refreshes(now);
    switch (now.command) {
    case DramCommand::activate:
        activate(now);
        break;
    case DramCommand::read:
    case DramCommand::write:
        column(now);
        break;
    case DramCommand::precharge:
        if (!banks_[now.at.bank].row) tell("row state", now, "the bank is closed");
        precharge(now, now.at.bank);
        break;
    case DramCommand::precharge_all:
        for (auto bank = now.at.rank * t_.banks; bank < (now.at.rank + 1) * t_.banks; ++bank)
            if (banks_[bank].row) precharge(now, bank);
        break;
    case DramCommand::refresh:
        refresh(now);
        break;
    }
}

void CommandChecker::check_refreshes(const IssuedCommand& now) {
    auto& rank = ranks_[now.at.rank];
    const auto first = now.clock - (now.repeats - 1) * t_.tREFI;
    apart("tRFC", {now.command, first, now.at}, "REF", rank.refresh, t_.tRFC);
    // Before the first REF an interval more may pass: ranks take turns within it.
    const auto intervals = rank.refresh ? kMostIntervals : kMostIntervals + 1;
    const bool late =
        first > rank.refresh.value_or(0) + intervals * t_.tREFI || first / t_.tREFI > rank.refreshes + kMostIntervals;
    if (late && !rank.overdue_told)
        tell("tREFI", now,
             std::to_string(rank.refreshes) + " REFs so far, the last at clock " +
                 std::to_string(rank.refresh.value_or(0)));
    rank.overdue_told = late;
}

void CommandChecker::activate(const IssuedCommand& now) {
    auto& bank = banks_[now.at.bank];
    auto& group = groups_[now.at.group];
    auto& rank = ranks_[now.at.rank];
    if (bank.row) tell("row state", now, "row " + std::to_string(*bank.row) + " is open");
    apart("tRC", now, "ACT", bank.activate, t_.tRC);
    apart("tRP", now, "precharge", bank.precharge, t_.tRP);
    apart("tRRD_L", now, "ACT in the bank group", group.activate, t_.tRRD_L);
    const auto newest = rank.activates[(rank.activate_index + 3) % 4];
    apart("tRRD_S", now, "ACT", newest, t_.tRRD_S);
    apart("tFAW", now, "the fourth ACT before", rank.activates[rank.activate_index], t_.tFAW);
    rank.activates[rank.activate_index] = now.clock;
    rank.activate_index = (rank.activate_index + 1) % 4;
    group.activate = now.clock;
    bank.activate = now.clock;
    bank.row = now.at.row;
    bank.read.reset();
    bank.write_end.reset();
}

void CommandChecker::column(const IssuedCommand& now) {
    const bool is_read = now.command == DramCommand::read;
    auto& bank = banks_[now.at.bank];
    auto& group = groups_[now.at.group];
    auto& rank = ranks_[now.at.rank];
    if (!bank.row)
        tell("row state", now, "the bank is closed");
    else if (*bank.row != now.at.row)
        tell("row state", now, "row " + std::to_string(*bank.row) + " is open, not " + std::to_string(now.at.row));
    apart("tRCD", now, "ACT", bank.activate, t_.tRCD);
    apart("tCCD_L", now, "RD or WR in the bank group", group.column, t_.tCCD_L);
    apart("tCCD_S", now, "RD or WR", column_, t_.tCCD_S);
    if (is_read) {
        apart("tWTR_L", now, "end of write data in the bank group", group.write_end, t_.tWTR_L);
        apart("tWTR_S", now, "end of write data", rank.write_end, t_.tWTR_S);
    }
    const auto start = now.clock + (is_read ? t_.CL : t_.CWL);
    data_bus(now, start);
    const auto end = start + t_.burst_length / 2;
    group.column = column_ = now.clock;
    if (is_read)
        bank.read = now.clock;
    else
        bank.write_end = group.write_end = rank.write_end = end;
    if (!now.closes_row) return;
    auto closed = bank.activate.value_or(0) + t_.tRAS;
    if (bank.read) closed = std::max(closed, *bank.read + t_.tRTP);
    if (bank.write_end) closed = std::max(closed, *bank.write_end + t_.tWR);
    bank.precharge = closed;
    bank.row.reset();
}

void CommandChecker::data_bus(const IssuedCommand& now, std::uint64_t start) {
    const bool is_read = now.command == DramCommand::read;
    const auto gap_after = [&](std::string_view rule, std::uint64_t gap) {
        if (data_end_ && start < *data_end_ + gap)
            tell(rule, now,
                 "data from clock " + std::to_string(start) + ", the last ones end at " + std::to_string(*data_end_));
    };
    gap_after("data bus", 0);
    if (data_was_read_ && !is_read) gap_after("tRTW", t_.tRTW);
    if (data_rank_ != now.at.rank) gap_after("tCS", t_.tCS);
    data_end_ = start + t_.burst_length / 2;
    data_was_read_ = is_read;
    data_rank_ = now.at.rank;
}

void CommandChecker::precharge(const IssuedCommand& now, std::uint32_t number) {
    auto& bank = banks_[number];
    if (bank.row) {
        apart("tRAS", now, "ACT", bank.activate, t_.tRAS);
        apart("tRTP", now, "RD", bank.read, t_.tRTP);
        apart("tWR", now, "end of write data", bank.write_end, t_.tWR);
    }
    bank.precharge = now.clock;
    bank.row.reset();
}

void CommandChecker::refresh(const IssuedCommand& now) {
    for (auto number = now.at.rank * t_.banks; number < (now.at.rank + 1) * t_.banks; ++number) {
        const auto& bank = banks_[number];
        if (bank.row) tell("row state", now, "row " + std::to_string(*bank.row) + " is open");
        apart("tRP", now, "precharge", bank.precharge, t_.tRP);
        apart("tRC", now, "ACT", bank.activate, t_.tRC);
    }
    auto& rank = ranks_[now.at.rank];
    rank.refresh = now.clock;
    rank.refreshes += now.repeats;
}

} // namespace stavp
