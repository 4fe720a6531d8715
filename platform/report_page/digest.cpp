#include "platform/report_page/digest.h"

#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>
#include <stdexcept>

namespace stavp {

namespace {

constexpr int kBytes = 32;

std::array<unsigned char, kBytes> digest(std::string_view text) {
    std::array<unsigned char, kBytes> bytes{};
    if (EVP_Digest(text.data(), text.size(), bytes.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    return bytes;
}

} // namespace

std::string sha256_hex(std::string_view text) {
    return fmt::format("{:02x}", fmt::join(digest(text), ""));
}

std::string sha256_base64(std::string_view text) {
    constexpr std::size_t kCharacters = 44;
    std::array<unsigned char, kCharacters + 1> base64{};
    EVP_EncodeBlock(base64.data(), digest(text).data(), kBytes);
    return {base64.begin(), base64.begin() + kCharacters};
}

} // namespace stavp
