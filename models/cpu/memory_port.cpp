#include "models/cpu/memory_port.h"

namespace stavp {

namespace {

void set_host(MemoryPort::Entry& entry, std::uint64_t page, std::uint8_t* host) {
    entry.host = host;
    entry.to_host = reinterpret_cast<std::uintptr_t>(host) - page;
}

} // namespace

MemoryPort::MemoryPort(BusMaster& master, const Pmp& pmp, LocalTime& time) : master_(master), pmp_(pmp), time_(time) {
    master_.on_invalidate([this](std::uint64_t, std::uint64_t) { flush(); });
}

void MemoryPort::set_data_privilege(Privilege privilege) {
    privilege_ = privilege;
    current_ = privilege == Privilege::machine ? &machine_table_ : &user_table_;
}

void MemoryPort::flush() {
    machine_table_.fill({});
    user_table_.fill({});
}

Outcome MemoryPort::raise(Cause cause, std::uint64_t value) {
    fault_ = {cause, value};
    return Outcome::fault;
}

Outcome MemoryPort::load(std::uint64_t address, void* data, unsigned bytes) {
    return access(address, static_cast<std::uint8_t*>(data), bytes, Access::read, Cause::load_access_fault);
}

Outcome MemoryPort::store(std::uint64_t address, const void* data, unsigned bytes) {
    auto* out = const_cast<std::uint8_t*>(static_cast<const std::uint8_t*>(data));
    return access(address, out, bytes, Access::write, Cause::store_access_fault);
}

Outcome MemoryPort::load_for_amo(std::uint64_t address, void* data, unsigned bytes) {
    if (!pmp_.allows(address, bytes, Access::write, privilege_)) return raise(Cause::store_access_fault, address);
    return access(address, static_cast<std::uint8_t*>(data), bytes, Access::read, Cause::store_access_fault);
}

Outcome MemoryPort::fetch(std::uint64_t address, void* data, unsigned bytes, Privilege privilege) {
    if (!pmp_.allows(address, bytes, Access::execute, privilege))
        return raise(Cause::instruction_access_fault, address);
    return part(address, static_cast<std::uint8_t*>(data), bytes, tlm::TLM_READ_COMMAND,
                Cause::instruction_access_fault);
}

Outcome MemoryPort::access(std::uint64_t address, std::uint8_t* data, unsigned bytes, Access kind, Cause cause) {
    if (!pmp_.allows(address, bytes, kind, privilege_)) return raise(cause, address);
    const auto command = kind == Access::write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND;
    const auto to_page_end = kPageBytes - address % kPageBytes;
    if (bytes <= to_page_end) {
        const auto outcome = part(address, data, bytes, command, cause);
        if (outcome == Outcome::memory) enter_page(address);
        return watched(outcome, address, bytes, command);
    }
    const auto head = static_cast<unsigned>(to_page_end);
    const auto first = part(address, data, head, command, cause);
    if (first == Outcome::fault) return first;
    const auto second = part(address + head, data + head, bytes - head, command, cause);
    return watched(second == Outcome::memory ? first : second, address, bytes, command);
}

Outcome MemoryPort::watched(Outcome outcome, std::uint64_t address, unsigned bytes, tlm::tlm_command command) const {
    if (outcome == Outcome::fault || watchpoints.empty()) return outcome;
    return watchpoints.look(address, bytes, command == tlm::TLM_WRITE_COMMAND) ? Outcome::bus : outcome;
}

Outcome MemoryPort::part(std::uint64_t address, std::uint8_t* data, unsigned bytes, tlm::tlm_command command,
                         Cause cause) {
    if (auto* host = master_.direct(address, bytes, command)) {
        if (command == tlm::TLM_READ_COMMAND)
            std::memcpy(data, host, bytes);
        else
            std::memcpy(host, data, bytes);
        // Code is told of as it runs.
        if (cause != Cause::instruction_access_fault) tell(address, bytes, command == tlm::TLM_WRITE_COMMAND);
        return Outcome::memory;
    }
    time_.sync();
    auto delay = sc_core::SC_ZERO_TIME;
    const auto status = master_.transport(command, address, data, bytes, delay);
    time_.advance_to(sc_core::sc_time_stamp() + delay);
    return status == tlm::TLM_OK_RESPONSE ? Outcome::bus : raise(cause, address);
}

void MemoryPort::enter_page(std::uint64_t address) {
    const auto page = address & kPageMask;
    auto& entry = (*current_)[(page / kPageBytes) % kEntries];
    entry = {};
    if (watchpoints.any_in(page, kPageBytes)) return;
    auto* readable = master_.direct(page, kPageBytes, tlm::TLM_READ_COMMAND);
    auto* writable = master_.direct(page, kPageBytes, tlm::TLM_WRITE_COMMAND);
    if (readable != nullptr && pmp_.allows(page, kPageBytes, Access::read, privilege_)) {
        entry.load_tag = page;
        set_host(entry, page, readable);
    }
    if (writable == nullptr || !pmp_.allows(page, kPageBytes, Access::write, privilege_)) return;
    if (entry.host != nullptr && entry.host != writable) return;
    entry.store_tag = page;
    set_host(entry, page, writable);
}

} // namespace stavp
