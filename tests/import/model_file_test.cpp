#include "tests/pack/tiny_model.h"
#include "tests/support/scratch_path.h"
#include "workloads/format/image.h"
#include "workloads/model/model_file.h"
#include "workloads/model/safetensors.h"

#include <fstream>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;

fs::path temporary(const std::string& name) {
    return stavp::testing::scratch_path(name);
}

/// Length field, header, data: as the format's description has it.
fs::path craft(const std::string& name, const std::string& header, const std::string& data) {
    std::string bytes;
    for (unsigned i = 0; i < 8; ++i)
        bytes += static_cast<char>((header.size() >> (8 * i)) & 0xff);
    std::ofstream(temporary(name), std::ios::binary) << bytes << header << data;
    return temporary(name);
}

std::string complaint(const fs::path& file) {
    try {
        read_safetensors(file);
    } catch (const FormatError& error) {
        return error.what();
    }
    return "(none)";
}

TEST(safetensors, reads_a_file_written_by_hand) {
    const auto file = craft("hand.safetensors",
                            R"({"a":{"dtype":"F32","shape":[1,2],"data_offsets":[2,10]},)"
                            R"("b":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},"__metadata__":{"k":"v"}})",
                            std::string("\x01\xff\0\0\x80\x3f\0\0\0\xc0", 10));
    const SafeTensors read = read_safetensors(file);
    EXPECT_EQ(read.metadata.at("k"), "v");
    EXPECT_EQ(read.tensors.at("b").bytes, (std::vector<std::uint8_t>{1, 255}));
    EXPECT_EQ(read.tensors.at("a").bytes, (std::vector<std::uint8_t>{0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0}));
}

TEST(safetensors, what_is_not_exactly_the_format_is_refused) {
    const std::string one = R"({"a":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}})";
    EXPECT_EQ(complaint(craft("good", one, "xy")), "(none)");
    EXPECT_NE(complaint(craft("short", one, "x")).find("truncated"), std::string::npos);
    EXPECT_NE(complaint(craft("long", one, "xyz")).find("after the last tensor"), std::string::npos);
    EXPECT_NE(complaint(craft("size", R"({"a":{"dtype":"I16","shape":[2],"data_offsets":[0,2]}})", "xy")).find("fit"),
              std::string::npos);
    EXPECT_NE(complaint(craft("type", R"({"a":{"dtype":"I7","shape":[2],"data_offsets":[0,2]}})", "xy")).find("dtype"),
              std::string::npos);
    EXPECT_NE(complaint(craft("gap", R"({"a":{"dtype":"I8","shape":[1],"data_offsets":[1,2]}})", "xy")).find("gap"),
              std::string::npos);
    EXPECT_NE(complaint(craft("overlap",
                              R"({"a":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},)"
                              R"("b":{"dtype":"I8","shape":[2],"data_offsets":[1,3]}})",
                              "xyz"))
                  .find("overlaps"),
              std::string::npos);
    EXPECT_NE(complaint(craft("negative", R"({"a":{"dtype":"I8","shape":[-2],"data_offsets":[0,2]}})", "xy")),
              "(none)");
    EXPECT_NE(
        complaint(craft("huge", R"({"a":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", "")),
        "(none)");
    EXPECT_NE(complaint(craft("json", "{\"a\"", "")), "(none)");
    std::ofstream(temporary("stub"), std::ios::binary) << "abc";
    EXPECT_NE(complaint(temporary("stub")), "(none)");
}

TEST(model_file, holds_everything_and_is_written_byte_by_byte_the_same) {
    Model model = testing::tiny_model();
    model.provenance["source"] = "test";
    model.nodes[4].pattern = {2, 8};
    model.nodes[4].scales = {{0.5, 0.25, 0.125}, 0.1};
    model.quantised["head.weight"] = {std::vector<std::int8_t>(1600, -3), std::vector<float>(40, 0.5F)};
    save_model(temporary("one"), model);
    const Model read = load_model(temporary("one"));
    EXPECT_EQ(read.nodes.size(), model.nodes.size());
    EXPECT_EQ(read.nodes[4].pattern, model.nodes[4].pattern);
    EXPECT_EQ(read.nodes[4].scales.int8, model.nodes[4].scales.int8);
    EXPECT_EQ(read.parameter("head.weight").values, model.parameter("head.weight").values);
    EXPECT_EQ(read.quantised.at("head.weight").values, model.quantised.at("head.weight").values);
    EXPECT_EQ(read.vocabulary.pieces.size(), 28U);
    save_model(temporary("two"), read);
    std::ifstream one(temporary("one"), std::ios::binary);
    std::ifstream two(temporary("two"), std::ios::binary);
    EXPECT_EQ(std::string((std::istreambuf_iterator<char>(one)), {}),
              std::string((std::istreambuf_iterator<char>(two)), {}));
}

TEST(model_file, an_inconsistent_graph_is_refused_and_names_the_node) {
    Model model = testing::tiny_model();
    model.parameters.at("ffn1.bias").shape = {47};
    model.parameters.at("ffn1.bias").values.resize(47);
    try {
        infer_columns(model);
        FAIL() << "no error";
    } catch (const std::invalid_argument& error) {
        EXPECT_NE(std::string(error.what()).find("node ffn1: "), std::string::npos) << error.what();
    }
    EXPECT_THROW(load_model(craft("graph", R"({"__metadata__":{"stavp.graph":"[1]"}})", "")), FormatError);
    EXPECT_THROW(load_model(craft("none", "{}", "")), FormatError);
}

} // namespace
} // namespace stavp::workloads
