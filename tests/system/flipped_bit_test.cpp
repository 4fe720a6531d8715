// One wrong bit in a weight: the checksum refuses it; with the checksum mended the run fails and says where.

#include "tests/system/shell.h"
#include "workloads/format/checksum.h"
#include "workloads/format/image.h"
#include "workloads/format/names.h"

#include <algorithm>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace stavp::workloads;
using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

/// Small buffers, so that layers have several tiles; nothing fused, so that each product is compared itself, as the
/// reference executor does.
constexpr const char* kPlatform = " --set buffers.weight.bytes=4KiB --set buffers.input.bytes=4KiB "
                                  "--set buffers.output.bytes=2KiB --set sta.rows=8 --set sta.cols=8 "
                                  "--set scheduler.fuse=false";

void synthesise(const ScratchFolder& folder, const std::string& pattern) {
    write_text(folder / "shape.yaml", "{d_model: 64, heads: 2, ffn: 96, layers: 2, seq: 20}");
    prepare(folder.path(), "nmprune synth --shape shape.yaml --pattern " + pattern + " --seed 6 -o good.nmw");
}

const nmw_tensor& tensor_of(const Image& image, const std::string& name) {
    return *std::ranges::find_if(image.tensors(), [&](const nmw_tensor& tensor) { return name_of(tensor) == name; });
}

/// The layer that the run's report names, its tile and its first wrong element.
void expect_failure_in(const ScratchFolder& folder, const std::string& layer, std::uint64_t column) {
    const auto outcome = shell(folder.path(), std::string("stavp run -w bad.nmw -o out") + kPlatform);
    EXPECT_EQ(outcome.exit_code, 1);
    const auto check = json::parse(read_text(folder / "out/summary.json"))["check"];
    EXPECT_FALSE(check["passed"]);
    const auto& first = check["first_mismatch"];
    ASSERT_TRUE(first.is_object());
    EXPECT_EQ(first["layer"], layer);
    EXPECT_EQ(first["col"], column);
    const auto words = fmt::format("layer '{}' tile ({},{}) first wrong element [{},{}]: expected {}, got {}", layer,
                                   first["tile"][0].get<int>(), first["tile"][1].get<int>(), first["row"].get<int>(),
                                   column, first["expected"].get<int>(), first["got"].get<int>());
    EXPECT_EQ(outcome.err, "mismatch: " + words + "\n");
    EXPECT_THAT(outcome.out, HasSubstr("check: FAILED " + words));

    // The reference executor computes with the same wrong weight: it must differ from the golden bytes alike.
    const auto reference = shell(folder.path(), "nmprune reference bad.nmw --json");
    EXPECT_EQ(reference.exit_code, 1);
    const auto computed = json::parse(reference.out);
    EXPECT_EQ(computed["mismatches"], check["mismatches"]);
    EXPECT_EQ(computed["first_mismatch"]["tensor"], layer);
    EXPECT_EQ(computed["first_mismatch"]["row"], first["row"]);
    EXPECT_EQ(computed["first_mismatch"]["col"], first["col"]);
    EXPECT_EQ(computed["first_mismatch"]["computed"], first["got"]);
    EXPECT_EQ(computed["first_mismatch"]["expected"], first["expected"]);
}

struct Flip {
    const char* name;
    const char* pattern;
    const char* layer;
    std::uint64_t row;  ///< of the weight: output column of the layer
    std::uint64_t byte; ///< in the row's stored values
    unsigned bit;
};

class FlippedBit : public testing::TestWithParam<Flip> {};

TEST_P(FlippedBit, is_refused_by_the_checksum_else_traced_to_layer_tile_and_output_column) {
    const auto& flip = GetParam();
    const ScratchFolder folder;
    synthesise(folder, flip.pattern);
    const auto weight = std::string(flip.layer) + ".weight";
    const auto stride = tensor_of(Image::load((folder / "good.nmw").string()), weight).row_stride;
    ASSERT_LT(flip.byte, stride);
    const auto command =
        fmt::format("nmw_flip good.nmw bad.nmw {} {} {}", weight, flip.row * stride + flip.byte, flip.bit);
    prepare(folder.path(), command);
    const auto refused = shell(folder.path(), "stavp run -w bad.nmw -o refused");
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, StartsWith("bad.nmw: section data: CRC mismatch: stored "));
    EXPECT_EQ(std::ranges::count(refused.err, '\n'), 1);
    EXPECT_FALSE(std::filesystem::exists(folder / "refused"));
    prepare(folder.path(), command + " --mend-crc");
    expect_failure_in(folder, flip.layer, flip.row);
}

