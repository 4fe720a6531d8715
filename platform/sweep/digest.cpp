#include "platform/sweep/digest.h"
#include "platform/run/input_error.h"
#include "workloads/format/sha256.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>

namespace stavp::sweep {

namespace {

constexpr std::size_t kPieceBytes = 1 << 18;

void add(workloads::Sha256& hash, std::string_view bytes) {
    hash.update({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

} // namespace

std::string digest_of(std::string_view content) {
    workloads::Sha256 hash;
    add(hash, content);
    return hash.finish();
}

std::string digest_of_file(const std::filesystem::path& file) {
    std::error_code ignored;
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file, ignored))
        throw InputError(fmt::format("{}: cannot be read: {}", file.string(), std::strerror(errno)));
    workloads::Sha256 hash;
    std::string piece(kPieceBytes, '\0');
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0)
        add(hash, std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())));
    if (in.bad()) throw InputError(fmt::format("{}: cannot be read", file.string()));
    return hash.finish();
}

} // namespace stavp::sweep
