#pragma once

#include "models/ddr/bank_timing.h"
#include "models/ddr/burst_queue.h"
#include "models/ddr/ddr_config.h"
#include "models/ddr/dram_request.h"
#include "models/ddr/issued_command.h"
#include "models/ddr/page_rule.h"
#include "models/ddr/refresh_timer.h"

#include <cstdint>
#include <vector>

namespace stavp {

/// The command that goes out next, and for which burst.
struct Choice {
    std::uint64_t clock = kNeverClk;
    DramCommand command = DramCommand::refresh;
    BurstSlot burst = kNoBurst;     ///< of a column command, ACT, or PRE for another row
    std::uint32_t bank = 0;         ///< of PRE
    std::uint32_t rank = 0;         ///< of PREA and REF
    std::uint64_t refresh_from = 0; ///< REF and PREA: since when the rank has been kept free
};

/// Picks the command that can go out first. Of those that can in the same clock: refresh, then what the oldest burst
/// needs if it has been overtaken too often, then column commands, then ACT and PRE, then closing unused rows; the
/// older burst first. A PRE for another row waits until no burst in the queue hits the open one.
///
/// `fcfs`: only the oldest burst of the channel gets its column command, and only the oldest of a bank decides on its
/// row; banks are prepared ahead. `frfcfs`: any hit may go. Once `starvation_cap` younger bursts have gone before the
/// oldest one, hits of its bank to another row no longer hold the row open, and from tRCD after its ACT on it goes
/// before all others.
class Scheduler {
public:
    Scheduler(const DdrConfig& config, const BankTiming& banks, BurstQueue& queue, const RefreshTimer& refresh)
        : fcfs_(config.scheduler == DramScheduling::fcfs), starvation_cap_(config.starvation_cap), page_(config),
          banks_(banks), queue_(queue), refresh_(refresh), candidates_(banks.banks()),
          ready_clk_(banks.banks(), kUnknown), floor_of_(banks.banks()), refresh_start_(config.timing.ranks),
          floors_(config.timing.ranks + 1) {}

    /// Picks the next command when the command pins are free from `free_clk` on. There is always one: a refresh.
    void pick(std::uint64_t free_clk);
    /// The same when nothing has happened since but that a burst for this place has entered the queue.
    void pick_again(const DramAddress& at);
    const Choice& choice() const { return best_; }
    /// Something has happened to the bank: a command, or a burst that entered or left the queue.
    void touch(std::uint32_t bank) {
        ready_clk_[bank] = kUnknown;
        floor_of_[bank] = 0;
    }
    void touch_rank(std::uint32_t rank);

private:
    /// What a bank could do next as far as it alone decides.
    struct Candidate {
        DramCommand command = DramCommand::activate; ///< read stands for the column commands below
        std::uint32_t group = 0;
        std::uint32_t rank = 0;
        BurstSlot burst = kNoBurst; ///< of ACT and PRE
        std::uint64_t age_key = 0;
        BurstSlot read = kNoBurst;
        BurstSlot write = kNoBurst;
        std::uint64_t read_age = 0;
        std::uint64_t write_age = 0;
    };

    static constexpr std::uint64_t kUnknown = 0;

    void learn(std::uint32_t bank);
    void consider_bank(std::uint32_t bank);
    void consider_column(const Candidate& candidate, std::uint32_t bank, ColumnCommand command);
    void consider_starved_conflict();
    void consider_timeouts();
    void consider_refresh(std::uint32_t rank);
    /// Whether it is the best so far.
    bool consider(std::uint64_t clock, std::uint64_t urgency, DramCommand command, BurstSlot burst, std::uint32_t bank);
    std::uint64_t urgency(BurstSlot slot, std::uint64_t age_key, std::uint64_t kind) const;

    bool fcfs_;
    unsigned starvation_cap_;
    PageRule page_;
    const BankTiming& banks_;
    BurstQueue& queue_;
    const RefreshTimer& refresh_;
    std::vector<Candidate> candidates_;    ///< per bank
    std::vector<std::uint64_t> ready_clk_; ///< per bank, from where on it permits its candidate; kUnknown: learn it
    std::vector<std::uint32_t> floor_of_;  ///< per bank, which of floors_ holds for its candidate
    // Of the last pick:
    std::vector<std::uint64_t> refresh_start_; ///< per rank
    std::vector<std::uint64_t> floors_;        ///< 0 for all but ACT, then of the ACTs of each rank
    std::uint64_t free_clk_ = 0;
    BurstSlot starved_ = kNoBurst;
    std::uint64_t starved_column_clk_ = kNeverClk; ///< other columns from here on stand back
    Choice best_;
    std::uint64_t best_urgency_ = 0;
};

} // namespace stavp