INSTANTIATE_TEST_SUITE_P(Weights, FlippedBit,
                         testing::Values(Flip{"dense_first_row", "dense", "layer0.qkv", 0, 0, 7},
                                         Flip{"dense_last_row", "dense", "layer0.qkv", 191, 63, 5},
                                         Flip{"half_middle", "2:4", "layer0.ffn1", 50, 31, 4},
                                         Flip{"half_int16_output", "2:4", "layer1.ffn2", 63, 47, 0},
                                         Flip{"quarter_proj", "2:8", "layer0.proj", 33, 9, 6},
                                         Flip{"quarter_second_block", "2:8", "layer1.qkv", 128, 3, 7},
                                         Flip{"thirty_second", "1:32", "layer1.ffn1", 95, 1, 6}),
                         [](const auto& test) { return test.param.name; });

/// good.nmw with map bits of a row of a weight flipped, checksums mended, as bad.nmw.
void flip_map_bits(const ScratchFolder& folder, const std::string& weight, std::uint64_t row,
                   const std::vector<std::uint64_t>& columns) {
    const auto image = Image::load((folder / "good.nmw").string());
    const auto& tensor = tensor_of(image, weight);
    std::vector<std::uint8_t> bytes(image.bytes().begin(), image.bytes().end());
    for (const auto column : columns)
        bytes[tensor.map_offset + row * tensor.map_stride + column / 8] ^= static_cast<std::uint8_t>(1u << column % 8);
    mend_checksums(bytes);
    write_text(folder / "bad.nmw", {bytes.begin(), bytes.end()});
}

/// The first kept and the first dropped column of the second group of a weight's row.
std::pair<std::uint64_t, std::uint64_t> kept_and_dropped(const ScratchFolder& folder, const std::string& weight,
                                                         std::uint64_t row) {
    const auto image = Image::load((folder / "good.nmw").string());
    const auto& tensor = tensor_of(image, weight);
    const auto kept = [&](std::uint64_t column) {
        return (image.map(tensor)[row * tensor.map_stride + column / 8] >> column % 8 & 1) != 0;
    };
    const std::uint64_t begin = tensor.pattern_m;
    auto one = begin;
    auto other = begin;
    while (!kept(one))
        ++one;
    while (kept(other))
        ++other;
    return {one, other};
}

TEST(FlippedBitFused, is_found_in_the_output_of_what_was_fused_into_the_product) {
    const ScratchFolder folder;
    synthesise(folder, "2:4");
    for (const std::string layer : {"layer0.ffn1", "layer1.proj"}) {
        SCOPED_TRACE(layer);
        prepare(folder.path(), "nmw_flip good.nmw bad.nmw " + layer + ".weight 64 6 --mend-crc"); // row 2
        EXPECT_EQ(shell(folder.path(), "stavp run -w bad.nmw -o out").exit_code, 1);
        const auto check = json::parse(read_text(folder / "out/summary.json"))["check"];
        EXPECT_EQ(check["first_mismatch"]["layer"], layer);
        EXPECT_EQ(check["first_mismatch"]["col"], 2);
        EXPECT_EQ(check["layers_through_successor"], 6);
        const auto& image = Image::load((folder / "good.nmw").string());
        const auto swallowed = layer == "layer0.ffn1" ? "layer0.gelu" : "layer1.add1";
        const auto& tensor = tensor_of(image, swallowed);
        const auto row = check["first_mismatch"]["row"].get<std::uint64_t>();
        const auto* expected = image.golden(tensor).data() + (row * tensor.cols + 2) * element_bytes(tensor.dtype);
        std::int64_t value = static_cast<std::int8_t>(expected[0]);
        if (tensor.dtype == NMW_I16) value = static_cast<std::int16_t>(expected[0] | expected[1] << 8);
        EXPECT_EQ(check["first_mismatch"]["expected"], value);
    }
}

TEST(FlippedBitTile, is_a_later_one_for_a_later_output_column) {
    const ScratchFolder folder;
    synthesise(folder, "dense");
    std::vector<int> tiles;
    for (const int row : {0, 191}) {
        prepare(folder.path(), fmt::format("nmw_flip good.nmw bad.nmw layer0.qkv.weight {} 7 --mend-crc", row * 64));
        EXPECT_EQ(shell(folder.path(), std::string("stavp run -w bad.nmw -o out") + kPlatform).exit_code, 1);
        const auto summary = json::parse(read_text(folder / "out/summary.json"));
        tiles.push_back(summary["check"]["first_mismatch"]["tile"][1].get<int>());
    }
    EXPECT_EQ(tiles[0], 0);
    EXPECT_GT(tiles[1], 0);
}

