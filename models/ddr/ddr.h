#pragma once

#include "models/ddr/call_time_controller.h"
#include "models/ddr/ddr_config.h"
#include "models/ddr/sparse_memory.h"

#include <cstdint>
#include <functional>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_target_socket.h>
#include <vector>

namespace stavp {

struct DdrStatistics {
    std::uint64_t reads = 0;  ///< transactions
    std::uint64_t writes = 0; ///< transactions
    std::uint64_t read_bytes = 0;
    std::uint64_t write_bytes = 0;
    std::uint64_t row_hits = 0; ///< per burst, as the next two; `lt` has no rows and leaves them 0
    std::uint64_t row_misses = 0;
    std::uint64_t row_conflicts = 0;
    std::uint64_t refreshes = 0;
    std::uint64_t busy_clocks = 0; ///< memory clocks with data on the bus

    std::uint64_t bytes() const { return read_bytes + write_bytes; }
    std::uint64_t activates() const { return row_misses + row_conflicts; }
};

/// DRAM and its controller: lazily committed storage behind one channel.
///
/// Timing rule, `at`: a transaction arrives at now + annotated delay, rounded up to the next memory clock, is split
/// into bursts of burst_length * channel_width bits, and CallTimeController schedules them in the order of the calls;
/// the delay returned ends frontend_latency_ns after the last data beat. Part of a burst costs as much as all of it.
/// Timing rule, `lt`: frontend_latency_ns + (tRCD + CL + ceil(bytes / bytes per clock)) memory clocks.
/// Outside the memory, or without bytes: TLM_ADDRESS_ERROR_RESPONSE. Never waits. Contents start as zeros.
class Ddr : public sc_core::sc_module {
public:
    using WatchCallback = std::function<void(std::uint64_t value)>;
    static constexpr std::uint64_t kWatchPageBytes = 4096;

    /// Throws std::invalid_argument with the text of find_error(config).
    Ddr(sc_core::sc_module_name name, const DdrConfig& config);

    tlm_utils::simple_target_socket<Ddr> socket;

    /// From now on every transaction that writes any of the 8 bytes at `offset` (8-byte aligned) calls back with what
    /// they hold afterwards, and the 4 KiB page around them is left out of DMI. Debug writes do not call back.
    void watch(std::uint64_t offset, WatchCallback callback);

    DdrStatistics statistics() const;
    const DdrConfig& config() const { return config_; }

private:
    struct Watch {
        std::uint64_t offset;
        WatchCallback callback;
    };

    void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
    unsigned transport_dbg(tlm::tlm_generic_payload& payload);
    bool get_direct_mem_ptr(tlm::tlm_generic_payload& payload, tlm::tlm_dmi& region);
    sc_core::sc_time delay_of(const tlm::tlm_generic_payload& payload, const sc_core::sc_time& delay);
    void call_watches(std::uint64_t offset, std::uint64_t bytes);

    DdrConfig config_;
    CallTimeController controller_;
    SparseMemory memory_;
    std::vector<Watch> watches_;
    DdrStatistics statistics_;
};

} // namespace stavp
