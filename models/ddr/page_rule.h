#pragma once

#include "models/ddr/bank_timing.h"
#include "models/ddr/burst_queue.h"
#include "models/ddr/ddr_config.h"

#include <algorithm>
#include <cstdint>

namespace stavp {

/// The page policy: when a row closes that no other row of its bank drives out.
class PageRule {
public:
    explicit PageRule(const DdrConfig& config) : policy_(config.page_policy), timeout_clk_(config.row_timeout_clk) {}

    /// The column command just taken from the queue closes its row.
    bool closes_after(const Burst& burst, const BurstQueue& left) const {
        return policy_ == PagePolicy::closed && !left.wants(burst.at.bank, burst.at.row);
    }
    bool has_timeout() const { return policy_ == PagePolicy::timeout; }
    std::uint64_t timeout_clk(const BankTiming& banks, std::uint32_t bank) const {
        return std::max(banks.earliest_precharge(bank), banks.last_use(bank) + timeout_clk_);
    }

private:
    PagePolicy policy_;
    std::uint64_t timeout_clk_;
};

} // namespace stavp