TEST(FlippedMapBit, is_refused_even_with_a_mended_checksum_because_values_and_map_contradict) {
    const ScratchFolder folder;
    synthesise(folder, "2:8 --encoding bitmap");
    const auto [kept, dropped] = kept_and_dropped(folder, "layer0.ffn1.weight", 41);
    flip_map_bits(folder, "layer0.ffn1.weight", 41, {kept});
    auto outcome = shell(folder.path(), "stavp run -w bad.nmw -o out");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, StartsWith("bad.nmw: tensor 'layer0.ffn1.weight'"));
    EXPECT_THAT(outcome.err, HasSubstr("group 1 has an unused value slot that is not 0"));
    EXPECT_THAT(outcome.err, HasSubstr("41"));
    flip_map_bits(folder, "layer0.ffn1.weight", 41, {dropped});
    outcome = shell(folder.path(), "stavp run -w bad.nmw -o out");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("group 1 keeps 3 values, more than N = 2"));
}

TEST(FlippedMapBit, with_a_second_one_that_moves_a_weight_to_another_input_fails_the_check_at_its_row) {
    for (const std::string layer : {"layer0.ffn1", "layer1.proj", "layer1.ffn2"}) {
        SCOPED_TRACE(layer);
        const ScratchFolder folder;
        synthesise(folder, "2:8 --encoding bitmap");
        const auto [kept, dropped] = kept_and_dropped(folder, layer + ".weight", 41);
        flip_map_bits(folder, layer + ".weight", 41, {kept, dropped});
        expect_failure_in(folder, layer, 41);
    }
}

/// The two indices of three bits of the second group of a weight's row, 2:8.
struct Indices {
    std::uint64_t at; ///< bit in the file
    unsigned first, second;
};

Indices indices_of(const ScratchFolder& folder, const std::string& weight, std::uint64_t row) {
    const auto image = Image::load((folder / "good.nmw").string());
    const auto& tensor = tensor_of(image, weight);
    const auto at = (tensor.map_offset + row * tensor.map_stride) * 8 + 6;
    unsigned bits = 0;
    for (unsigned i = 0; i < 6; ++i)
        bits |= (image.bytes()[(at + i) / 8] >> ((at + i) % 8) & 1u) << i;
    return {at, bits & 7, bits >> 3};
}

/// good.nmw with these indices there, checksums mended, as bad.nmw.
void put_indices(const ScratchFolder& folder, const Indices& indices) {
    const auto image = Image::load((folder / "good.nmw").string());
    std::vector<std::uint8_t> bytes(image.bytes().begin(), image.bytes().end());
    for (unsigned i = 0; i < 6; ++i) {
        const auto bit = indices.at + i;
        const auto value = (indices.first | indices.second << 3) >> i & 1u;
        bytes[bit / 8] = static_cast<std::uint8_t>((bytes[bit / 8] & ~(1u << bit % 8)) | value << bit % 8);
    }
    mend_checksums(bytes);
    write_text(folder / "bad.nmw", {bytes.begin(), bytes.end()});
}

TEST(WrongIndex, that_does_not_rise_is_refused_even_with_a_mended_checksum) {
    const ScratchFolder folder;
    synthesise(folder, "2:8");
    auto indices = indices_of(folder, "layer0.ffn1.weight", 41);
    ASSERT_LT(indices.first, indices.second);
    indices.second = indices.first;
    put_indices(folder, indices);
    const auto outcome = shell(folder.path(), "stavp run -w bad.nmw -o out");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err, fmt::format("bad.nmw: tensor 'layer0.ffn1.weight': row 41: group 1 has index {} after {}: "
                                       "they must rise\n",
                                       indices.first, indices.first));
}

TEST(WrongIndex, that_moves_a_weight_to_another_input_fails_the_check_at_its_row) {
    for (const std::string layer : {"layer0.ffn1", "layer1.proj", "layer1.ffn2"}) {
        SCOPED_TRACE(layer);
        const ScratchFolder folder;
        synthesise(folder, "2:8");
        auto indices = indices_of(folder, layer + ".weight", 41);
        if (indices.second < 7)
            ++indices.second;
        else
            indices.first = indices.first == 0 ? 1 : indices.first - 1;
        ASSERT_LT(indices.first, indices.second);
        put_indices(folder, indices);
        expect_failure_in(folder, layer, 41);
    }
}

} // namespace
