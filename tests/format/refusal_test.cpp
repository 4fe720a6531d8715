#include "tests/format/editor.h"
#include "tests/format/small_workload.h"
#include "workloads/format/image.h"

#include <functional>
#include <gmock/gmock.h>

namespace stavp::workloads {
namespace {

using test::Editor;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string refusal(std::vector<std::uint8_t> bytes) {
    try {
        Image::parse(std::move(bytes), "file.nmw");
        return "accepted";
    } catch (const FormatError& error) {
        return error.what();
    }
}

/// What is done to a valid file whose checksums are then mended, and what the message must say.
struct Case {
    const char* name;
    std::function<void(Editor&)> damage;
    const char* place;
    const char* reason;
};

void PrintTo(const Case& tested, std::ostream* out) {
    *out << tested.name;
}

class MendedFile : public ::testing::TestWithParam<Case> {};

TEST_P(MendedFile, is_refused_by_place_and_reason) {
    Editor editor(test::small_image());
    GetParam().damage(editor);
    editor.mend();
    const std::string message = refusal(editor.bytes);
    EXPECT_THAT(message, AllOf(StartsWith("file.nmw: " + std::string(GetParam().place) + ": "),
                               HasSubstr(GetParam().reason), Not(HasSubstr("\n"))));
}

const Case header_cases[] = {
    {"magic", [](Editor& e) { e.header().magic = 1; }, "header", "magic"},
    {"version", [](Editor& e) { e.header().version = 3; }, "header", "version 3 is not supported, only 1 to 2"},
    {"version_0", [](Editor& e) { e.header().version = 0; }, "header", "version 0 is not supported"},
    {"file_bytes", [](Editor& e) { e.header().file_bytes += 64; }, "header", "the file has"},
    {"no_sections", [](Editor& e) { e.header().section_count = 0; }, "header", "section_count 0"},
    {"many_sections", [](Editor& e) { e.header().section_count = 8; }, "header", "section_count 8"},
    {"reserved", [](Editor& e) { e.header().reserved[5] = 1; }, "header", "reserved"},
    {"endless_name", [](Editor& e) { std::memset(e.header().name, 'x', NMW_NAME_BYTES); }, "header", "name"},
    {"odd_ddr_bytes", [](Editor& e) { e.header().ddr_bytes += 1; }, "header", "ddr_bytes"},
    {"ddr_bytes_beyond_file", [](Editor& e) { e.header().ddr_bytes = 1u << 30; }, "header", "ddr_bytes"},
    {"short_ddr_bytes", [](Editor& e) { e.header().ddr_bytes -= 64; }, "section data", "wrong side of ddr_bytes"},
    {"huge_arena", [](Editor& e) { e.header().arena_bytes = 1ull << 40; }, "header", "arena_bytes"},
    {"no_seq", [](Editor& e) { e.header().seq = 0; }, "header", "seq 0"},
    {"layer_count", [](Editor& e) { e.header().layer_count += 1; }, "header", "8 layers do not make up"},
    {"tensor_count", [](Editor& e) { e.header().tensor_count -= 1; }, "header", "11 tensors do not make up"},
    {"sequence_count", [](Editor& e) { e.header().sequence_count = 0; }, "header", "0 sequences do not make up"},
    {"input_index", [](Editor& e) { e.header().input_tensor = 12; }, "header", "does not exist"},
    {"output_index", [](Editor& e) { e.header().output_tensor = NMW_NONE; }, "header", "does not exist"},
    {"input_in_arena", [](Editor& e) { e.header().input_tensor = e.index("qkv"); }, "tensor 'qkv'",
     "cannot be the input"},
    {"output_in_file", [](Editor& e) { e.header().output_tensor = e.index("x"); }, "tensor 'x'",
     "cannot be the output"},
};

const Case section_cases[] = {
    {"unknown_kind", [](Editor& e) { e.section(NMW_SECTION_META).kind = 99; }, "section kind 99", "unknown kind"},
    {"twice", [](Editor& e) { e.section(NMW_SECTION_META).kind = NMW_SECTION_FLOAT; }, "section float",
     "appears twice"},
    {"missing", [](Editor& e) { e.header().section_count = 3; }, "section layers", "belong to no section"},
    {"misaligned", [](Editor& e) { e.section(NMW_SECTION_DATA).offset += 8; }, "section data", "aligned"},
    {"overlapping", [](Editor& e) { e.section(NMW_SECTION_DATA).offset = 384; }, "section data", "lies before"},
    {"beyond_the_file", [](Editor& e) { e.section(NMW_SECTION_META).bytes = ~0ull; }, "section meta", "beyond the end"},
    {"reserved_word", [](Editor& e) { e.section(NMW_SECTION_META).reserved = 1; }, "section meta", "reserved"},
    {"shortened_leaves_a_hole", [](Editor& e) { e.section(NMW_SECTION_GOLDEN).bytes -= 128; }, "section float",
     "belong to no section"},
    {"shortened_leaves_padding", [](Editor& e) { e.section(NMW_SECTION_META).bytes -= 1; }, "end of file", "padding"},
    {"float_size", [](Editor& e) { e.section(NMW_SECTION_FLOAT).bytes -= 4; }, "section meta", "padding"},
};

const Case tensor_cases[] = {
    {"unnamed", [](Editor& e) { std::memset(e.tensor("x").name, 0, NMW_NAME_BYTES); }, "tensor 0", "name"},
    {"control_character", [](Editor& e) { e.tensor("x").name[0] = '\n'; }, "tensor 0", "name"},
    {"same_name", [](Editor& e) { std::memcpy(e.tensor("sum").name, "qkv\0", 4); }, "tensor 'qkv'", "second tensor"},
    {"dtype", [](Editor& e) { e.tensor("x").dtype = 5; }, "tensor 'x'", "unknown dtype 5"},
    {"encoding", [](Editor& e) { e.tensor("x").encoding = 3; }, "tensor 'x'", "unknown encoding 3"},
    {"storage", [](Editor& e) { e.tensor("x").storage = 2; }, "tensor 'x'", "unknown storage 2"},
    {"no_rows", [](Editor& e) { e.tensor("x").rows = 0; }, "tensor 'x'", "shape 0 x 8"},
    {"huge_shape", [](Editor& e) { e.tensor("x").cols = 0xffffffff; }, "tensor 'x'", "1 to 2^28"},
    {"bad_scale", [](Editor& e) { e.tensor("x").scale = -1; }, "tensor 'x'", "scale"},
    {"stride", [](Editor& e) { e.tensor("x").row_stride = 7; }, "tensor 'x'", "row_stride 7"},
    {"huge_stride", [](Editor& e) { e.tensor("sum").row_stride = ~0ull - 1; }, "tensor 'sum'", "row_stride"},
    {"bytes", [](Editor& e) { e.tensor("x").bytes += 1; }, "tensor 'x'", "not 65 bytes"},
    {"dense_with_pattern", [](Editor& e) { e.tensor("x").pattern_m = 4; }, "tensor 'x'", "has a pattern"},
    {"pattern_m", [](Editor& e) { e.tensor("qkv.weight").pattern_m = 5; }, "tensor 'qkv.weight'", "pattern 2:5"},
    {"pattern_m_64", [](Editor& e) { e.tensor("qkv.weight").pattern_m = 64; }, "tensor 'qkv.weight'", "pattern 2:64"},
    {"pattern_n", [](Editor& e) { e.tensor("qkv.weight").pattern_n = 5; }, "tensor 'qkv.weight'", "pattern 5:4"},
    {"pattern_0", [](Editor& e) { e.tensor("qkv.weight").pattern_n = 0; }, "tensor 'qkv.weight'", "pattern 0:4"},
    {"other_pattern", [](Editor& e) { e.tensor("qkv.weight").pattern_n = 1; }, "tensor 'qkv.weight'", "do not fit"},
    {"map_size", [](Editor& e) { e.tensor("qkv.weight").map_bytes = 23; }, "tensor 'qkv.weight'", "map of 23 bytes"},
    {"compressed_type", [](Editor& e) { e.tensor("qkv.weight").dtype = NMW_U8; }, "tensor 'qkv.weight'", "int8"},
    {"offset_outside", [](Editor& e) { e.tensor("x").offset = e.header().ddr_bytes; }, "tensor 'x'", "lie outside"},
    {"offset_overflow", [](Editor& e) { e.tensor("x").offset = ~0ull - 63; }, "tensor 'x'", "lie outside"},
    {"map_outside", [](Editor& e) { e.tensor("qkv.weight").map_offset = 0; }, "tensor 'qkv.weight'", "lie outside"},
    {"misaligned_tensor", [](Editor& e) { e.tensor("x").offset += 1; }, "tensor 'x'", "aligned"},
    {"arena_overlap", [](Editor& e) { e.tensor("sum").offset = e.tensor("attended").offset; }, "tensor 'sum'",
     "overlaps tensor 'attended' in the arena"},
    {"beyond_arena", [](Editor& e) { e.tensor("sum").offset = e.header().arena_bytes; }, "tensor 'sum'", "arena"},
    {"constants_overlap", [](Editor& e) { e.tensor("x").offset = e.tensor("gelu.table").offset; },
     "tensor 'gelu.table'", "overlaps tensor 'x'"},
    {"golden_outside", [](Editor& e) { e.tensor("sum").golden_offset = 64; }, "tensor 'sum'", "golden section"},
    {"golden_of_constant", [](Editor& e) { e.tensor("x").golden_offset = 64; }, "tensor 'x'", "no activation"},
    {"map_bits", [](Editor& e) { e.bytes[e.tensor("qkv.weight").map_offset + 3] = 0x17; }, "tensor 'qkv.weight'",
     "row 3: group 0 keeps 3 values, more than N = 2"},
    {"unused_slot", [](Editor& e) { e.bytes[e.tensor("qkv.weight").map_offset + 3] = 0x01; }, "tensor 'qkv.weight'",
     "row 3: group 0 has an unused value slot"},
};

const Case layer_cases[] = {
    {"op", [](Editor& e) { e.layer("qkv").op = 8; }, "layer 'qkv'", "unknown operation 8"},
    {"same_layer_name", [](Editor& e) { std::memcpy(e.layer("add").name, "qkv", 4); }, "layer 'qkv'", "second layer"},
    {"flags", [](Editor& e) { e.layer("qkv").flags = NMW_CAUSAL; }, "layer 'qkv'", "flags 0x2"},
    {"missing_input", [](Editor& e) { e.layer("qkv").input0 = 77; }, "layer 'qkv'", "its input is tensor 77 of 12"},
    {"no_weight", [](Editor& e) { e.layer("qkv").weight = NMW_NONE; }, "layer 'qkv'", "its weight is tensor"},
    {"surplus_weight", [](Editor& e) { e.layer("add").weight = 0; }, "layer 'add'", "takes no weight"},
    {"weight_type", [](Editor& e) { e.layer("qkv").weight = e.index("qkv.channels"); }, "layer 'qkv'",
     "its weight 'qkv.channels' cannot be int32"},
    {"weight_shape", [](Editor& e) { e.layer("qkv").weight = e.index("gelu.table"); }, "layer 'qkv'",
     "is 1 x 256, expected 24 x 8"},
    {"compressed_input", [](Editor& e) { e.layer("qkv").input0 = e.index("qkv.weight"); }, "layer 'qkv'",
     "is compressed"},
    {"output_constant", [](Editor& e) { e.layer("qkv").output = e.index("x"); }, "layer 'qkv'", "not in the arena"},
    {"gemm_multiplier", [](Editor& e) { e.layer("qkv").mult0 = 1; }, "layer 'qkv'", "does not use"},
    {"rows_field", [](Editor& e) { e.layer("qkv").rows = 7; }, "layer 'qkv'", "rows, k, cols of 7, 8, 24"},
    {"reserved_field", [](Editor& e) { e.layer("qkv").reserved[4] = 1; }, "layer 'qkv'", "reserved"},
    {"channel_shift", [](Editor& e) { e.channel("qkv.channels", 2).shift = 63; }, "tensor 'qkv.channels'",
     "channel 2: shift 63 is not 1 to 62"},
    {"channel_mult", [](Editor& e) { e.channel("qkv.channels", 23).mult = -1; }, "tensor 'qkv.channels'",
     "channel 23: multiplier -1 is negative"},
    {"heads", [](Editor& e) { e.layer("attention").heads = 4; }, "layer 'attention'", "4 heads of 4"},
    {"no_heads", [](Editor& e) { e.layer("attention").heads = 0; }, "layer 'attention'", "must not be 0"},
    {"score_shift", [](Editor& e) { e.layer("attention").shift0 = 0; }, "layer 'attention'", "score shift 0"},
    {"context_mult", [](Editor& e) { e.layer("attention").mult1 = -5; }, "layer 'attention'", "context multiplier -5"},
    {"norm_params", [](Editor& e) { e.layer("norm").params = e.index("gelu.table"); }, "layer 'norm'",
     "cannot be int8"},
    {"add_mult", [](Editor& e) { e.layer("add").mult1 = INT32_MIN; }, "layer 'add'", "-2^31"},
    {"add_shape", [](Editor& e) { e.layer("add").input1 = e.index("qkv"); }, "layer 'add'",
     "its second input 'qkv' is 8 x 24, expected 8 x 8"},
    {"lut_table", [](Editor& e) { e.layer("gelu").params = e.index("x"); }, "layer 'gelu'", "expected 1 x 256"},
    {"lut_type", [](Editor& e) { e.layer("gelu").input0 = e.index("sum"); }, "layer 'gelu'", "cannot be int16"},
    {"stray_eps", [](Editor& e) { e.layer("gelu").eps_q = 1; }, "layer 'gelu'", "no layer norm"},
    {"pool_shift", [](Editor& e) { e.sequence(1).pool_shift = 0; }, "sequence 1", "pool shift 0"},
    {"valid_0", [](Editor& e) { e.sequence(1).valid = 0; }, "sequence 1", "valid = 0 is not 1 to 4"},
    {"valid_5", [](Editor& e) { e.sequence(0).valid = 5; }, "sequence 0", "valid = 5 is not 1 to 4"},
    {"reads_early", [](Editor& e) { e.layer("add").input1 = e.index("norm"); }, "layer 'add'",
     "reads 'norm' before a layer writes it"},
    {"writes_twice", [](Editor& e) { e.layer("gelu").output = e.index("norm"); }, "layer 'gelu'",
     "writes 'norm', as an earlier layer does"},
};

std::string case_name(const ::testing::TestParamInfo<Case>& info) {
    return info.param.name;
}
INSTANTIATE_TEST_SUITE_P(header, MendedFile, ::testing::ValuesIn(header_cases), case_name);
INSTANTIATE_TEST_SUITE_P(section, MendedFile, ::testing::ValuesIn(section_cases), case_name);
INSTANTIATE_TEST_SUITE_P(tensor, MendedFile, ::testing::ValuesIn(tensor_cases), case_name);
INSTANTIATE_TEST_SUITE_P(layer, MendedFile, ::testing::ValuesIn(layer_cases), case_name);

TEST(Refusal, undamaged_file_is_accepted) {
    Editor editor(test::small_image());
    editor.mend();
    EXPECT_EQ(editor.bytes, test::small_image());
    EXPECT_EQ(refusal(editor.bytes), "accepted");
}

TEST(Refusal, checksum_mismatch_names_the_section) {
    for (const auto& [kind, name] : {std::pair{NMW_SECTION_LAYERS, "layers"},
                                     {NMW_SECTION_TENSORS, "tensors"},
                                     {NMW_SECTION_SEQUENCES, "sequences"},
                                     {NMW_SECTION_DATA, "data"},
                                     {NMW_SECTION_GOLDEN, "golden"},
                                     {NMW_SECTION_FLOAT, "float"},
                                     {NMW_SECTION_META, "meta"}}) {
        Editor editor(test::small_image());
        editor.bytes[editor.section(static_cast<std::uint32_t>(kind)).offset] ^= 0x10;
        EXPECT_THAT(refusal(editor.bytes), StartsWith(std::string("file.nmw: section ") + name + ": CRC mismatch"));
    }
    Editor editor(test::small_image());
    editor.header().arena_bytes += 64;
    EXPECT_THAT(refusal(editor.bytes), StartsWith("file.nmw: header: CRC mismatch"));
}

TEST(Refusal, files_that_cannot_be_read_are_named) {
    for (const char* path : {"/no/such/file.nmw", "/"}) {
        try {
            Image::load(path);
            ADD_FAILURE() << path;
        } catch (const FormatError& error) {
            EXPECT_THAT(error.what(), StartsWith(std::string(path) + ": "));
        }
    }
}

} // namespace
} // namespace stavp::workloads
