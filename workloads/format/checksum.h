#pragma once

#include "workloads/format/nmw.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stavp::workloads {

/// CRC-32 with zlib's polynomial (IEEE 802.3).
std::uint32_t crc32(std::span<const std::uint8_t> bytes);

/// A section as the table states it, whatever the rest of the file is like.
struct SectionState {
    nmw_section section;
    bool inside_file;
    std::uint32_t computed_crc; ///< 0 when not inside the file
    bool intact() const { return inside_file && computed_crc == section.crc; }
};

/// The sections whose table entries lie inside the file. For diagnosis of damaged files: never throws on bad content.
std::vector<SectionState> section_states(std::span<const std::uint8_t> file);

/// The header's checksum; the file must hold the header and `section_count` table entries.
std::uint32_t header_checksum(std::span<const std::uint8_t> file, std::uint32_t section_count);

/// Recomputes every section's checksum and then the header's, as far as they lie inside the file.
void mend_checksums(std::span<std::uint8_t> file);

} // namespace stavp::workloads
