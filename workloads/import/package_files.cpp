#include "workloads/import/package_files.h"

#include "workloads/format/image.h"
#include "workloads/import/tar.h"

#include <zlib.h>

#include <fstream>
#include <memory>

namespace stavp::workloads {

namespace {

constexpr std::size_t max_unpacked_bytes = std::size_t{1} << 30;

std::vector<std::uint8_t> gunzip(const std::filesystem::path& path) {
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
    if (!file) throw FormatError(path.string() + ": cannot be read");
    std::vector<std::uint8_t> bytes;
    std::vector<std::uint8_t> chunk(1 << 20);
    for (;;) {
        const int got = gzread(file.get(), chunk.data(), static_cast<unsigned>(chunk.size()));
        int error = Z_OK;
        gzerror(file.get(), &error);
        if (got < 0 || (error != Z_OK && error != Z_STREAM_END))
            throw FormatError(path.string() + ": archive is truncated or damaged");
        if (gzdirect(file.get()) != 0) throw FormatError(path.string() + ": no gzip archive");
        if (got == 0) return bytes;
        if (bytes.size() > max_unpacked_bytes) throw FormatError(path.string() + ": archive is larger than 1 GiB");
        bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + got);
    }
}

/// Only what lies in `dist`: the folder may be anything at all.
PackageFiles read_folder(const std::filesystem::path& folder) {
    PackageFiles files;
    const std::filesystem::path top = std::filesystem::is_directory(folder / "package") ? folder / "package" : folder;
    if (!std::filesystem::is_directory(top / "dist")) throw FormatError(folder.string() + ": has no folder dist");
    for (const auto& entry : std::filesystem::directory_iterator(top / "dist")) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        std::vector<std::uint8_t> bytes(entry.file_size());
        in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        if (!in) throw FormatError(entry.path().string() + ": cannot be read");
        files["dist/" + entry.path().filename().string()] = std::move(bytes);
    }
    return files;
}

PackageFiles without_top_folder(const PackageFiles& files) {
    const std::string top = "package/";
    PackageFiles stripped;
    for (const auto& [name, bytes] : files)
        stripped[name.starts_with(top) ? name.substr(top.size()) : name] = bytes;
    return stripped;
}

} // namespace

PackageFiles read_package(const std::filesystem::path& path) {
    if (std::filesystem::is_directory(path)) return read_folder(path);
    const std::vector<std::uint8_t> archive = gunzip(path);
    try {
        return without_top_folder(read_tar(archive));
    } catch (const std::invalid_argument& error) {
        throw FormatError(path.string() + ": " + error.what());
    }
}

} // namespace stavp::workloads
