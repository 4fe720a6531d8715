#include "workloads/format/checks.h"
#include "workloads/format/checksum.h"
#include "workloads/format/names.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace stavp::workloads {
namespace {

constexpr std::uint32_t max_sections = 7; // one of each kind

bool in_ddr(std::uint32_t kind) {
    return kind < NMW_SECTION_GOLDEN;
}

SectionExtents::Extent* extent_of(SectionExtents& extents, std::uint32_t kind) {
    switch (kind) {
    case NMW_SECTION_LAYERS:
        return &extents.layers;
    case NMW_SECTION_TENSORS:
        return &extents.tensors;
    case NMW_SECTION_SEQUENCES:
        return &extents.sequences;
    case NMW_SECTION_DATA:
        return &extents.data;
    case NMW_SECTION_GOLDEN:
        return &extents.golden;
    case NMW_SECTION_FLOAT:
        return &extents.float_reference;
    case NMW_SECTION_META:
        return &extents.meta;
    default:
        return nullptr;
    }
}

Problem header_problem(const nmw_header& header, std::span<const std::uint8_t> bytes) {
    if (header.magic != NMW_MAGIC) return "no .nmw file: the magic number is wrong";
    if (header.version < NMW_VERSION_OLDEST || header.version > NMW_VERSION)
        return fmt::format("version {} is not supported, only {} to {}", header.version, NMW_VERSION_OLDEST,
                           NMW_VERSION);
    if (header.file_bytes != bytes.size())
        return fmt::format("states {} bytes, the file has {}", header.file_bytes, bytes.size());
    if (header.section_count == 0 || header.section_count > max_sections)
        return fmt::format("section_count {} is not 1 to {}", header.section_count, max_sections);
    if (sizeof(nmw_header) + header.section_count * sizeof(nmw_section) > bytes.size())
        return "the section table does not fit the file";
    if (const auto crc = header_checksum(bytes, header.section_count); crc != header.header_crc)
        return fmt::format("CRC mismatch: stored {:08x}, computed {:08x}", header.header_crc, crc);
    if (std::ranges::any_of(header.reserved, [](auto word) { return word != 0; })) return "reserved words are not 0";
    if (!is_name(header.name)) return "the name is not 1 to 39 printable characters";
    if (header.ddr_bytes % NMW_ALIGN != 0 || header.ddr_bytes > header.file_bytes)
        return fmt::format("ddr_bytes {} is not a multiple of {} inside the file", header.ddr_bytes, NMW_ALIGN);
    if (header.arena_bytes % NMW_ALIGN != 0 || header.arena_bytes > max_arena_bytes)
        return fmt::format("arena_bytes {} is not a multiple of {} up to 2^34", header.arena_bytes, NMW_ALIGN);
    if (header.seq == 0 || header.seq > max_reduction)
        return fmt::format("seq {} is not 1 to {}", header.seq, max_reduction);
    return {};
}

Problem section_problem(const nmw_section& section, const nmw_header& header, std::uint64_t previous_end,
                        std::span<const std::uint8_t> bytes) {
    if (section.reserved != 0) return "reserved word is not 0";
    if (section.offset % NMW_ALIGN != 0)
        return fmt::format("offset {} is not {}-byte aligned", section.offset, NMW_ALIGN);
    if (section.offset < previous_end)
        return fmt::format("offset {} lies before the end of what precedes it, {}", section.offset, previous_end);
    if (section.offset > header.file_bytes || section.bytes > header.file_bytes - section.offset)
        return fmt::format("{} bytes at {} reach beyond the end of the file", section.bytes, section.offset);
    if (in_ddr(section.kind) ? section.offset + section.bytes > header.ddr_bytes : section.offset < header.ddr_bytes)
        return fmt::format("lies on the wrong side of ddr_bytes {}", header.ddr_bytes);
    if (const auto crc = crc32(bytes.subspan(section.offset, section.bytes)); crc != section.crc)
        return fmt::format("CRC mismatch: stored {:08x}, computed {:08x}", section.crc, crc);
    return {};
}

Problem padding_problem(std::span<const std::uint8_t> bytes, std::uint64_t begin, std::uint64_t end) {
    if (end - begin >= NMW_ALIGN) return fmt::format("{} bytes at {} belong to no section", end - begin, begin);
    const auto padding = bytes.subspan(begin, end - begin);
    if (std::ranges::any_of(padding, [](auto byte) { return byte != 0; }))
        return fmt::format("padding at {} is not 0", begin);
    return {};
}

Problem table_problem(const SectionExtents& extents, const nmw_header& header) {
    const auto wrong = [](const SectionExtents::Extent& extent, std::uint32_t count, std::size_t size) {
        return count == 0 || extent.bytes != count * std::uint64_t{size};
    };
    if (wrong(extents.layers, header.layer_count, sizeof(nmw_layer)))
        return fmt::format("{} layers do not make up the layer section's {} bytes", header.layer_count,
                           extents.layers.bytes);
    if (wrong(extents.tensors, header.tensor_count, sizeof(nmw_tensor)))
        return fmt::format("{} tensors do not make up the tensor section's {} bytes", header.tensor_count,
                           extents.tensors.bytes);
    if (wrong(extents.sequences, header.sequence_count, sizeof(nmw_sequence)))
        return fmt::format("{} sequences do not make up the sequence section's {} bytes", header.sequence_count,
                           extents.sequences.bytes);
    if (std::uint64_t{header.sequence_count} * header.seq > max_dimension)
        return fmt::format("{} sequences of {} rows are more than 2^28 rows", header.sequence_count, header.seq);
    return {};
}

} // namespace

void refuse(std::string_view file, std::string_view place, std::string_view reason) {
    throw FormatError(fmt::format("{}: {}: {}", file, place, reason));
}

SectionExtents check_structure(std::span<const std::uint8_t> bytes, const std::string& file) {
    if (bytes.size() < sizeof(nmw_header))
        refuse(file, "header", fmt::format("the file has {} bytes, a header has {}", bytes.size(), sizeof(nmw_header)));
    nmw_header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    if (const auto problem = header_problem(header, bytes)) refuse(file, "header", *problem);

    SectionExtents extents;
    std::uint32_t seen = 0;
    std::uint64_t end = sizeof(nmw_header) + header.section_count * sizeof(nmw_section);
    for (std::uint32_t i = 0; i < header.section_count; ++i) {
        nmw_section section;
        std::memcpy(&section, bytes.data() + sizeof header + i * sizeof section, sizeof section);
        const std::string place = "section " + section_name(section.kind);
        auto* const extent = extent_of(extents, section.kind);
        if (!extent) refuse(file, place, "unknown kind");
        if (seen & (1u << section.kind)) refuse(file, place, "appears twice");
        seen |= 1u << section.kind;
        if (const auto problem = section_problem(section, header, end, bytes)) refuse(file, place, *problem);
        if (const auto problem = padding_problem(bytes, end, section.offset)) refuse(file, place, *problem);
        *extent = {section.offset, section.bytes};
        end = section.offset + section.bytes;
    }
    if (const auto problem = padding_problem(bytes, end, bytes.size())) refuse(file, "end of file", *problem);
    for (const auto kind : {NMW_SECTION_LAYERS, NMW_SECTION_TENSORS, NMW_SECTION_SEQUENCES, NMW_SECTION_DATA})
        if (!(seen & (1u << kind))) refuse(file, "section " + section_name(kind), "missing");
    if (const auto problem = table_problem(extents, header)) refuse(file, "header", *problem);
    return extents;
}

} // namespace stavp::workloads
