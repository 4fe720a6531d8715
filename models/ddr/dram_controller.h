#pragma once

#include "models/ddr/address_map.h"
#include "models/ddr/command_checker.h"
#include "models/ddr/ddr_config.h"
#include "models/ddr/dram_channel.h"
#include "models/ddr/dram_counts.h"
#include "models/ddr/dram_request.h"
#include "models/ddr/issued_command.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace stavp {

/// The memory controller of all channels. Transactions are split into bursts, which wait in the queue of their
/// channel (`queue_depth` each) and leave it with their column command; one transaction more waits at the entrance
/// while the queues have no room for it. It completes with its last burst; transactions may overtake each other, but
/// not to the same burst unless both read. No SystemC here: memory clocks in, memory clocks out.
///
/// Use: offer() at a clock, advance() to it, and again at next_event_clk() or when the next transaction arrives.
/// The result does not depend on how the way to a clock is cut into calls of advance().
class DramController {
public:
    /// Throws std::invalid_argument with the text of find_error(config).
    explicit DramController(const DdrConfig& config);

    /// There is room at the entrance.
    bool can_accept() const { return !entrance_.waits; }
    /// Needs can_accept(); arrival_clk must not lie before any clock advanced to, nor before an earlier arrival.
    void offer(const DramRequest& request);
    /// When advance() would next do something for a transaction, or kNeverClk if there is none. Refreshes and
    /// time-outs without one are caught up with later, at their own clocks; so this may lie in the past.
    std::uint64_t next_event_clk();
    /// Issues every command at a clock <= `clk`, and calls complete(const DramCompletion&) for each transaction whose
    /// last column command was among them; its completion.clock is later, when the last data beat has passed.
    template <typename Complete> void advance(std::uint64_t clk, Complete&& complete) {
        run(clk);
        for (const auto& completion : completed_)
            complete(completion);
        completed_.clear();
    }

    /// Calls back for every command; those of a channel come in the order of their clocks.
    void on_command(const CommandListener& listener);

    /// Before the first offer; the listener outlives the controller's use.
    void observe(DramListener& listener);
    /// Carries out what an idle memory does by itself up to `clk`, so that listeners have heard of it; nothing while a
    /// transaction is on its way, whose commands are issued at their clocks.
    void catch_up(std::uint64_t clk) {
        if (idle() && completed_.empty()) run(clk);
    }

    /// Commands that broke a rule of JEDEC; with DdrConfig::check_commands.
    std::uint64_t violations() const;
    /// The first of them, in words.
    std::vector<CommandViolation> violation_examples() const;

    DramCounts counts() const;
    /// Refreshes carried out by `now`, one rank each, with those of an idle memory that advance() is to catch up with.
    std::uint64_t refreshes(std::uint64_t now) const;

private:
    struct Transaction {
        std::uint32_t bursts_left = 0;
        DramCompletion end{};
    };
    /// The transaction whose bursts do not all have a place in a queue yet.
    struct Entrance {
        bool waits = false;
        DramRequest request{};
        std::uint32_t transaction = 0;
        std::uint64_t next_offset = 0;
        std::uint64_t last_offset = 0;
        std::uint64_t room_clk = 0;        ///< of the last command, which may have made the room
        std::vector<std::uint32_t> bursts; ///< so far, per channel
    };

    void run(std::uint64_t clk);
    bool admit_burst();
    void skip_idle_refreshes(std::uint64_t horizon);
    DramChannel& earliest_channel();
    bool idle() const { return transactions_ == 0; }
    void end(const DramChannel::BurstEnd& burst);

    DdrConfig config_;
    AddressMap map_;
    std::deque<DramChannel> channels_; ///< deque: they cannot move
    std::vector<Transaction> slots_;
    std::vector<std::uint32_t> free_slots_;
    std::uint32_t transactions_ = 0;
    Entrance entrance_;
    std::vector<DramCompletion> completed_;
};

} // namespace stavp
