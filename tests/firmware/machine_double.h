#pragma once

#include "tests/firmware/host_hal.h"
#include "tests/firmware/memory_double.h"

#include "models/core/abi/stavp_descriptor.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

namespace stavp::test {

/// The host sleeps and no queue can go on.
struct Deadlock : std::runtime_error {
    using runtime_error::runtime_error;
};

struct MachineShape {
    std::array<std::uint32_t, 4> buffer_bytes{262144, 262144, 262144, 131072}; ///< weight, input, intermediate, output
    std::uint32_t rows = 32, cols = 32, lanes = 1, max_k = 32768, dma_channels = 4;
    bool softmax_off_chip = false;
    bool fuse = true, prefetch = true, resident = true;
    bool ecc = true; ///< of all memories
    std::uint32_t timeout_us = 1000;
};

/// What becomes of a command.
enum class Fate {
    good,
    hangs,      ///< never ends
    fails,      ///< stops its queue with a bus error on an operand
    stops_short ///< of dma: copies half of its rows (of one row: of its bytes) and signals
};

/// As firmware told it through sysctl.EVENT.
struct ToldEvent {
    std::uint32_t kind, count;
    bool operator==(const ToldEvent&) const = default;
};

struct LayerMarker {
    std::uint32_t layer, tile_rows, tile_cols;
};

/// A functional double of the hardware behind firmware/hal: queues that execute their commands in an order drawn from
/// `seed` as far as waits and signals allow, sync counters, alarms, PLIC, UART, sysctl.
class MachineDouble : public HostHal {
public:
    MachineDouble(const MachineShape& shape, unsigned seed);

    MemoryDouble memory;

    std::uint64_t read(std::uint64_t address) override;
    void write(std::uint64_t address, std::uint64_t value) override;
    /// The watchdog only.
    bool probe(std::uint64_t address, std::uint32_t& value) override;
    void wait_for_interrupt() override;
    void set_interrupts_enabled(bool enabled) override;
    bool set_timer_enabled(bool enabled) override { return std::exchange(timer_enabled_, enabled); }

    /// Of the number-th command that a queue executes, counted from 0 and through all attempts.
    std::function<Fate(unsigned queue, std::uint64_t number)> fate;
    /// Whether the interrupt of the number-th time that an alarm rings, from 0, gets lost.
    std::function<bool(std::uint64_t number)> loses_alarm;
    /// An interrupt of `source` that has no cause.
    void interrupt_without_cause(std::uint32_t source) { spurious_.insert(source); }
    /// The word at `address` cannot be corrected until it is written as a whole.
    void poison(std::uint64_t address) { poison_.insert(address / 8 * 8); }
    bool is_poisoned(std::uint64_t address) const { return poison_.contains(address / 8 * 8); }
    /// A bit of a word of memory `which` (0 ddr, then the buffers) was corrected.
    void correct(unsigned which, std::uint64_t address);
    /// A word of memory `which` could not be corrected, and nobody was told.
    void lose(unsigned which, std::uint64_t address);
    bool ignores_abort = false;
    std::uint64_t alarm_late_ticks = 0; ///< from an alarm's ring to its interrupt
    bool has_watchdog = true;
    std::uint64_t watchdog_bark_ticks = 0;
    std::uint64_t watchdog_gap_ticks = 0; ///< the longest time without a feed
    std::vector<ToldEvent> events;

    /// Commands that were made known by a doorbell and are not complete.
    std::uint64_t outstanding() const;

    /// Which wait words to ignore: gets a running number and the word.
    std::function<bool(std::uint64_t number, std::uint32_t word)> ignore_wait;
    std::function<void(std::uint32_t layer)> on_layer_end;
    std::vector<std::uint32_t> fused; ///< so far

