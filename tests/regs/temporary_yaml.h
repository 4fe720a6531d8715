#pragma once

#include "models/core/regs/register_map.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>

namespace stavp::test {

/// A folder for one test's YAML files.
class TemporaryYaml {
public:
    TemporaryYaml() {
        const auto* info = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::path(testing::TempDir()) / (std::string("stavp_regs_") + info->name());
        std::filesystem::create_directories(folder_);
    }
    TemporaryYaml(const TemporaryYaml&) = delete;
    TemporaryYaml& operator=(const TemporaryYaml&) = delete;
    ~TemporaryYaml() { std::filesystem::remove_all(folder_); }

    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
        return folder_ / name;
    }
    std::filesystem::path path(const std::string& name) const { return folder_ / name; }

private:
    std::filesystem::path folder_;
};

/// The message of the refusal with the folder cut off; "accepted" if there was none.
inline std::string refusal(const std::filesystem::path& file) {
    try {
        regs::load_register_map(file);
    } catch (const std::exception& error) {
        const std::string message = error.what();
        const auto folder = file.parent_path().string() + "/";
        return message.rfind(folder, 0) == 0 ? message.substr(folder.size()) : message;
    }
    return "accepted";
}

} // namespace stavp::test
