#include "workloads/format/checksum.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <zlib.h>

namespace stavp::workloads {
namespace {

std::uint32_t extend_crc(std::uint32_t crc, std::span<const std::uint8_t> bytes) {
    return static_cast<std::uint32_t>(::crc32_z(crc, bytes.data(), bytes.size()));
}

std::uint32_t entries_inside(std::span<const std::uint8_t> file) {
    if (file.size() < sizeof(nmw_header)) return 0;
    nmw_header header;
    std::memcpy(&header, file.data(), sizeof header);
    const std::size_t room = (file.size() - sizeof header) / sizeof(nmw_section);
    return static_cast<std::uint32_t>(std::min<std::size_t>(header.section_count, room));
}

} // namespace

std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
    return extend_crc(0, bytes);
}

std::vector<SectionState> section_states(std::span<const std::uint8_t> file) {
    std::vector<SectionState> states(entries_inside(file));
    for (std::size_t i = 0; i < states.size(); ++i) {
        nmw_section section;
        std::memcpy(&section, file.data() + sizeof(nmw_header) + i * sizeof section, sizeof section);
        const bool inside = section.offset <= file.size() && section.bytes <= file.size() - section.offset;
        states[i] = {section, inside, inside ? crc32(file.subspan(section.offset, section.bytes)) : 0};
    }
    return states;
}

std::uint32_t header_checksum(std::span<const std::uint8_t> file, std::uint32_t section_count) {
    nmw_header header;
    std::memcpy(&header, file.data(), sizeof header);
    header.header_crc = 0;
    const std::uint32_t crc = crc32({reinterpret_cast<const std::uint8_t*>(&header), sizeof header});
    return extend_crc(crc, file.subspan(sizeof header, section_count * sizeof(nmw_section)));
}

void mend_checksums(std::span<std::uint8_t> file) {
    const auto states = section_states(file);
    for (std::size_t i = 0; i < states.size(); ++i) {
        const std::size_t entry = sizeof(nmw_header) + i * sizeof(nmw_section);
        if (states[i].inside_file)
            std::memcpy(file.data() + entry + offsetof(nmw_section, crc), &states[i].computed_crc, 4);
    }
    if (file.size() < sizeof(nmw_header)) return;
    const std::uint32_t crc = header_checksum(file, static_cast<std::uint32_t>(states.size()));
    std::memcpy(file.data() + offsetof(nmw_header, header_crc), &crc, 4);
}

} // namespace stavp::workloads
