#pragma once

#include "models/core/fidelity.h"
#include "models/ddr/dram_timing.h"

#include <cstdint>
#include <optional>
#include <string>

namespace stavp {

/// `open`: a row stays open until another row of its bank is needed or a refresh is due. `closed`: a row is closed,
/// by auto-precharge, after the last burst of a transaction that falls into it.
enum class PagePolicy { open, closed };

struct DdrConfig {
    std::uint64_t bytes = 512ull << 20; ///< at most timing.capacity_bytes()
    DramTiming timing;
    std::string address_map = "row bank column bankgroup"; ///< see AddressMap
    PagePolicy page_policy = PagePolicy::open;
    Fidelity fidelity = Fidelity::at;
    unsigned frontend_latency_ns = 20; ///< controller and PHY, both ways together; *assumption*
};

/// What is wrong with a configuration, naming the key, or nothing.
std::optional<std::string> find_error(const DdrConfig& config);

} // namespace stavp
