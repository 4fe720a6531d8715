#pragma once

#include "models/core/register_misuse.h"
#include "models/core/register_spec.h"

#include <cstdint>
#include <functional>
#include <span>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_target_socket.h>
#include <utility>
#include <vector>

namespace stavp {

/// A block's registers behind a TLM target socket.
///
/// Contract: an access must be naturally aligned and as wide as the register it hits; a 64-bit register also takes
/// 32-bit accesses to either half, and a 64-bit access may hit two neighbouring 32-bit registers. Anything else, and
/// any offset without a register, is answered with TLM_ADDRESS_ERROR_RESPONSE (the guest sees an access fault).
/// Write callbacks run after the stored value has changed. Read callbacks replace the stored value. `index` is the
/// element of a register array, 0 for a single register. A write to one half of a 64-bit register calls back at once
/// with the other half as stored. Debug transport reads stored values and read callbacks marked pure; it never
/// writes and never has side effects. Every access adds `latency`.
class RegisterBank : public sc_core::sc_module {
public:
    using ReadCallback = std::function<std::uint64_t(std::size_t index)>;
    using WriteCallback = std::function<void(std::size_t index, std::uint64_t value)>;

    RegisterBank(sc_core::sc_module_name name, std::span<const RegisterSpec> table, std::uint64_t size_bytes,
                 sc_core::sc_time latency);

    tlm_utils::simple_target_socket<RegisterBank> socket;

    /// `reg` is a constant of the generated register header.
    std::uint64_t get(std::size_t reg, std::size_t index = 0) const { return values_[first_[reg] + index]; }
    void set(std::size_t reg, std::uint64_t value, std::size_t index = 0) { values_[first_[reg] + index] = value; }
    /// Callbacks for every element of the register, or for element `index` alone.
    void on_read(std::size_t reg, const ReadCallback& callback, bool pure = true);
    void on_read_element(std::size_t reg, std::size_t index, ReadCallback callback, bool pure = true);
    void on_write(std::size_t reg, const WriteCallback& callback);
    void on_write_element(std::size_t reg, std::size_t index, WriteCallback callback);
    /// Told of each access that misuses a register, before it is carried out; not of debug transport.
    void on_misuse(MisuseCallback callback) { on_misuse_ = std::move(callback); }
    /// Reset values everywhere; no callbacks.
    void reset();
    std::span<const RegisterSpec> table() const { return table_; }

private:
    struct Slot {
        std::size_t reg;
        std::size_t index;
    };
    static constexpr std::uint32_t kNoSlot = 0xffffffff;

    void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
    unsigned transport_dbg(tlm::tlm_generic_payload& payload);
    bool read(std::uint64_t offset, unsigned bytes, std::uint8_t* data, bool debug);
    bool write(std::uint64_t offset, unsigned bytes, const std::uint8_t* data);
    const Slot* slot_of(std::uint64_t offset) const;
    std::uint64_t load(const Slot& slot, bool debug);
    void store(const Slot& slot, std::uint64_t value, std::uint64_t byte_mask);
    void tell_misuse(const Slot& slot, std::uint64_t value, std::uint64_t byte_mask) const;

    std::span<const RegisterSpec> table_;
    std::uint64_t size_bytes_;
    sc_core::sc_time latency_;
    std::vector<std::size_t> first_;
    std::vector<std::uint64_t> values_;
    std::vector<Slot> slots_; ///< one per register element, in the order of values_
    std::vector<std::uint32_t> slot_at_byte_;
    std::vector<ReadCallback> on_read_;
    std::vector<bool> read_is_pure_;
    std::vector<WriteCallback> on_write_;
    MisuseCallback on_misuse_;
};

} // namespace stavp
