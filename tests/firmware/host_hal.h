#pragma once

#include <cstdint>

namespace stavp::test {

/// What stands behind firmware/hal's accesses and interrupt switches on the build machine. One at a time: the last one
/// that was constructed.
class HostHal {
public:
    HostHal();
    virtual ~HostHal();
    HostHal(const HostHal&) = delete;
    HostHal& operator=(const HostHal&) = delete;

    virtual std::uint64_t read(std::uint64_t address) = 0;
    virtual void write(std::uint64_t address, std::uint64_t value) = 0;
    /// False: the access faults.
    virtual bool probe(std::uint64_t address, std::uint32_t& value) = 0;
    virtual void set_interrupts_enabled(bool /*enabled*/) {}
    /// Returns what it was.
    virtual bool set_timer_enabled(bool /*enabled*/) { return false; }
    virtual void wait_for_interrupt() {}
};

} // namespace stavp::test
