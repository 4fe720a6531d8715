#include "workloads/series/accuracy.h"

#include "workloads/format/image.h"
#include "workloads/series/store_names.h"
#include "workloads/series/yaml_diff.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <numeric>
#include <sstream>

namespace stavp::workloads::series {

namespace {

std::string read_recipe_text(const std::filesystem::path& folder) {
    const auto file = folder / recipe_name;
    std::ifstream in(file, std::ios::binary);
    if (!in) throw FormatError(file.string() + ": cannot be read; is this the folder of a series?");
    std::ostringstream content;
    content << in.rdbuf();
    return content.str();
}

void add(Accuracy& all, const Result& result) {
    auto spread = std::ranges::find_if(all.models, [&](const Spread& s) { return s.job.id == result.job.id; });
    if (spread == all.models.end()) {
        all.models.push_back({result.job, {}, {}});
        spread = all.models.end() - 1;
    }
    spread->accuracy.push_back(result.score.accuracy);
    spread->loss.push_back(result.score.loss);
}

} // namespace

double mean(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double standard_deviation(std::span<const double> values) {
    if (values.size() < 2) return 0;
    const double centre = mean(values);
    double sum = 0;
    for (const double value : values)
        sum += (value - centre) * (value - centre);
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

Accuracy collect_accuracy(const std::vector<std::filesystem::path>& folders) {
    Accuracy all;
    std::string first;
    for (const auto& folder : folders) {
        const std::string text = read_recipe_text(folder);
        const auto seed = parse_recipe(text, (folder / recipe_name).string()).seed;
        if (first.empty()) first = text;
        const auto differences = yaml_differences(first, text, {"seed", "task.seed"});
        if (!differences.empty())
            throw FormatError(fmt::format("{}: another recipe than {}: {}", folder.string(), folders[0].string(),
                                          describe(differences)));
        if (const auto same = std::ranges::find(all.seeds, seed); same != all.seeds.end())
            throw FormatError(fmt::format("{}: the same seed {} as {}", folder.string(), seed,
                                          folders[static_cast<std::size_t>(same - all.seeds.begin())].string()));
        all.seeds.push_back(seed);
        for (const Result& result : read_results(folder / rows_name))
            add(all, result);
    }
    return all;
}

} // namespace stavp::workloads::series
