#include "workloads/series/store_names.h"

namespace stavp::workloads::series {

const std::vector<std::string>& candidate_folders() {
    static const std::vector<std::string> names{"idp",           "oneshot",          "fixed-series", "fixed-candidate",
                                                "sr-ste-series", "sr-ste-candidate", "dense-plus"};
    return names;
}

void remove_series(const std::filesystem::path& folder) {
    // The recipe goes last: until then the folder is known for a series.
    for (const char* name : {rows_name, summary_name, sensitivity_name, host_name, "dense.safetensors"})
        std::filesystem::remove(folder / name);
    for (const std::string& name : candidate_folders()) {
        std::error_code error;
        if (!std::filesystem::is_directory(folder / name, error)) continue;
        std::vector<std::filesystem::path> models;
        for (const auto& entry : std::filesystem::directory_iterator(folder / name))
            if (entry.path().extension() == ".safetensors") models.push_back(entry.path());
        for (const auto& model : models)
            std::filesystem::remove(model);
        std::filesystem::remove(folder / name, error);
    }
    std::filesystem::remove(folder / recipe_name);
}

} // namespace stavp::workloads::series