    std::uint64_t ddr_base = 0, ddr_bytes = 0;
    std::string console;
    std::vector<std::uint32_t> begun;
    std::vector<LayerMarker> ended;
    std::optional<std::uint32_t> result;
    std::uint32_t result_layer = 0;
    std::uint64_t bytes_from_ddr = 0; ///< that dma read
    std::uint64_t commands = 0, waits = 0, sleeps = 0, interrupts = 0;
    std::array<std::uint64_t, 11> executed{};

private:
    union Command {
        stavp_command_header header;
        stavp_dma_descriptor dma;
        stavp_sta_descriptor sta;
        stavp_softmax_descriptor softmax;
        stavp_vector_descriptor vector;
    };
    struct Fetched {
        Command command;
        VectorClock doorbell;
        std::array<bool, STAVP_WAITS> ignored;
    };
    struct Queue {
        bool enabled = false;
        bool hung = false;
        std::uint64_t begun = 0; ///< commands, through all attempts
        std::uint64_t bytes = 0; ///< copied since RESET
        std::uint64_t base = 0, error_addr = 0;
        std::uint32_t log2 = 0, head = 0, tail = 0, fetched = 0, irq_enable = 0, irq_status = 0, error_code = 0,
                      error_tag = 0;
        std::deque<std::pair<std::uint32_t, VectorClock>> doorbells;
        std::deque<Fetched> ready;
        VectorClock clock{};
    };
    struct Counter {
        static constexpr std::uint32_t kHistory = 4096;
        std::uint32_t value = 0;
        std::uint32_t increments = 0;
        std::vector<VectorClock> history; ///< what the increment to value v knew, at v mod kHistory
    };

    bool step();
    void progress();
    bool can_run(const Queue& queue) const;
    void fetch(Queue& queue);
    void execute(unsigned id);
    void copy(unsigned id, const stavp_dma_descriptor& dma);
    void check_poison(std::uint64_t address, std::uint64_t bytes, bool write);
    void abort(Queue& queue);
    bool timer_pending() const { return timer_enabled_ && time_ >= timer_at_; }
    std::uint64_t read_ecc(std::uint64_t offset) const;
    void write_ecc(std::uint64_t offset, std::uint64_t value);
    void write_memory(std::uint64_t address, std::uint64_t value);
    void fail(unsigned id, std::uint32_t code, std::uint64_t address, std::uint32_t tag);
    void increment(unsigned counter, const VectorClock& clock);
    bool reached(std::uint32_t word) const;
    VectorClock knowledge(std::uint32_t word) const;
    void check_alarms();
    bool interrupt_pending() const;
    bool line(std::uint32_t source) const;
    void deliver();
    Queue* queue_at(std::uint64_t address, std::uint64_t& offset, unsigned& id);
    std::uint64_t read_queue(const Queue& queue, std::uint64_t offset) const;
    void write_queue(Queue& queue, unsigned id, std::uint64_t offset, std::uint64_t value);
    std::uint64_t read_sysctl(std::uint64_t offset) const;
    void write_sysctl(std::uint64_t offset, std::uint64_t value);
    std::uint64_t read_sync(std::uint64_t offset);
    void write_sync(std::uint64_t offset, std::uint64_t value);
    std::uint64_t read_plic(std::uint64_t offset);

    MachineShape shape_;
    std::mt19937 random_;
    std::array<unsigned, 11> priority_;
    unsigned eagerness_; ///< how far queues run at each register access of the host
    std::array<Queue, 11> queues_;
    std::array<Counter, 64> counters_;
    std::array<std::uint32_t, 4> alarms_{};
    std::uint32_t alarm_status_ = 0;
    std::array<std::uint32_t, 2> plic_enable_{};
    std::set<std::uint32_t> claimed_;
    bool interrupts_enabled_ = false;
    bool in_handler_ = false;
    VectorClock host_{};
    std::uint32_t tile_rows_ = 0, tile_cols_ = 0;
    std::uint64_t layer_commands_ = 0;

    static constexpr unsigned kMemories = 5;
    std::uint64_t time_ = 0, timer_at_ = 0; ///< ticks of 0.1 us
    bool timer_enabled_ = false;
    std::uint64_t watchdog_fed_at_ = 0;
    std::uint64_t rings_ = 0;
    bool alarm_lost_ = false;
    std::uint64_t alarm_heard_at_ = 0;
    std::set<std::uint32_t> spurious_;
    std::set<std::uint64_t> poison_; ///< addresses of words
    std::array<std::uint32_t, kMemories> corrected_{}, uncorrected_{};
    std::array<std::uint64_t, kMemories> ecc_address_{};
    std::uint32_t ecc_enable_ = 0, ecc_status_ = 0;
};

} // namespace stavp::test
