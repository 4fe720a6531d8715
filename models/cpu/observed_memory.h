#pragma once

#include "models/cpu/cpu_listener.h"
#include "models/cpu/memory_port.h"

namespace stavp {

/// A MemoryPort whose fast path is told of. The CPU's clock must be exact at every call.
class ObservedMemory {
public:
    explicit ObservedMemory(MemoryPort& port) : port_(port) {}

    template <class T> bool try_load(std::uint64_t address, T& value) const {
        if (!port_.try_load(address, value)) return false;
        port_.tell(address, sizeof(T), false);
        return true;
    }
    template <class T> bool try_store(std::uint64_t address, T value) const {
        if (!port_.try_store(address, value)) return false;
        port_.tell(address, sizeof(T), true);
        return true;
    }
    // The slow ways tell by themselves.
    Outcome load(std::uint64_t address, void* data, unsigned bytes) { return port_.load(address, data, bytes); }
    Outcome store(std::uint64_t address, const void* data, unsigned bytes) { return port_.store(address, data, bytes); }
    Outcome load_for_amo(std::uint64_t address, void* data, unsigned bytes) {
        return port_.load_for_amo(address, data, bytes);
    }
    Outcome raise(Cause cause, std::uint64_t value) { return port_.raise(cause, value); }

private:
    MemoryPort& port_;
};

} // namespace stavp
