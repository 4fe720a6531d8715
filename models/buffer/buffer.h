#pragma once

#include "models/buffer/bank_ports.h"
#include "models/buffer/buffer_config.h"
#include "models/buffer/buffer_listener.h"
#include "models/core/clock.h"
#include "models/core/ecc_store.h"

#include <cstdint>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_target_socket.h>
#include <vector>

namespace stavp {

/// Bus-side traffic of a buffer; engines read through DMI and account for their own port.
struct BufferStatistics {
    std::uint64_t reads = 0;
    std::uint64_t writes = 0;
    std::uint64_t bytes = 0;
    std::uint64_t busy_cycles = 0;
    std::uint64_t wait_cycles = 0;     ///< for banks
    std::uint64_t excluded_cycles = 0; ///< for the end of engines' commands, without ping-pong
};

/// An on-chip scratchpad of `banks` banks.
///
/// Timing rule, `at`: a transaction of n bytes that arrives at t (now + annotated delay, rounded up to the next clock
/// edge) has ceil(n / bytes_per_cycle) words in neighbouring banks, from that of its address on; see BankPorts. It ends
/// `latency_cycles` after its last word. `lt`: the same without reservation and rounding.
/// With ping_pong (*assumption*: two memories, one for each side) bus and engines never wait for each other. Without it
/// there is one memory: while a command of an engine that has an operand here is executed, the bus side is shut, and
/// transactions are accepted after it; the engine never waits. For that the bus side needs the base protocol.
/// Outside the buffer, or without bytes: TLM_ADDRESS_ERROR_RESPONSE. b_transport never waits and knows of no engine.
/// What ECC cannot correct: TLM_GENERIC_ERROR_RESPONSE in its time, and no byte moves. ECC takes no time
/// (*assumption*). Contents start as zeros.
class Buffer : public sc_core::sc_module {
public:
    /// Throws std::invalid_argument when size, width or banks are zero.
    Buffer(sc_core::sc_module_name name, const BufferConfig& config, Clock clock);

    tlm_utils::simple_target_socket<Buffer> socket;

    EccStore& ecc() { return ecc_; }
    const BufferStatistics& statistics() const { return statistics_; }
    /// A command of an engine with an operand here begins or ends, now.
    void engine_begins() { ++engines_; }
    void engine_ends();
    /// The same for listeners alone, whether or not it shuts the bus out.
    void tell_engine(bool begins);
    /// Before the simulation; the listener outlives the buffer's use.
    void observe(BufferListener& listener) { listeners_.push_back(&listener); }

private:
    void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
    tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                       sc_core::sc_time& delay);
    unsigned transport_dbg(tlm::tlm_generic_payload& payload);
    bool get_direct_mem_ptr(tlm::tlm_generic_payload& payload, tlm::tlm_dmi& region);
    sc_core::sc_time occupy(tlm::tlm_generic_payload& payload, const sc_core::sc_time& delay);
    void admit();

    BufferConfig config_;
    Clock clock_;
    std::vector<std::uint8_t> storage_;
    EccStore ecc_;
    BankPorts ports_;
    BufferStatistics statistics_;
    unsigned engines_ = 0;                         ///< commands in execution
    tlm::tlm_generic_payload* excluded_ = nullptr; ///< BEGIN_REQ received, END_REQ not sent
    sc_core::sc_time excluded_since_;
    sc_core::sc_event open_;
    std::vector<BufferListener*> listeners_;
    unsigned commands_ = 0; ///< of engines, for listeners
};

} // namespace stavp
