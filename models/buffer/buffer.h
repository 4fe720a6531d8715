#pragma once

#include "models/buffer/buffer_config.h"
#include "models/core/clock.h"
#include "models/core/port_calendar.h"

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
    std::uint64_t wait_cycles = 0;
};

/// An on-chip scratchpad. *Assumption*: dual ported, one port for the bus and one for the engines, so that the two
/// sides never wait for each other; ordering between them is the business of the sync counters.
///
/// Timing rule, `at`: a transaction of n bytes that arrives at t (now + annotated delay, rounded up to the next clock
/// edge) occupies the bus-side port, reads and writes alike, for ceil(n / bytes_per_cycle) cycles from the first time
/// it is free, and ends `latency_cycles` later. `lt`: the same without reservation and rounding.
/// Outside the buffer, or without bytes: TLM_ADDRESS_ERROR_RESPONSE. Never waits. Contents start as zeros.
class Buffer : public sc_core::sc_module {
public:
    /// Throws std::invalid_argument when size or width is zero.
    Buffer(sc_core::sc_module_name name, const BufferConfig& config, Clock clock);

    tlm_utils::simple_target_socket<Buffer> socket;

    const BufferStatistics& statistics() const { return statistics_; }

private:
    void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
    unsigned transport_dbg(tlm::tlm_generic_payload& payload);
    bool get_direct_mem_ptr(tlm::tlm_generic_payload& payload, tlm::tlm_dmi& region);
    sc_core::sc_time occupy(std::uint64_t bytes, const sc_core::sc_time& delay);

    BufferConfig config_;
    Clock clock_;
    std::vector<std::uint8_t> storage_;
    PortCalendar port_;
    BufferStatistics statistics_;
};

} // namespace stavp
