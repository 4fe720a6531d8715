#include "platform/report/summary_file.h"
#include "platform/run/input_error.h"

#include <fstream>

namespace stavp {

nlohmann::ordered_json read_summary(const std::filesystem::path& folder) {
    const auto file = folder / "summary.json";
    std::ifstream in(file);
    if (!in) throw InputError(file.string() + ": cannot be read; is this the folder of a run?");
    auto json = nlohmann::ordered_json::parse(in, nullptr, false);
    if (json.is_discarded() || !json.is_object() || !json.contains("layers"))
        throw InputError(file.string() + ": is not the summary of a run");
    return json;
}

} // namespace stavp
