#include "workloads/synth/recipe.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <stdexcept>

namespace stavp::workloads {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

class RecipeFile : public ::testing::Test {
protected:
    std::string file = (std::filesystem::path(::testing::TempDir()) /
                        (std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + ".yaml"))
                           .string();
    void TearDown() override { std::filesystem::remove(file); }

    Recipe read(const std::string& text) {
        std::ofstream(file) << text;
        return find_recipe(file);
    }
    /// The message without the folder.
    std::string refusal(const std::string& text) {
        try {
            read(text);
            return "accepted";
        } catch (const std::invalid_argument& error) {
            return error.what();
        }
    }
};

constexpr auto good = "d_model: 64\nheads: 4\nffn: 128\nlayers: 3\n";

TEST_F(RecipeFile, gives_shape_and_defaults) {
    const Recipe r = read(std::string(good) + "norm: pre\nactivation: relu\ncausal: true\nseq: 17\nname: mine\n");
    EXPECT_EQ(r.name, "mine");
    EXPECT_EQ(r.d_model, 64u);
    EXPECT_EQ(r.heads, 4u);
    EXPECT_EQ(r.ffn, 128u);
    EXPECT_EQ(r.layers, 3u);
    EXPECT_EQ(r.seq, 17u);
    EXPECT_EQ(r.norm, NormPlacement::pre);
    EXPECT_EQ(r.activation, Activation::relu);
    EXPECT_TRUE(r.causal);
    const Recipe plain = read(good);
    EXPECT_EQ(plain.name, "gives_shape_and_defaults");
    EXPECT_EQ(plain.seq, 128u);
    EXPECT_EQ(plain.norm, NormPlacement::post);
    EXPECT_FALSE(plain.causal);
}

TEST_F(RecipeFile, refuses_what_it_does_not_know_with_file_and_line) {
    EXPECT_EQ(refusal(std::string(good) + "colour: red\n"), file + ":5: unknown key 'colour'");
    EXPECT_EQ(refusal(std::string(good) + "norm: middle\n"), file + ":5: 'norm' cannot be 'middle'");
    EXPECT_EQ(refusal("d_model: 64\nheads: many\nffn: 128\nlayers: 3\n"), file + ":2: 'heads' has no usable value");
    EXPECT_EQ(refusal("d_model: -64\nheads: 4\nffn: 128\nlayers: 3\n"), file + ":1: 'd_model' has no usable value");
    EXPECT_EQ(refusal(std::string(good) + "ffn: 3\n"), file + ":5: key 'ffn' appears twice");
    EXPECT_EQ(refusal("d_model: 64\nheads: 4\nffn: 128\n"), file + ": key 'layers' is missing");
    EXPECT_EQ(refusal("- a list\n"), file + ":1: expected a map of keys");
    EXPECT_THAT(refusal("d_model: [\n"), HasSubstr(file + ":"));
    EXPECT_EQ(refusal("d_model: 64\nheads: 5\nffn: 128\nlayers: 3\n"), file + ": 5 heads do not divide d_model 64");
    EXPECT_THAT(refusal("d_model: 9000\nheads: 1\nffn: 128\nlayers: 3\n"), EndsWith("d_model 9000 is not 1 to 8192"));
}

TEST(Presets, have_the_shapes_of_the_models) {
    const Recipe large = find_recipe("bert-large");
    EXPECT_EQ(large.d_model, 1024u);
    EXPECT_EQ(large.heads, 16u);
    EXPECT_EQ(large.ffn, 4096u);
    EXPECT_EQ(large.layers, 24u);
    EXPECT_EQ(find_recipe("vit-base").seq, 197u);
    EXPECT_TRUE(find_recipe("gpt2").causal);
    EXPECT_EQ(find_recipe("bert-base").norm, NormPlacement::post);
    EXPECT_THROW(find_recipe("bert-huge"), std::invalid_argument);
}

} // namespace
} // namespace stavp::workloads
