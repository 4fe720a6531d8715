#include "workloads/import/tar.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace stavp::workloads {

namespace {

constexpr std::size_t block_bytes = 512;

std::string text_field(std::span<const std::uint8_t> header, std::size_t offset, std::size_t length) {
    const auto field = header.subspan(offset, length);
    return {field.begin(), std::find(field.begin(), field.end(), 0)};
}

std::uint64_t octal_field(std::span<const std::uint8_t> header, std::size_t offset, std::size_t length) {
    std::uint64_t value = 0;
    for (const std::uint8_t c : header.subspan(offset, length)) {
        if (c == ' ' || c == 0) continue;
        if (c < '0' || c > '7') throw std::invalid_argument("bad number in a tar header");
        value = value * 8 + (c - '0');
    }
    return value;
}

void check_header(std::span<const std::uint8_t> header) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < block_bytes; ++i)
        sum += i >= 148 && i < 156 ? ' ' : header[i];
    if (octal_field(header, 148, 8) != sum) throw std::invalid_argument("bad checksum of a tar header");
}

/// The "path" record of a pax header ("LENGTH path=VALUE\n"), empty without one.
std::string pax_path(std::span<const std::uint8_t> payload) {
    std::string_view rest(reinterpret_cast<const char*>(payload.data()), payload.size());
    while (!rest.empty()) {
        std::size_t length = 0;
        const auto [digits_end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), length);
        const auto digits = static_cast<std::size_t>(digits_end - rest.data());
        if (error != std::errc{} || length <= digits + 1 || length > rest.size())
            throw std::invalid_argument("bad pax header in a tar archive");
        const std::string_view record = rest.substr(digits + 1, length - digits - 2);
        if (record.starts_with("path=")) return std::string(record.substr(5));
        rest.remove_prefix(length);
    }
    return {};
}

} // namespace

PackageFiles read_tar(std::span<const std::uint8_t> archive) {
    PackageFiles files;
    std::string long_name;
    for (std::size_t at = 0;;) {
        if (archive.size() - at < block_bytes) throw std::invalid_argument("tar archive is truncated");
        const auto header = archive.subspan(at, block_bytes);
        at += block_bytes;
        if (std::all_of(header.begin(), header.end(), [](std::uint8_t byte) { return byte == 0; })) return files;
        check_header(header);
        const std::uint64_t bytes = octal_field(header, 124, 12);
        if (bytes > archive.size() - at) throw std::invalid_argument("tar archive is truncated");
        const auto payload = archive.subspan(at, bytes);
        at += std::min<std::size_t>((bytes + block_bytes - 1) / block_bytes * block_bytes, archive.size() - at);
        const char type = static_cast<char>(header[156]);
        if (type == 'x') {
            long_name = pax_path(payload);
            continue;
        }
        if (type == '0' || type == 0) {
            std::string name = long_name;
            if (name.empty()) {
                const std::string prefix = text_field(header, 345, 155);
                name = (prefix.empty() ? "" : prefix + "/") + text_field(header, 0, 100);
            }
            files[name].assign(payload.begin(), payload.end());
        }
        if (type != 'g') long_name.clear();
    }
}

} // namespace stavp::workloads
