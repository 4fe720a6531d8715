#include "platform/report_page/report_data.h"
#include "platform/report_page/run_data.h"
#include "platform/report_page/sweep_data.h"
#include "platform/run/input_error.h"

namespace stavp {

FolderKind kind_of(const std::filesystem::path& folder) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) throw InputError(folder.string() + ": no such folder");
    if (std::filesystem::exists(folder / "summary.json")) return FolderKind::run;
    if (has_results(folder)) return FolderKind::sweep;
    throw InputError(folder.string() + ": is neither the folder of a run (summary.json) nor of a sweep (results.csv)");
}

nlohmann::ordered_json report_data(const std::filesystem::path& folder, const std::filesystem::path& page_folder) {
    auto json = kind_of(folder) == FolderKind::run ? run_data(folder) : sweep_data(folder);
    const auto absolute = std::filesystem::weakly_canonical(folder);
    json["title"] = absolute.filename().string();
    const auto way = absolute.lexically_relative(std::filesystem::weakly_canonical(page_folder)).generic_string();
    json["folder"] = way == "." ? "" : way + "/";
    return json;
}

} // namespace stavp
