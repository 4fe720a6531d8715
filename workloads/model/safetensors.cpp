#include "workloads/model/safetensors.h"

#include "workloads/format/image.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>

namespace stavp::workloads {

namespace {

static_assert(std::endian::native == std::endian::little, "tensor bytes are copied as they are");

constexpr std::uint64_t max_header_bytes = 100'000'000; // the limit of the format's own reader

std::size_t dtype_bytes(const std::string& dtype) {
    static const std::map<std::string, std::size_t> sizes{
        {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"F8_E5M2", 1}, {"I16", 2}, {"U16", 2}, {"F16", 2},    {"BF16", 2},
        {"I32", 4},  {"U32", 4}, {"F32", 4}, {"F64", 8},     {"I64", 8}, {"U64", 8}, {"F8_E4M3", 1}};
    const auto found = sizes.find(dtype);
    return found == sizes.end() ? 0 : found->second;
}

std::vector<std::uint8_t> read_all(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (!in || error) throw FormatError(file.string() + ": cannot be read");
    std::vector<std::uint8_t> bytes(size);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (static_cast<std::uintmax_t>(in.gcount()) != size) throw FormatError(file.string() + ": cannot be read");
    return bytes;
}

struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::string name;
};

RawTensor parse_tensor(const nlohmann::json& entry, const std::string& where, Range& range) {
    RawTensor tensor;
    try {
        if (entry.size() != 3) throw FormatError(where + ": expected dtype, shape and data_offsets");
        tensor.dtype = entry.at("dtype").get<std::string>();
        for (const auto& extent : entry.at("shape")) {
            if (!extent.is_number_unsigned()) throw FormatError(where + ": bad shape");
            tensor.shape.push_back(extent.get<std::size_t>());
        }
        const auto& offsets = entry.at("data_offsets");
        if (offsets.size() != 2 || !offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned())
            throw FormatError(where + ": bad data_offsets");
        range.begin = offsets[0].get<std::uint64_t>();
        range.end = offsets[1].get<std::uint64_t>();
    } catch (const nlohmann::json::exception&) {
        throw FormatError(where + ": expected dtype, shape and data_offsets");
    }
    std::uint64_t bytes = dtype_bytes(tensor.dtype);
    if (bytes == 0) throw FormatError(where + ": unknown dtype \"" + tensor.dtype + "\"");
    for (const std::size_t extent : tensor.shape)
        if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(extent), &bytes))
            throw FormatError(where + ": shape overflows");
    if (range.begin > range.end || range.end - range.begin != bytes)
        throw FormatError(where + ": data_offsets do not fit the shape");
    return tensor;
}

} // namespace

SafeTensors read_safetensors(const std::filesystem::path& file) {
    const std::vector<std::uint8_t> bytes = read_all(file);
    const std::string name = file.string();
    std::uint64_t header_bytes = 0;
    if (bytes.size() < 8) throw FormatError(name + ": no safetensors file: shorter than its length field");
    std::memcpy(&header_bytes, bytes.data(), 8);
    if (header_bytes > max_header_bytes || header_bytes > bytes.size() - 8)
        throw FormatError(name + ": no safetensors file: header length out of range");
    const auto* text = reinterpret_cast<const char*>(bytes.data() + 8);
    const auto header = nlohmann::json::parse(text, text + header_bytes, nullptr, false);
    if (!header.is_object()) throw FormatError(name + ": no safetensors file: header is no JSON object");

    SafeTensors result;
    std::vector<Range> ranges;
    const std::uint64_t data_bytes = bytes.size() - 8 - header_bytes;
    const std::uint8_t* data = bytes.data() + 8 + header_bytes;
    for (const auto& [key, entry] : header.items()) {
        if (key == "__metadata__") {
            if (!entry.is_object()) throw FormatError(name + ": __metadata__ is no object");
            for (const auto& [field, value] : entry.items()) {
                if (!value.is_string()) throw FormatError(name + ": __metadata__: " + field + " is no string");
                result.metadata[field] = value.get<std::string>();
            }
            continue;
        }
        Range range{0, 0, key};
        RawTensor tensor = parse_tensor(entry, name + ": tensor " + key, range);
        if (range.end > data_bytes) throw FormatError(name + ": tensor " + key + ": file is truncated");
        tensor.bytes.assign(data + range.begin, data + range.end);
        result.tensors[key] = std::move(tensor);
        ranges.push_back(range);
    }
    std::sort(ranges.begin(), ranges.end(),
              [](const Range& a, const Range& b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); });
    std::uint64_t expected = 0;
    for (const Range& range : ranges) {
        if (range.begin != expected) throw FormatError(name + ": tensor " + range.name + ": overlaps or leaves a gap");
        expected = range.end;
    }
    if (expected != data_bytes) throw FormatError(name + ": bytes after the last tensor");
    return result;
}

void write_safetensors(const std::filesystem::path& file, const SafeTensors& contents) {
    nlohmann::json header = nlohmann::json::object();
    if (!contents.metadata.empty()) header["__metadata__"] = contents.metadata;
    std::uint64_t offset = 0;
    for (const auto& [name, tensor] : contents.tensors) {
        header[name] = {
            {"dtype", tensor.dtype}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + tensor.bytes.size()}}};
        offset += tensor.bytes.size();
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');

    const std::filesystem::path partial = file.string() + ".partial";
    {
        std::ofstream out(partial, std::ios::binary | std::ios::trunc);
        const std::uint64_t header_bytes = text.size();
        out.write(reinterpret_cast<const char*>(&header_bytes), 8);
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        for (const auto& [name, tensor] : contents.tensors)
            out.write(reinterpret_cast<const char*>(tensor.bytes.data()),
                      static_cast<std::streamsize>(tensor.bytes.size()));
        out.flush();
        if (!out) {
            out.close();
            std::error_code ignored;
            std::filesystem::remove(partial, ignored);
            throw FormatError(file.string() + ": cannot be written");
        }
    }
    std::filesystem::rename(partial, file);
}

} // namespace stavp::workloads
