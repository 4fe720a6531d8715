#pragma once

#include "workloads/format/checksum.h"
#include "workloads/format/nmw.h"

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace stavp::workloads::test {

/// Changes the structures of a valid file in place.
class Editor {
public:
    explicit Editor(std::vector<std::uint8_t> file) : bytes(std::move(file)) {}

    nmw_header& header() { return at<nmw_header>(0); }
    nmw_section& section(std::uint32_t kind) {
        for (std::uint32_t i = 0; i < header().section_count; ++i)
            if (auto& s = at<nmw_section>(sizeof(nmw_header) + i * sizeof(nmw_section)); s.kind == kind) return s;
        throw std::out_of_range("section");
    }
    nmw_tensor& tensor(std::string_view name) {
        return named<nmw_tensor>(NMW_SECTION_TENSORS, header().tensor_count, name);
    }
    nmw_layer& layer(std::string_view name) { return named<nmw_layer>(NMW_SECTION_LAYERS, header().layer_count, name); }
    nmw_sequence& sequence(std::size_t i) {
        return at<nmw_sequence>(section(NMW_SECTION_SEQUENCES).offset + i * sizeof(nmw_sequence));
    }
    nmw_channel& channel(std::string_view tensor_name, std::size_t i) {
        return at<nmw_channel>(tensor(tensor_name).offset + i * sizeof(nmw_channel));
    }
    std::uint32_t index(std::string_view tensor_name) {
        const auto first = section(NMW_SECTION_TENSORS).offset;
        const auto* const p = reinterpret_cast<const std::uint8_t*>(&tensor(tensor_name));
        return static_cast<std::uint32_t>((static_cast<std::uint64_t>(p - bytes.data()) - first) / sizeof(nmw_tensor));
    }
    void mend() { mend_checksums(bytes); }

    std::vector<std::uint8_t> bytes;

private:
    template <class T> T& at(std::uint64_t offset) { return *reinterpret_cast<T*>(bytes.data() + offset); }
    template <class T> T& named(std::uint32_t kind, std::uint32_t count, std::string_view name) {
        for (std::uint32_t i = 0; i < count; ++i)
            if (auto& entry = at<T>(section(kind).offset + i * sizeof(T)); name == entry.name) return entry;
        throw std::out_of_range("entry");
    }
};

} // namespace stavp::workloads::test
