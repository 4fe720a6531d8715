#pragma once

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>

namespace stavp::testing {

/// A path of this test's own: other tests may run at the same time and use the same `name`.
inline std::filesystem::path scratch_path(const std::string& name) {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    std::string folder = std::string("stavp_") + test->test_suite_name() + "." + test->name();
    std::replace(folder.begin(), folder.end(), '/', '_');
    const auto path = std::filesystem::path(::testing::TempDir()) / folder;
    std::filesystem::create_directories(path);
    return path / name;
}

} // namespace stavp::testing
