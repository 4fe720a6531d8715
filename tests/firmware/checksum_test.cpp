extern "C" {
#include "firmware/scheduler/checksum.h"
}

#include <gtest/gtest.h>
#include <random>
#include <string_view>
#include <vector>

namespace {

/// Bit by bit, as the polynomial says.
std::uint32_t plain_crc(const std::uint8_t* data, std::size_t bytes) {
    std::uint32_t crc = 0xffffffff;
    for (std::size_t i = 0; i < bytes; ++i) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
    return ~crc;
}

} // namespace

TEST(Checksum, gives_the_published_check_value) {
    constexpr std::string_view kDigits = "123456789";
    EXPECT_EQ(checksum_update(0, kDigits.data(), kDigits.size()), 0xcbf43926u);
    EXPECT_EQ(checksum_update(0, nullptr, 0), 0u);
}

TEST(Checksum, agrees_with_the_bitwise_sum_at_every_length_and_alignment) {
    std::mt19937 random(1);
    std::vector<std::uint8_t> data(256);
    for (auto& byte : data)
        byte = static_cast<std::uint8_t>(random());
    for (std::size_t first = 0; first < 9; ++first)
        for (std::size_t bytes = 0; bytes + first <= 80; ++bytes)
            ASSERT_EQ(checksum_update(0, &data[first], bytes), plain_crc(&data[first], bytes)) << first << " " << bytes;
}

TEST(Checksum, can_be_taken_in_pieces) {
    std::vector<std::uint8_t> data(100, 0x5a);
    for (std::size_t cut = 0; cut <= data.size(); ++cut)
        ASSERT_EQ(checksum_update(checksum_update(0, data.data(), cut), data.data() + cut, data.size() - cut),
                  plain_crc(data.data(), data.size()));
}
