#include "workloads/tasks/idx.h"

#include "workloads/format/image.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <memory>

namespace stavp::workloads {

namespace {

constexpr std::uint32_t magic_of_bytes = 0x00000800; // plus the number of dimensions
constexpr std::uint64_t max_elements = std::uint64_t{1} << 30;

class IdxFile {
public:
    IdxFile(const std::filesystem::path& path, const std::string& origin) : path_(path.string()), origin_(origin) {
        if (std::filesystem::is_directory(path)) fail("cannot be read: it is a directory");
        errno = 0;
        file_.reset(gzopen(path.c_str(), "rb"));
        if (!file_) fail(fmt::format("cannot be read: {}", std::strerror(errno)));
    }

    [[noreturn]] void fail(const std::string& what) const {
        throw FormatError(fmt::format("{}: {} ({})", path_, what, origin_));
    }

    std::vector<std::uint32_t> header(std::uint32_t dimensions) {
        const std::uint32_t magic = word();
        if (magic != magic_of_bytes + dimensions)
            fail(fmt::format("magic number is {:#010x}, expected {:#010x}: no IDX file of bytes in {} dimension(s)",
                             magic, magic_of_bytes + dimensions, dimensions));
        std::vector<std::uint32_t> extents(dimensions);
        for (std::uint32_t& extent : extents)
            extent = word();
        return extents;
    }

    std::vector<std::uint8_t> rest(const std::vector<std::uint32_t>& extents) {
        std::uint64_t elements = 1;
        for (const std::uint32_t extent : extents) {
            elements *= extent;
            if (elements == 0 || elements > max_elements) fail("dimensions out of range: expected 1 to 2^30 elements");
        }
        std::vector<std::uint8_t> bytes;
        std::array<std::uint8_t, 1 << 16> chunk{};
        while (bytes.size() < elements) { // grows with what is there, whatever the header promises
            const std::size_t wanted = std::min<std::uint64_t>(chunk.size(), elements - bytes.size());
            const std::size_t got = read(chunk.data(), wanted);
            bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(got));
            if (got < wanted) fail(fmt::format("is truncated: {} of {} elements are there", bytes.size(), elements));
        }
        if (read(chunk.data(), 1) != 0) fail(fmt::format("goes on after its {} elements", elements));
        return bytes;
    }

private:
    std::size_t read(std::uint8_t* to, std::size_t bytes) {
        const int got = gzread(file_.get(), to, static_cast<unsigned>(bytes));
        int error = Z_OK;
        gzerror(file_.get(), &error);
        if (error == Z_BUF_ERROR) fail("is truncated");
        if (got < 0 || (error != Z_OK && error != Z_STREAM_END)) fail("is damaged");
        return static_cast<std::size_t>(got);
    }

    std::uint32_t word() {
        std::array<std::uint8_t, 4> bytes{};
        if (read(bytes.data(), bytes.size()) != bytes.size()) fail("is truncated in its header");
        return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
    }

    struct Close {
        void operator()(gzFile file) const { gzclose(file); }
    };

    std::string path_;
    std::string origin_;
    std::unique_ptr<gzFile_s, Close> file_;
};

} // namespace

IdxImages read_idx_images(const std::filesystem::path& file, const std::string& origin) {
    IdxFile in(file, origin);
    const std::vector<std::uint32_t> extents = in.header(3);
    return {extents[0], extents[1], extents[2], in.rest(extents)};
}

std::vector<std::uint8_t> read_idx_labels(const std::filesystem::path& file, std::uint32_t classes,
                                          const std::string& origin) {
    IdxFile in(file, origin);
    std::vector<std::uint8_t> labels = in.rest(in.header(1));
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (labels[i] >= classes) in.fail(fmt::format("label {} is {}, expected 0 to {}", i, labels[i], classes - 1));
    return labels;
}

} // namespace stavp::workloads
