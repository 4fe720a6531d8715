#pragma once

#include "models/cpu/hart.h"
#include "models/cpu/memory_port.h"

namespace stavp {

/// The memory side of the A extension for T = int32_t or int64_t. Misaligned addresses trap. In DMI memory each is
/// atomic; on the bus an AMO is a read and a write.

template <class T, class Memory, class Function>
Outcome atomic_update(Memory& memory, std::uint64_t address, T& old, Function function) {
    if (address % sizeof(T) != 0) return memory.raise(Cause::store_address_misaligned, address);
    auto outcome = Outcome::memory;
    if (!memory.try_load(address, old)) outcome = memory.load_for_amo(address, &old, sizeof old);
    if (outcome == Outcome::fault) return outcome;
    const T updated = function(old);
    if (outcome == Outcome::memory && memory.try_store(address, updated)) return outcome;
    const auto stored = memory.store(address, &updated, sizeof updated);
    return stored == Outcome::memory ? outcome : stored;
}

template <class T, class Memory>
Outcome load_reserved(Memory& memory, Reservation& reservation, std::uint64_t address, T& value) {
    if (address % sizeof(T) != 0) return memory.raise(Cause::load_address_misaligned, address);
    const auto outcome = memory.load(address, &value, sizeof value);
    if (outcome != Outcome::fault) reservation = {true, address, sizeof(T), static_cast<std::uint64_t>(value)};
    return outcome;
}

/// `failed` becomes what goes to rd: 0 when stored, 1 when not. When it fails nothing is written; the right to write is
/// looked at only where LR had reserved.
template <class T, class Memory> Outcome store_conditional(Memory& memory, Reservation& reservation,
                                                           std::uint64_t address, T value, std::uint64_t& failed) {
    if (address % sizeof(T) != 0) return memory.raise(Cause::store_address_misaligned, address);
    const auto reserved = reservation;
    reservation.valid = false;
    failed = 1;
    if (!reserved.valid || reserved.address != address || reserved.bytes != sizeof(T)) return Outcome::memory;
    T current{};
    const auto loaded = memory.load_for_amo(address, &current, sizeof current);
    if (loaded == Outcome::fault || static_cast<std::uint64_t>(current) != reserved.value) return loaded;
    failed = 0;
    const auto stored = memory.store(address, &value, sizeof value);
    return stored == Outcome::memory ? loaded : stored;
}

} // namespace stavp
