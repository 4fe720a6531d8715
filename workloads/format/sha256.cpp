#include "workloads/format/sha256.h"

#include <array>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <stdexcept>

namespace stavp::workloads {

namespace {

void require(int done) {
    if (done != 1) throw std::runtime_error("SHA-256 is not available from OpenSSL");
}

} // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Sha256::update(std::span<const std::uint8_t> bytes) {
    require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string Sha256::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned bytes = 0;
    require(EVP_DigestFinal_ex(context_.get(), digest.data(), &bytes));
    std::string text;
    for (const auto byte : std::span(digest).first(bytes))
        text += fmt::format("{:02x}", byte);
    return text;
}

} // namespace stavp::workloads
