#pragma once

#include "workloads/model/model_file.h"
#include "workloads/prune/oneshot.h"
#include "workloads/tasks/task.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace stavp::workloads::testing {

/// An empty folder of the running test case, gone with the object.
class Scratch {
public:
    Scratch() {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        std::string name = std::string("stavp_deploy_") + test->test_suite_name() + "_" + test->name();
        std::ranges::replace(name, '/', '_');
        path_ = std::filesystem::path(::testing::TempDir()) / name;
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

inline void write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

inline std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline const char* const synthetic_recipe = "task:\n  name: synthetic-sequences\n  seed: 3\n  training_samples: 40\n"
                                            "  test_samples: 90\nprune:\n  series:\n    - {m: 8}\n";

/// A folder as nmprune idp leaves it, without training: random weights, pruned by magnitude.
inline void make_series(const std::filesystem::path& folder, const std::vector<Pattern>& patterns) {
    TaskSettings settings;
    settings.seed = 3;
    settings.training_samples = 40;
    settings.test_samples = 90;
    const auto task = make_task("synthetic-sequences", settings);
    std::filesystem::create_directories(folder / "oneshot");
    write_text(folder / "recipe.yaml", synthetic_recipe);
    const Model dense = task->initial_model();
    save_model(folder / "dense.safetensors", dense);
    for (const Pattern pattern : patterns) {
        Model model = dense;
        prune_oneshot(model, pattern, {"head"});
        save_model(folder / "oneshot" / (std::to_string(pattern.n) + "of" + std::to_string(pattern.m) + ".safetensors"),
                   model);
    }
}

} // namespace stavp::workloads::testing
