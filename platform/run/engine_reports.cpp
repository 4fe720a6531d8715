#include "platform/run/engine_reports.h"

namespace stavp {

std::vector<EngineReport> engine_reports(const Soc& soc) {
    std::vector<EngineReport> reports;
    reports.push_back(
        {"cpu",
         {{"instructions", soc.cpu.instructions()}, {"cycles", soc.cpu.cycles()}, {"wfi_cycles", soc.cpu.wfi_cycles()}},
         {}});
    for (unsigned channel = 0; channel < soc.dma.channels(); ++channel)
        reports.push_back({"dma" + std::to_string(channel),
                           {{"bytes", soc.dma.bytes_moved(channel)}},
                           soc.dma.account(channel).snapshot()});
    reports.push_back({"sta", {{"macs", soc.sta.macs()}}, soc.sta.account().snapshot()});
    reports.push_back({"softmax", {}, soc.softmax.account().snapshot()});
    reports.push_back({"vector", {}, soc.vector.account().snapshot()});
    return reports;
}

} // namespace stavp
