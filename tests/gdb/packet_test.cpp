#include "platform/gdb/packet_reader.h"
#include "platform/gdb/packet_text.h"

#include <gtest/gtest.h>
#include <vector>

namespace {

using namespace stavp::gdb;
using Kind = Input::Kind;

std::vector<Input> inputs_of(PacketReader& reader, std::string_view bytes) {
    reader.feed(bytes);
    std::vector<Input> inputs;
    while (auto input = reader.next())
        inputs.push_back(*input);
    return inputs;
}

TEST(GdbPackets, the_checksum_of_the_manuals_example_is_right) {
    // GDB manual, E.11: the exchange "$?#3f" and "$g#67".
    EXPECT_EQ(framed("?"), "$?#3f");
    EXPECT_EQ(framed("g"), "$g#67");
    EXPECT_EQ(framed(""), "$#00");
}

TEST(GdbPackets, a_packet_in_pieces_is_one_packet) {
    PacketReader reader;
    EXPECT_EQ(inputs_of(reader, "+$").size(), 1u);
    EXPECT_TRUE(inputs_of(reader, "g#6").empty());
    const auto inputs = inputs_of(reader, "7");
    ASSERT_EQ(inputs.size(), 1u);
    EXPECT_EQ(inputs[0].kind, Kind::packet);
    EXPECT_EQ(inputs[0].payload, "g");
}

TEST(GdbPackets, several_inputs_in_one_piece_come_in_their_order) {
    PacketReader reader;
    const auto inputs = inputs_of(reader, "+-\x03$?#3fjunk$g#67");
    ASSERT_EQ(inputs.size(), 5u);
    EXPECT_EQ(inputs[0].kind, Kind::ack);
    EXPECT_EQ(inputs[1].kind, Kind::nack);
    EXPECT_EQ(inputs[2].kind, Kind::interrupt);
    EXPECT_EQ(inputs[3].payload, "?");
    EXPECT_EQ(inputs[4].payload, "g");
}

TEST(GdbPackets, escaped_bytes_come_back_as_they_were) {
    const std::string payload = "X0,6:$#}*\x03z";
    const auto frame = framed(payload);
    EXPECT_EQ(frame.find('$', 1), std::string::npos);
    EXPECT_EQ(frame.find('#'), frame.size() - 3);
    PacketReader reader;
    const auto inputs = inputs_of(reader, frame);
    ASSERT_EQ(inputs.size(), 1u);
    EXPECT_EQ(inputs[0].payload, payload);
}

TEST(GdbPackets, a_wrong_checksum_or_too_long_a_body_is_damage) {
    PacketReader reader;
    EXPECT_EQ(inputs_of(reader, "$g#68").at(0).kind, Kind::damaged_packet);
    EXPECT_EQ(inputs_of(reader, "$g#zz").at(0).kind, Kind::damaged_packet);
    const std::string longest(PacketReader::kLongest, 'a');
    EXPECT_EQ(inputs_of(reader, framed(longest)).at(0).kind, Kind::packet);
    EXPECT_EQ(inputs_of(reader, framed(longest + 'a')).at(0).kind, Kind::damaged_packet);
}

TEST(GdbPackets, a_new_packet_begins_where_the_last_was_given_up) {
    PacketReader reader;
    const auto inputs = inputs_of(reader, "$m8000$g#67");
    ASSERT_EQ(inputs.size(), 1u);
    EXPECT_EQ(inputs[0].payload, "g");
}

TEST(GdbText, hex_goes_both_ways_for_every_byte) {
    std::string bytes;
    for (int value = 0; value < 256; ++value)
        bytes += static_cast<char>(value);
    EXPECT_EQ(from_hex(to_hex(bytes)), bytes);
    EXPECT_EQ(to_hex("\x01\xfe"), "01fe");
    EXPECT_EQ(from_hex("0"), std::nullopt);
    EXPECT_EQ(from_hex("0g"), std::nullopt);
}

TEST(GdbText, registers_are_sent_least_significant_byte_first) {
    EXPECT_EQ(to_hex_little(0x1122334455667788, 8), "8877665544332211");
    EXPECT_EQ(from_hex_little("8877665544332211"), 0x1122334455667788u);
    EXPECT_EQ(from_hex_little("887766554433221100"), std::nullopt);
    EXPECT_EQ(from_hex_little(""), std::nullopt);
}

TEST(GdbText, numbers_have_one_to_sixteen_digits) {
    EXPECT_EQ(parse_hex("0"), 0u);
    EXPECT_EQ(parse_hex("fFffffffffffffff"), ~std::uint64_t{0});
    EXPECT_EQ(parse_hex("10000000000000000"), std::nullopt);
    EXPECT_EQ(parse_hex(""), std::nullopt);
    EXPECT_EQ(parse_hex("-1"), std::nullopt);
}

} // namespace
