#include "platform/sweep/slurm_arrays.h"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace stavp::sweep {

namespace {

constexpr std::uint64_t kUsualTasks = 64;
constexpr std::uint64_t kUsualChunk = 100;

std::uint64_t ceil_divide(std::uint64_t a, std::uint64_t b) {
    return (a + b - 1) / b;
}

void read_number(const std::string& line, std::string_view key, std::uint64_t& value) {
    if (!line.starts_with(key)) return;
    const auto begin = line.find_first_not_of(" =", key.size());
    if (begin == std::string::npos || line.find('=', key.size()) > begin) return;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(line.data() + begin, line.data() + line.size(), number);
    if (error == std::errc()) value = std::max<std::uint64_t>(1, number);
}

} // namespace

SlurmLimits parse_limits(const std::string& show_config) {
    SlurmLimits limits;
    std::istringstream lines(show_config);
    for (std::string line; std::getline(lines, line);) {
        read_number(line, "MaxArraySize", limits.max_array_size);
        read_number(line, "MaxJobCount", limits.max_job_count);
    }
    return limits;
}

std::uint64_t default_chunk(std::size_t points) {
    return std::clamp<std::uint64_t>(ceil_divide(points, kUsualTasks), 1, kUsualChunk);
}

std::uint64_t retry_chunk(std::size_t points, std::uint64_t chunk, const SlurmLimits& limits) {
    return std::clamp<std::uint64_t>(ceil_divide(points, tasks_per_array(limits)), 1, chunk);
}

std::uint64_t tasks_per_array(const SlurmLimits& limits) {
    return std::clamp<std::uint64_t>(limits.max_job_count / 2, 1, limits.max_array_size);
}

std::vector<SlurmArray> divide(const std::vector<std::string>& points, std::uint64_t chunk, const SlurmLimits& limits) {
    std::vector<SlurmArray> arrays;
    for (std::size_t first = 0; first < points.size(); first += chunk) {
        if (arrays.empty() || arrays.back().size() == tasks_per_array(limits)) arrays.emplace_back();
        const auto end = std::min<std::size_t>(points.size(), first + chunk);
        arrays.back().emplace_back(points.begin() + static_cast<std::ptrdiff_t>(first),
                                   points.begin() + static_cast<std::ptrdiff_t>(end));
    }
    return arrays;
}

} // namespace stavp::sweep
