#pragma once

#include "models/core/ecc_code.h"
#include "models/core/fidelity.h"
#include "models/ddr/dram_timing.h"

#include <cstdint>
#include <optional>
#include <string>

namespace stavp {

/// When an open row is closed without another row of its bank being wanted. `open`: only by a refresh. `closed`: by
/// auto-precharge with the last column command that the queue has for it. `timeout`: after `row_timeout_clk` unused.
enum class PagePolicy { open, closed, timeout };

/// The order of column commands. `fcfs`: that of arrival. `frfcfs`: whatever can go first, open rows and the older
/// ones before others, within the bound of `starvation_cap`.
enum class DramScheduling { frfcfs, fcfs };

struct DdrConfig {
    std::uint64_t bytes = 512ull << 20; ///< at most capacity_bytes()
    DramTiming timing;                  ///< of each channel
    std::uint32_t channels = 1;
    std::string address_map = "row bank column bankgroup"; ///< see AddressMap
    DramScheduling scheduler = DramScheduling::frfcfs;
    unsigned starvation_cap = 16; ///< younger column commands that may overtake a request; frfcfs only
    unsigned queue_depth = 32;    ///< bursts that wait in each channel
    PagePolicy page_policy = PagePolicy::open;
    unsigned row_timeout_clk = 200; ///< memory clocks since the last use of a row; timeout only
    unsigned refresh_postpone = 0;  ///< refreshes that may be put off while requests wait
    Fidelity fidelity = Fidelity::at;
    unsigned frontend_latency_ns = 20; ///< controller and PHY, both ways together; *assumption*
    /// Holds every command against the rules of JEDEC a second time: DramController::violations(). Costs about 5 % of a
    /// controller's host time.
    bool check_commands = true;
    EccCode ecc = EccCode::none;

    std::uint64_t capacity_bytes() const { return channels * timing.capacity_bytes(); }
};

/// JEDEC permits eight; the last is kept back, so that the ninth interval never runs out while banks are closed.
inline constexpr unsigned kMaxPostponedRefreshes = 7;

/// What is wrong with a configuration, naming the key, or nothing.
std::optional<std::string> find_error(const DdrConfig& config);

} // namespace stavp
