#include "platform/report/run_files.h"
#include "platform/profile/profile_text.h"

#include <sys/resource.h>

namespace stavp {

HostCost cost_since(std::chrono::steady_clock::time_point start) {
    constexpr std::uint64_t kRssUnit = 1024; // Linux counts ru_maxrss in KiB
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
            static_cast<std::uint64_t>(usage.ru_maxrss) * kRssUnit};
}

void write_run(RunFolder& folder, const std::string& config, const RunResult& result, const HostCost& cost,
               const RunFiles& files) {
    folder.write("config.yaml", config);
    folder.write("summary.json", summary_json(result));
    folder.write("host.json", host_json(result, cost, files));
    if (const auto& output = result.output) folder.write("outputs.bin", {output->bytes.begin(), output->bytes.end()});
    if (const auto& profile = result.profile) {
        folder.write("profile.folded", profile_folded(*profile));
        folder.write("profile.json", profile_json(*profile));
    }
    folder.commit();
}

} // namespace stavp
