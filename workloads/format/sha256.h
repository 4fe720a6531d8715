#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

struct evp_md_ctx_st;

namespace stavp::workloads {

/// SHA-256, fed in pieces; computed by OpenSSL.
class Sha256 {
public:
    Sha256();
    void update(std::span<const std::uint8_t> bytes);
    /// Lower-case hexadecimal digest; the object is spent afterwards.
    std::string finish();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

} // namespace stavp::workloads
