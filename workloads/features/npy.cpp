#include "workloads/features/npy.h"

#include "workloads/features/npy_header.h"
#include "workloads/format/image.h"

#include <fmt/format.h>
#include <fstream>
#include <string_view>

namespace stavp::workloads {

namespace {

constexpr std::string_view magic("\x93NUMPY", 6);
constexpr std::size_t preamble = 8;   // magic and version
constexpr std::size_t alignment = 64; // of the array in the file, as NumPy writes it
constexpr std::size_t max_header_bytes = 1 << 20;

struct HeaderText {
    std::string_view text;
    std::size_t end = 0; // where the array begins
};

HeaderText header_text(std::string_view file) {
    if (file.size() < preamble || !file.starts_with(magic)) throw std::invalid_argument("no .npy file");
    const int version = static_cast<unsigned char>(file[6]);
    if (version < 1 || version > 3 || file[7] != 0)
        throw std::invalid_argument(
            fmt::format("format version {}.{} is not 1.0 to 3.0", version, static_cast<unsigned char>(file[7])));
    const std::size_t length_bytes = version == 1 ? 2 : 4;
    if (file.size() < preamble + length_bytes) throw std::invalid_argument("is truncated in its header");
    std::size_t length = 0;
    for (std::size_t i = 0; i < length_bytes; ++i)
        length |= std::size_t{static_cast<unsigned char>(file[preamble + i])} << (8 * i);
    const std::size_t begin = preamble + length_bytes;
    if (length > max_header_bytes) throw std::invalid_argument(fmt::format("header of {} bytes is too long", length));
    if (file.size() - begin < length) throw std::invalid_argument("is truncated in its header");
    return {file.substr(begin, length), begin + length};
}

std::size_t array_bytes(const std::vector<std::size_t>& shape, std::size_t element) {
    std::size_t bytes = element;
    for (const std::size_t extent : shape)
        if (__builtin_mul_overflow(bytes, extent, &bytes)) throw std::invalid_argument("shape overflows");
    return bytes;
}

std::size_t checked_element_bytes(const std::string& descr) {
    if (descr.starts_with('>')) throw std::invalid_argument("type '" + descr + "' is big-endian");
    const std::size_t bytes = npy_element_bytes(descr);
    if (bytes == 0) throw std::invalid_argument("type '" + descr + "' is not supported");
    return bytes;
}

NpyArray parse(std::string_view file) {
    const HeaderText found = header_text(file);
    NpyHeader header = parse_npy_header(found.text);
    const std::size_t expected = array_bytes(header.shape, checked_element_bytes(header.descr));
    if (header.fortran_order && header.shape.size() > 1)
        throw std::invalid_argument("is in Fortran order; save numpy.ascontiguousarray(x)");
    const std::string_view data = file.substr(found.end);
    if (data.size() < expected)
        throw std::invalid_argument(fmt::format("is truncated: {} of {} bytes", data.size(), expected));
    if (data.size() > expected)
        throw std::invalid_argument(fmt::format("has {} bytes after the array", data.size() - expected));
    return {std::move(header.descr), std::move(header.shape), {data.begin(), data.end()}};
}

} // namespace

NpyArray read_npy(const std::filesystem::path& file) {
    const std::vector<std::uint8_t> bytes = read_file(file);
    try {
        return parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    } catch (const std::invalid_argument& error) {
        throw FormatError(file.string() + ": " + error.what());
    }
}

void write_npy(const std::filesystem::path& file, const NpyArray& array) {
    if (array.bytes.size() != array_bytes(array.shape, checked_element_bytes(array.descr)))
        throw std::invalid_argument(
            fmt::format("{}: {} bytes do not fit the shape", file.string(), array.bytes.size()));
    std::string text = to_text({array.descr, false, array.shape});
    constexpr std::size_t before = preamble + 2;
    text.append(alignment - 1 - (before + text.size()) % alignment, ' ');
    text += '\n';
    const std::filesystem::path partial = file.string() + ".partial";
    {
        std::ofstream out(partial, std::ios::binary | std::ios::trunc);
        out << magic << '\1' << '\0' << static_cast<char>(text.size() & 0xff) << static_cast<char>(text.size() >> 8)
            << text;
        out.write(reinterpret_cast<const char*>(array.bytes.data()), static_cast<std::streamsize>(array.bytes.size()));
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
