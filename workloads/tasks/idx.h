#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace stavp::workloads {

/// Pixels of `count` images of rows x columns, each row-major.
struct IdxImages {
    std::uint32_t count = 0;
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    std::vector<std::uint8_t> pixels;
};

/// Files of unsigned bytes in the IDX format (the MNIST database's: magic number 0x0000080D with D dimensions, each
/// dimension as a big-endian u32, then the bytes), gzipped or plain. `origin` goes into messages in brackets, to say
/// where the file comes from. Throw FormatError (one line) that begins with the file's name: not there, not readable,
/// damaged, wrong magic number, no elements, truncated, longer than its header says.
IdxImages read_idx_images(const std::filesystem::path& file, const std::string& origin);
/// Also throws for a label of `classes` or more.
std::vector<std::uint8_t> read_idx_labels(const std::filesystem::path& file, std::uint32_t classes,
                                          const std::string& origin);

} // namespace stavp::workloads
