#pragma once

#include "workloads/format/image.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace stavp {

/// What a file held when it was read.
struct FileIdentity {
    std::string name; ///< without its folder
    std::uint64_t bytes = 0;
    std::string sha256;
};

struct WorkloadIdentity {
    FileIdentity file;
    std::string input_sha256; ///< of the input tensor's bytes: pruning changes the file and not these
    std::string name{};       ///< in its header
    std::uint32_t layers = 0;
    std::uint32_t sequences = 0; ///< batch
    std::uint32_t seq = 0;       ///< rows of each, padding included
};

FileIdentity identify(const std::filesystem::path& file, std::span<const std::uint8_t> content);
WorkloadIdentity identify(const std::filesystem::path& file, const workloads::Image& image);

} // namespace stavp
