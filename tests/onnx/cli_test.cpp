#include "tests/onnx/fixture.h"
#include "tests/support/scratch_path.h"
#include "workloads/model/model_file.h"

#include <cstdlib>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;

int nmprune_import(const std::string& arguments) {
    return std::system((std::string(NMPRUNE) + " import " + arguments + " >/dev/null 2>&1").c_str());
}

TEST(nmprune_import_onnx, writes_a_model_file_or_nothing) {
    const fs::path out = stavp::testing::scratch_path("imported.model");
    fs::remove(out);
    EXPECT_NE(nmprune_import(testing::fixture("bad/activations.onnx").string() + " -o " + out.string()), 0);
    EXPECT_NE(nmprune_import(testing::fixture("pre_gelu_13_rows.onnx").string() + " -o " + out.string()), 0);
    EXPECT_FALSE(fs::exists(out));
    EXPECT_EQ(nmprune_import(testing::fixture("pre_gelu_13_rows.onnx").string() + " --rows 6 -o " + out.string()), 0);
    const Model model = load_model(out);
    EXPECT_EQ(model.name, "pre_gelu_13_rows");
    EXPECT_EQ(model.nodes.front().columns, 16U);
    EXPECT_EQ(model.nodes.front().max_tokens, 6U);
    EXPECT_EQ(model.node("layers.0.self_attn.attention").heads, 2U);
    EXPECT_EQ(model.parameter("layers.0.linear1.weight").shape, (std::vector<std::size_t>{24, 16}));
}

} // namespace
} // namespace stavp::workloads
