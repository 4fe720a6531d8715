#include "platform/run/engine_reports.h"
#include "platform/run/action_counts.h"

#include <array>
#include <utility>

namespace stavp {

namespace {

EngineShare share_of(std::string name, const StallAccount& account) {
    // The causes first: a wait that goes on is cut at this moment.
    auto waits = account.wait_causes();
    return {std::move(name), account.clock().cycles_at(sc_core::sc_time_stamp()), account.snapshot(), waits};
}

} // namespace

std::vector<EngineShare> engine_shares(const Soc& soc) {
    std::vector<EngineShare> shares;
    for (unsigned channel = 0; channel < soc.dma.channels(); ++channel)
        shares.push_back(share_of("dma" + std::to_string(channel), soc.dma.account(channel)));
    shares.push_back(share_of("sta", soc.sta.account()));
    shares.push_back(share_of("softmax", soc.softmax.account()));
    shares.push_back(share_of("vector", soc.vector.account()));
    return shares;
}

std::vector<EngineReport> engine_reports(const Soc& soc) {
    std::vector<EngineReport> reports;
    reports.push_back({"cpu", host_counters(soc), {}});
    for (auto& share : engine_shares(soc))
        reports.push_back({share.name, {}, std::move(share)});
    const auto channels = soc.dma.channels();
    for (unsigned channel = 0; channel < channels; ++channel)
        reports.at(1 + channel).counters = {{"bytes", soc.dma.bytes_moved(channel)}};
    reports.at(1 + channels).counters = {{"macs", soc.sta.macs()}};
    reports.at(2 + channels).counters = {{"elements", soc.softmax.elements()}};
    reports.at(3 + channels).counters = {{"elements", soc.vector.elements()}};
    return reports;
}

std::vector<EccCounts> ecc_counts(const Soc& soc, const config::PlatformConfig& config) {
    constexpr std::array kNames = {"ddr", "weight_buffer", "input_buffer", "intermediate_buffer", "output_buffer"};
    static_assert(kNames.size() == kEccMemories);
    std::vector<EccCounts> counts;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        const auto memory = static_cast<EccMemory>(i);
        const auto code = memory == EccMemory::ddr ? config.ddr.ecc : config.buffer_ecc;
        if (code != EccCode::none)
            counts.push_back({kNames[i], soc.ecc.corrected(memory), soc.ecc.uncorrectable(memory)});
    }
    return counts;
}

} // namespace stavp
