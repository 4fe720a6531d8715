#pragma once

#include "tests/firmware/host_hal.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

namespace stavp::test {

/// A register file behind the firmware's MMIO functions that does what a test tells it: no arithmetic, no memory.
/// Queues complete what their doorbells announce `latency_ticks` later, or never, or fail. Time is the CLINT's, a tick
/// for each register access, and runs to the next event when the firmware sleeps.
class FakeRegisters : public HostHal {
public:
    struct Write {
        std::uint64_t address;
        std::uint64_t value;
        bool operator==(const Write&) const = default;
    };
    /// The firmware sleeps and nothing can wake it.
    struct Stuck : std::runtime_error {
        using runtime_error::runtime_error;
    };

    FakeRegisters();

    std::map<std::uint64_t, std::uint64_t> values; ///< what reads give, 0 if absent
    std::set<std::uint64_t> absent;                ///< addresses whose probe faults
    std::vector<Write> writes;
    std::optional<std::uint64_t> latency_ticks = 50; ///< of commands; none: they never complete
    std::uint32_t error_code = 0;                    ///< not 0: the next command fails so
    bool deaf = false;                               ///< ABORT does not end what a queue is busy with
    std::uint64_t time = 1000;
    unsigned sleeps = 0;
    unsigned timer_interrupts = 0;        ///< that the app's handler got
    std::uint64_t timer_interrupt_at = 0; ///< the last one
    bool interrupts_enabled = false;
    bool timer_enabled = false;
    std::uint64_t compare = ~std::uint64_t{0};

    std::uint64_t read(std::uint64_t address) override;
    void write(std::uint64_t address, std::uint64_t value) override;
    bool probe(std::uint64_t address, std::uint32_t& value) override;
    void wait_for_interrupt() override;
    void set_interrupts_enabled(bool enabled) override;
    bool set_timer_enabled(bool enabled) override { return std::exchange(timer_enabled, enabled); }

    /// An interrupt of a source that the fake does not know.
    void raise(std::uint32_t source) { sources_.insert(source); }
    std::uint32_t counter(unsigned queue);
    void set_counter(unsigned queue, std::uint32_t value);
    /// The descriptor that queue `queue` was given as its `number`-th, from 0.
    const void* descriptor(unsigned queue, unsigned number);

private:
    struct Event {
        unsigned queue;
        std::uint32_t tail;
        std::uint32_t error_code;
    };

    std::uint64_t registers_of(unsigned queue) const;
    void rung(unsigned queue, std::uint32_t tail);
    void happen();
    bool external_pending() const { return !sources_.empty(); }
    bool timer_pending() const { return timer_enabled && time >= compare; }

    std::multimap<std::uint64_t, Event> events_;
    std::set<std::uint32_t> sources_;
};

} // namespace stavp::test
