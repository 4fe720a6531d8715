#pragma once

#include "tests/support/scratch_path.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace stavp::workloads::testing {

/// The bytes of a .npy file, put together by hand from the description of the format.
inline std::string npy_bytes(const std::string& header, const std::string& data, char major = 1) {
    std::string file("\x93NUMPY", 6);
    file += major;
    file += '\0';
    const std::string text = header + "\n";
    for (int i = 0; i < (major == 1 ? 2 : 4); ++i)
        file += static_cast<char>(text.size() >> (8 * i) & 0xff);
    return file + text + data;
}

template <class T> std::string data_of(const std::vector<T>& values) {
    std::string bytes(values.size() * sizeof(T), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

inline std::filesystem::path put(const std::string& name, const std::string& bytes) {
    const auto file = stavp::testing::scratch_path(name);
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
}

} // namespace stavp::workloads::testing
