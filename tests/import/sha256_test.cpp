#include "workloads/format/sha256.h"

#include <gtest/gtest.h>
#include <string_view>
#include <vector>

namespace stavp::workloads {
namespace {

std::string digest(std::string_view text) {
    Sha256 sha;
    sha.update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return sha.finish();
}

// FIPS 180-4 example messages (NIST, "Examples with intermediate values").
TEST(sha256, gives_the_standards_digests) {
    EXPECT_EQ(digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(sha256, does_not_depend_on_how_the_message_is_cut) {
    const std::vector<std::uint8_t> million(1'000'000, 'a');
    Sha256 sha;
    for (std::size_t at = 0, step = 1; at < million.size(); at += step, step = step % 97 + 13)
        sha.update(std::span(million).subspan(at, std::min(step, million.size() - at)));
    EXPECT_EQ(sha.finish(), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

} // namespace
} // namespace stavp::workloads
