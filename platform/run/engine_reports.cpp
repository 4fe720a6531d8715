#include "platform/run/engine_reports.h"
#include "platform/run/action_counts.h"

namespace stavp {

std::vector<EngineReport> engine_reports(const Soc& soc) {
    std::vector<EngineReport> reports;
    reports.push_back({"cpu", host_counters(soc), {}});
    for (unsigned channel = 0; channel < soc.dma.channels(); ++channel)
        reports.push_back({"dma" + std::to_string(channel),
                           {{"bytes", soc.dma.bytes_moved(channel)}},
                           soc.dma.account(channel).snapshot()});
    reports.push_back({"sta", {{"macs", soc.sta.macs()}}, soc.sta.account().snapshot()});
    reports.push_back({"softmax", {{"elements", soc.softmax.elements()}}, soc.softmax.account().snapshot()});
    reports.push_back({"vector", {{"elements", soc.vector.elements()}}, soc.vector.account().snapshot()});
    return reports;
}

} // namespace stavp
