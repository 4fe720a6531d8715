#include "workloads/format/image.h"
#include "workloads/format/checks.h"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>

namespace stavp::workloads {
namespace {

template <class T> std::span<const T> array_at(std::span<const std::uint8_t> bytes, SectionExtents::Extent extent) {
    return {reinterpret_cast<const T*>(bytes.data() + extent.offset), extent.bytes / sizeof(T)};
}

} // namespace

std::vector<std::uint8_t> read_file(const std::filesystem::path& file) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) throw FormatError(file.string() + ": is a directory");
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    if (!in) throw FormatError(fmt::format("{}: cannot be opened: {}", file.string(), std::strerror(errno)));
    const std::streamoff size = in.tellg();
    if (size < 0) throw FormatError(file.string() + ": is no regular file");
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
    in.seekg(0);
    if (!in.read(reinterpret_cast<char*>(bytes.data()), size)) throw FormatError(file.string() + ": cannot be read");
    return bytes;
}

Image::Image(std::vector<std::uint8_t> bytes, SectionExtents extents) : bytes_(std::move(bytes)), extents_(extents) {}

Image Image::load(const std::filesystem::path& file) {
    return parse(read_file(file), file.string());
}

Image Image::parse(std::vector<std::uint8_t> bytes, const std::string& name) {
    const SectionExtents extents = check_structure(bytes, name);
    Image image(std::move(bytes), extents);
    check_tensors(image, name);
    check_layers(image, name);
    return image;
}

const nmw_header& Image::header() const {
    return *reinterpret_cast<const nmw_header*>(bytes_.data());
}
std::span<const nmw_layer> Image::layers() const {
    return array_at<nmw_layer>(bytes_, extents_.layers);
}
std::span<const nmw_tensor> Image::tensors() const {
    return array_at<nmw_tensor>(bytes_, extents_.tensors);
}
std::span<const nmw_sequence> Image::sequences() const {
    return array_at<nmw_sequence>(bytes_, extents_.sequences);
}
std::span<const std::uint8_t> Image::ddr_image() const {
    return bytes().first(header().ddr_bytes);
}
std::span<const std::uint8_t> Image::values(const nmw_tensor& tensor) const {
    return tensor.storage == NMW_IN_FILE ? bytes().subspan(tensor.offset, tensor.bytes) : bytes().first(0);
}
std::span<const std::uint8_t> Image::map(const nmw_tensor& tensor) const {
    return tensor.encoding != NMW_DENSE ? bytes().subspan(tensor.map_offset, tensor.map_bytes) : bytes().first(0);
}
std::span<const std::uint8_t> Image::golden(const nmw_tensor& tensor) const {
    return tensor.golden_offset ? bytes().subspan(tensor.golden_offset, packed_bytes(tensor)) : bytes().first(0);
}
std::span<const float> Image::float_reference() const {
    return array_at<float>(bytes_, extents_.float_reference);
}
std::string_view Image::meta() const {
    return {reinterpret_cast<const char*>(bytes_.data() + extents_.meta.offset), extents_.meta.bytes};
}
std::uint64_t Image::arena_offset() const {
    return align_up(header().ddr_bytes);
}

} // namespace stavp::workloads
