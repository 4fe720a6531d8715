#pragma once

#include "models/core/bus_master.h"
#include "models/cpu/cpu_listener.h"
#include "models/cpu/local_time.h"
#include "models/cpu/pmp.h"
#include "models/cpu/trap.h"
#include "models/cpu/watchpoints.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

namespace stavp {

inline constexpr std::uint64_t kPageBytes = 4096;
inline constexpr std::uint64_t kPageMask = ~(kPageBytes - 1);

/// How an access ended. After `bus` the CPU must come back to simulated time before its next instruction; after
/// `fault`, fault() tells the trap.
enum class Outcome { memory, bus, fault };

/// The CPU's way to memory. Naturally aligned accesses to pages that a target grants for DMI, and that PMP allows as a
/// whole, go through a small table of host pointers; everything else takes the slow path, which checks PMP, then uses
/// DMI where it is granted and the bus where not. A bus access starts at the CPU's exact local time.
///
/// Misaligned plain loads and stores work in memory. On the bus an access goes out as it is, in two if it crosses a
/// 4 KiB page; the target decides, and register blocks refuse. mtval of an access fault is the first byte of the
/// access, or of its second part when only that failed.
///
/// Pages with watchpoints never enter the table, so that each access there is looked at. One that hits ends as `bus`
/// does, that is, the CPU comes out of its inner loop after the instruction.
class MemoryPort {
public:
    MemoryPort(BusMaster& master, const Pmp& pmp, LocalTime& time);

    /// Whose rights loads and stores have: the hart's privilege, or MPP under MPRV.
    void set_data_privilege(Privilege privilege);
    /// Forgets all host pointers: after DMI was taken back, PMP or the watchpoints have changed.
    void flush();
    Watchpoints watchpoints;

    /// Fast path alone; false: take load().
    template <class T> bool try_load(std::uint64_t address, T& value) const {
        const auto& entry = table_of(address);
        if (entry.load_tag != tag<T>(address)) [[unlikely]]
            return false;
        std::memcpy(&value, entry.host + (address & ~kPageMask), sizeof(T));
        return true;
    }
    template <class T> bool try_store(std::uint64_t address, T value) const {
        const auto& entry = table_of(address);
        if (entry.store_tag != tag<T>(address)) [[unlikely]]
            return false;
        std::memcpy(entry.host + (address & ~kPageMask), &value, sizeof(T));
        return true;
    }

    Outcome load(std::uint64_t address, void* data, unsigned bytes);
    Outcome store(std::uint64_t address, const void* data, unsigned bytes);
    /// As load() and store(), for an aligned atomic access: `store_access_fault` for a load that belongs to an AMO.
    Outcome load_for_amo(std::uint64_t address, void* data, unsigned bytes);
    /// Reads `bytes` of an instruction over the bus or DMI with PMP's execute right.
    Outcome fetch(std::uint64_t address, void* data, unsigned bytes, Privilege privilege);
    const Trap& fault() const { return fault_; }
    /// For traces. The fast path does not tell; see ObservedMemory.
    void observe(CpuListener& listener) { listeners_.push_back(&listener); }
    void tell(std::uint64_t address, unsigned bytes, bool write) const {
        for (auto* listener : listeners_)
            listener->accessed(address, bytes, write, time_.cycles());
    }
    /// Records a trap that another part of the CPU found, for the common way out.
    Outcome raise(Cause cause, std::uint64_t value);

    /// No tag() has this bit: it is neither of the page nor of a misalignment.
    static constexpr std::uint64_t kNoTag = kPageBytes / 2;
    struct Entry {
        std::uint64_t load_tag = kNoTag; ///< page address
        std::uint64_t store_tag = kNoTag;
        std::uint8_t* host = nullptr;
        std::uint64_t to_host = 0; ///< from an address in the page to the host's, modulo 2^64
    };
    static constexpr std::size_t kEntries = 256;
    /// For native code: the entry of an address is ((address >> kEntryShift) & kEntryMask) bytes from entries(), which
    /// stay where they are while the data's privilege does.
    static constexpr unsigned kEntryShift = 7;
    static constexpr std::int32_t kEntryMask = (kEntries - 1) * sizeof(Entry);
    const void* entries() const { return current_->data(); }

private:
    using Table = std::array<Entry, kEntries>;
    static_assert(kPageBytes >> kEntryShift == sizeof(Entry));

    /// The page address, and the low bits in which a misaligned address differs from any page address.
    template <class T> static constexpr std::uint64_t tag(std::uint64_t address) {
        return address & (kPageMask | (sizeof(T) - 1));
    }
    const Entry& table_of(std::uint64_t address) const { return (*current_)[(address / kPageBytes) % kEntries]; }

    Outcome access(std::uint64_t address, std::uint8_t* data, unsigned bytes, Access kind, Cause cause);
    Outcome part(std::uint64_t address, std::uint8_t* data, unsigned bytes, tlm::tlm_command command, Cause cause);
    void enter_page(std::uint64_t address);
    Outcome watched(Outcome outcome, std::uint64_t address, unsigned bytes, tlm::tlm_command command) const;

    BusMaster& master_;
    const Pmp& pmp_;
    LocalTime& time_;
    Privilege privilege_ = Privilege::machine;
    Table machine_table_;
    Table user_table_;
    Table* current_ = &machine_table_;
    Trap fault_;
    std::vector<CpuListener*> listeners_;
};

} // namespace stavp
