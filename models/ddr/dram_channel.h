#pragma once

#include "models/ddr/bank_timing.h"
#include "models/ddr/burst_queue.h"
#include "models/ddr/command_checker.h"
#include "models/ddr/ddr_config.h"
#include "models/ddr/delay_account.h"
#include "models/ddr/dram_counts.h"
#include "models/ddr/dram_listener.h"
#include "models/ddr/dram_request.h"
#include "models/ddr/issued_command.h"
#include "models/ddr/page_rule.h"
#include "models/ddr/refresh_timer.h"
#include "models/ddr/scheduler.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace stavp {

/// One channel: its queue and its command pins, which carry one command in each clock. *Assumption*: every command
/// takes one clock, also where LPDDR4 and HBM spread it over more.
class DramChannel {
public:
    struct BurstEnd {
        std::uint32_t transaction;
        std::uint64_t clock; ///< after its last data beat
        DramDelays delays;
    };

    DramChannel(const DdrConfig& config, std::uint32_t number);
    DramChannel(const DramChannel&) = delete; // its parts refer to each other
    DramChannel& operator=(const DramChannel&) = delete;

    bool empty() const { return queue_.empty(); }
    bool full() const { return queue_.full(); }
    /// Every command before burst.enqueued_clk must have been issued.
    void push(const Burst& burst) {
        queue_.push(burst);
        scheduler_.touch(burst.at.bank);
        if (next_known_) scheduler_.pick_again(burst.at);
        tell_queue(burst.enqueued_clk);
    }

    /// The clock of the next command; there is always one, as refreshes go on without requests.
    std::uint64_t next_clk() { return next().clock; }
    std::optional<BurstEnd> issue_next();
    /// With nothing queued: carries out the refreshes up to `horizon` that would all be alike, in one go.
    void skip_idle_refreshes(std::uint64_t horizon);

    void on_command(const CommandListener& listener) { listener_ = listener; }
    void observe(DramListener& listener) { listeners_.push_back(&listener); }
    const DramCounts& counts() const { return counts_; }
    /// Null unless DdrConfig::check_commands.
    const CommandChecker* checker() const { return checker_ ? &*checker_ : nullptr; }
    /// Refreshes that are due by `now` and have not been carried out, as nothing has been asked for since.
    std::uint64_t refreshes_behind(std::uint64_t now) const;

private:
    const Choice& next() {
        if (!next_known_) scheduler_.pick(free_clk_);
        next_known_ = true;
        return scheduler_.choice();
    }
    void precharge(const Choice& choice);
    void activate(const Choice& choice);
    BurstEnd column(const Choice& choice);
    void precharge_all(const Choice& choice);
    void refresh(const Choice& choice);
    void report(const IssuedCommand& command) {
        if (checker_) checker_->observe(command);
        if (listener_) listener_(command);
        if (!listeners_.empty()) [[unlikely]]
            tell_issued(command);
    }
    void tell_queue(std::uint64_t clock) const {
        if (!listeners_.empty()) [[unlikely]]
            tell_queued(clock);
    }
    void tell_issued(const IssuedCommand& command) const;
    void tell_queued(std::uint64_t clock) const;
    DramAddress rank_address(std::uint32_t rank) const;

    DramTiming timing_;
    std::uint32_t number_;
    BankTiming banks_;
    BurstQueue queue_;
    RefreshTimer refresh_;
    PageRule page_;
    Scheduler scheduler_;
    DelayAccount delays_;
    DramCounts counts_;
    std::optional<CommandChecker> checker_;
    CommandListener listener_;
    std::vector<DramListener*> listeners_;
    std::uint64_t free_clk_ = 0; ///< the command pins
    bool next_known_ = false;
};

} // namespace stavp
