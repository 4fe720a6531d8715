#pragma once

#include "models/core/dmi_gaps.h"
#include "models/core/ecc_store.h"
#include "models/core/transaction_timeline.h"
#include "models/ddr/ddr_config.h"
#include "models/ddr/dram_controller.h"
#include "models/ddr/sparse_memory.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
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

/// DRAM and its controller: lazily committed storage behind one port.
///
/// Timing rule, `at`: a transaction arrives at the first memory clock at or after the call (and its annotated delay),
/// is split into bursts of burst_length * channel_width bits, and DramController schedules them; part of a burst costs
/// as much as all of it. A transaction that finds the controller's entrance taken is accepted (END_REQ) when there is
/// room. It ends frontend_latency_ns after its last data beat. Bytes move when a transaction is accepted, so that all
/// see the order of acceptance. b_transport in an SC_THREAD waits through the same; where the caller cannot wait it is
/// timed as in `lt`.
/// Timing rule, `lt`: frontend_latency_ns + (tRCD + CL + ceil(bytes / bytes per clock)) memory clocks.
/// Outside the memory, or without bytes: TLM_ADDRESS_ERROR_RESPONSE at once. Contents start as zeros.
/// What ECC cannot correct: TLM_GENERIC_ERROR_RESPONSE in its time, and no byte moves. ECC takes no time
/// (*assumption*).
class Ddr : public sc_core::sc_module {
public:
    using WatchCallback = std::function<void(std::uint64_t value)>;

    /// Throws std::invalid_argument with the text of find_error(config).
    Ddr(sc_core::sc_module_name name, const DdrConfig& config);

    tlm_utils::simple_target_socket<Ddr> socket;

    /// From now on every transaction that writes any of the 8 bytes at `offset` (8-byte aligned) calls back with what
    /// they hold afterwards, and the 4 KiB page around them is left out of DMI. Debug writes do not call back.
    void watch(std::uint64_t offset, WatchCallback callback);

    /// At fidelity `at`. See DramController; catch_up() up to now.
    void observe(DramListener& listener) { controller_.observe(listener); }
    void catch_up() {
        if (config_.fidelity == Fidelity::at) controller_.catch_up(clock_at_or_before_now());
    }

    EccStore& ecc() { return ecc_; }
    /// For fault injection: of transactions that arrive in [from, to) the time from arrival to the last data beat
    /// becomes `factor` times as long; the memory itself works as before. `affects` is called at each.
    void slow_down(const sc_core::sc_time& from, const sc_core::sc_time& to, unsigned factor,
                   std::function<void()> affects);

    DdrStatistics statistics() const;
    /// The first command that broke a rule of JEDEC, in words; "" if none did.
    std::string contradiction() const;
    const DdrConfig& config() const { return config_; }

private:
    struct Watch {
        std::uint64_t offset;
        WatchCallback callback;
    };

    struct Slow {
        sc_core::sc_time from;
        sc_core::sc_time to;
        unsigned factor;
        std::function<void()> affects;
    };

    /// A transaction that the controller has.
    struct InFlight {
        tlm::tlm_generic_payload* payload = nullptr;
        std::uint64_t arrival_clk = 0;
        sc_core::sc_event* resumes = nullptr; ///< of a thread in b_transport
        sc_core::sc_time end;
    };

    void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
    tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                       sc_core::sc_time& delay);
    unsigned transport_dbg(tlm::tlm_generic_payload& payload);
    bool get_direct_mem_ptr(tlm::tlm_generic_payload& payload, tlm::tlm_dmi& region);

    bool refused(tlm::tlm_generic_payload& payload) const;
    void move_bytes(tlm::tlm_generic_payload& payload);
    /// What is to be added to a transaction that took `duration` from its arrival.
    sc_core::sc_time slow_by(const sc_core::sc_time& arrival, const sc_core::sc_time& duration);
    sc_core::sc_time untimed_delay(const tlm::tlm_generic_payload& payload);
    void wait_for_end(tlm::tlm_generic_payload& payload);
    std::uint64_t offer(tlm::tlm_generic_payload& payload, const sc_core::sc_time& delay);
    void serve();
    void advance();
    void completed(const DramCompletion& completion);
    void respond(tlm::tlm_generic_payload& payload, const sc_core::sc_time& end);
    void note_delays(TransactionTimeline& timeline, const InFlight& transaction,
                     const DramCompletion& completion) const;
    std::uint64_t clock_at_or_before_now() const;
    void call_watches(std::uint64_t offset, std::uint64_t bytes);

    DdrConfig config_;
    DramController controller_;
    SparseMemory memory_;
    EccStore ecc_;
    std::vector<Slow> slow_;
    std::vector<Watch> watches_;
    DmiGaps watched_;
    DdrStatistics statistics_;
    std::vector<InFlight> in_flight_; ///< by the controller's ids
    std::vector<std::uint64_t> free_ids_;
    tlm::tlm_generic_payload* unaccepted_ = nullptr; ///< BEGIN_REQ received, END_REQ not sent
    sc_core::sc_time unaccepted_from_;               ///< its annotated arrival
    struct Response {
        tlm::tlm_generic_payload* payload;
        sc_core::sc_time end;
    };
    bool awaits_end_resp_ = false;
    std::deque<Response> responses_; ///< behind the one whose END_RESP is awaited
    sc_core::sc_event wake_;
    sc_core::sc_event room_; ///< for threads: the entrance may be free
};

} // namespace stavp
