#pragma once

#include "workloads/float/forward.h"
#include "workloads/tasks/task.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>
#include <zlib.h>

namespace stavp::workloads::testing {

/// A fresh folder of this test's own.
inline std::filesystem::path fresh_folder(const std::string& name) {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    const auto folder = std::filesystem::path(::testing::TempDir()) /
                        (std::string("tasks_") + test->test_suite_name() + "_" + test->name()) / name;
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return folder;
}

inline void write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

inline void write_gz(const std::filesystem::path& file, const std::vector<std::uint8_t>& bytes) {
    const gzFile out = gzopen(file.c_str(), "wb");
    ASSERT_EQ(gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size())), static_cast<int>(bytes.size()));
    ASSERT_EQ(gzclose(out), Z_OK);
}

/// The exception's message; checks that it is one line.
template <class Exception, class Call> std::string complaint(Call call) {
    try {
        call();
    } catch (const Exception& error) {
        EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
        return error.what();
    }
    return "(none)";
}

/// An IDX file of bytes.
inline std::vector<std::uint8_t> idx(const std::vector<std::uint32_t>& extents, const std::vector<std::uint8_t>& data) {
    std::vector<std::uint8_t> bytes{0, 0, 8, static_cast<std::uint8_t>(extents.size())};
    for (const std::uint32_t extent : extents)
        for (const int shift : {24, 16, 8, 0})
            bytes.push_back(static_cast<std::uint8_t>(extent >> shift));
    bytes.insert(bytes.end(), data.begin(), data.end());
    return bytes;
}

/// expected.json: made by expected.py, which computes everything a second time.
inline nlohmann::json expected(const std::string& key) {
    return nlohmann::json::parse(std::ifstream(STAVP_EXPECTED)).at(key);
}

inline TaskSettings settings_of(std::uint64_t seed, std::vector<std::pair<std::string, std::string>> options = {}) {
    TaskSettings settings;
    settings.seed = seed;
    settings.options = std::move(options);
    return settings;
}

inline std::vector<std::string> node_names(const Model& model) {
    std::vector<std::string> names;
    for (const Node& node : model.nodes)
        names.push_back(node.name);
    return names;
}

} // namespace stavp::workloads::testing
