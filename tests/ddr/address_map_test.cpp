#include "models/ddr/address_map.h"
#include "models/ddr/ddr_config.h"

#include <gtest/gtest.h>
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>

namespace {

using stavp::AddressMap;
using stavp::DramAddress;
using stavp::DramTiming;

/// Peels the fields off by division, from the lowest one up.
DramAddress by_division(const std::string& fields, const DramTiming& timing, std::uint64_t offset) {
    const std::map<std::string, std::uint64_t> sizes = {{"row", timing.rows},
                                                        {"bank", timing.banks / timing.bankgroups},
                                                        {"bankgroup", timing.bankgroups},
                                                        {"column", timing.columns / timing.burst_length},
                                                        {"rank", timing.ranks}};
    std::vector<std::string> words;
    std::istringstream in(fields);
    for (std::string word; in >> word;)
        words.insert(words.begin(), word);
    std::map<std::string, std::uint64_t> value;
    offset /= timing.burst_length * timing.channel_width / 8;
    for (const auto& word : words) {
        value[word] = offset % sizes.at(word);
        offset /= sizes.at(word);
    }
    const auto group = value["rank"] * timing.bankgroups + value["bankgroup"];
    const auto bank = group * (timing.banks / timing.bankgroups) + value["bank"];
    return {static_cast<std::uint32_t>(value["rank"]), static_cast<std::uint32_t>(group),
            static_cast<std::uint32_t>(bank), static_cast<std::uint32_t>(value["row"]),
            static_cast<std::uint32_t>(value["column"])};
}

TEST(AddressMapTest, one_burst_holds_its_bytes_and_fields_follow_from_low_to_high) {
    const AddressMap map("row bank bankgroup column", DramTiming{});
    EXPECT_EQ(map.decode(63), (DramAddress{0, 0, 0, 0, 0}));
    EXPECT_EQ(map.decode(64), (DramAddress{0, 0, 0, 0, 1}));
    EXPECT_EQ(map.decode(8192), (DramAddress{0, 1, 4, 0, 0}));
    EXPECT_EQ(map.decode(4 * 8192), (DramAddress{0, 0, 1, 0, 0}));
    EXPECT_EQ(map.decode(16 * 8192), (DramAddress{0, 0, 0, 1, 0}));
}

TEST(AddressMapTest, agrees_with_division_for_any_order_of_fields) {
    DramTiming timing;
    timing.ranks = 2;
    std::mt19937_64 random(3);
    for (const std::string fields : {"row bank bankgroup column rank", "row column bank bankgroup rank",
                                     "rank row bank column bankgroup", "column rank row bankgroup bank"}) {
        const AddressMap map(fields, timing);
        for (int i = 0; i < 2000; ++i) {
            const auto offset = random() % timing.capacity_bytes();
            ASSERT_EQ(map.decode(offset), by_division(fields, timing, offset)) << fields << " " << offset;
        }
    }
}

TEST(AddressMapTest, fields_of_one_element_may_be_left_out) {
    DramTiming timing;
    timing.bankgroups = 1;
    EXPECT_NO_THROW(AddressMap("row bank column", timing));
    timing.ranks = 2;
    EXPECT_THROW(AddressMap("row bank column", timing), std::invalid_argument);
}

TEST(AddressMapTest, unknown_repeated_and_missing_fields_are_named) {
    const auto error_of = [](const std::string& fields) {
        stavp::DdrConfig config;
        config.address_map = fields;
        return stavp::find_error(config).value_or("");
    };
    EXPECT_EQ(error_of("row bank bankgroup columm"), "address_map: unknown field 'columm'");
    EXPECT_EQ(error_of("row bank row bankgroup column"), "address_map: field 'row' is repeated");
    EXPECT_EQ(error_of("row bank column"), "address_map: field 'bankgroup' is missing");
    EXPECT_EQ(error_of(""), "address_map: field 'row' is missing");
    EXPECT_EQ(error_of("row bank bankgroup column rank"), "");
}

} // namespace
