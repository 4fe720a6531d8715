// Files that cannot be imported. The whole messages stand in docs/bad-input.md and are tested with the program; here:
// that nothing that stands in the way goes unnamed, whatever else does.

#include "tests/onnx/fixture.h"
#include "tests/support/scratch_path.h"
#include "workloads/format/image.h"
#include "workloads/onnx/import_onnx.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string complaint(const fs::path& file, const OnnxOptions& options = {}) {
    try {
        import_onnx(file, options);
    } catch (const FormatError& error) {
        EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
        return error.what();
    }
    return "(none)";
}

std::string bad(const std::string& name) {
    return complaint(testing::fixture("bad/" + name + ".onnx"));
}

TEST(bad_onnx_file, has_every_unsupported_node_named) {
    EXPECT_THAT(bad("other_operators"),
                AllOf(HasSubstr("'fast' (com.microsoft.FastGelu)"), HasSubstr("'hard' (HardSwish)"),
                      HasSubstr("'running' (CumSum)"), Not(HasSubstr("'product'"))));
    EXPECT_THAT(bad("activations"),
                AllOf(HasSubstr("'/Mul_5' (Mul): GELU in its tanh approximation"),
                      HasSubstr("'/Mul_11' (Mul): GELU in its tanh approximation"), HasSubstr("'/Elu' (Elu)")));
}

TEST(bad_onnx_file, has_unsupported_nodes_named_though_its_input_cannot_be_read) {
    EXPECT_THAT(bad("two_inputs"), HasSubstr("2 inputs ('x', 'z')"));
    EXPECT_THAT(bad("token_ids"), HasSubstr("input 'x' is of type INT64"));
}

TEST(bad_onnx_file, has_every_missing_weight_named) {
    EXPECT_THAT(bad("missing_weights"),
                AllOf(HasSubstr("'product' (MatMul): 'w' is missing"), HasSubstr("'bias' (Add): 'b' is missing"),
                      HasSubstr("'second' (MatMul): 'v' is missing")));
}

TEST(bad_onnx_file, that_leaves_its_rows_open_is_imported_once_they_are_said) {
    const fs::path file = testing::fixture("bad/open_rows.onnx");
    EXPECT_THAT(complaint(file), HasSubstr("--rows"));
    EXPECT_EQ(import_onnx(file, {5}).nodes.front().max_tokens, 5U);
    EXPECT_THAT(complaint(testing::fixture("bad/wrong_width.onnx"), {5}), HasSubstr("has 3 rows, not 5"));
}

TEST(bad_onnx_file, never_reads_outside_its_folder) {
    EXPECT_THAT(bad("data_outside"), HasSubstr("not inside the model's folder"));
    // A link that leads out is no better than a path that does.
    const fs::path root = stavp::testing::scratch_path("onnx_link");
    fs::remove_all(root);
    fs::create_directories(root / "model");
    std::ofstream(root / "outside.data") << std::string(64, 'x');
    fs::create_symlink(root / "outside.data", root / "model/nowhere.data");
    fs::copy_file(testing::fixture("bad/absent_data.onnx"), root / "model/absent_data.onnx");
    EXPECT_THAT(complaint(root / "model/absent_data.onnx"), HasSubstr("not inside the model's folder"));
    fs::remove(root / "model/nowhere.data");
    fs::copy_file(root / "outside.data", root / "model/nowhere.data");
    EXPECT_EQ(complaint(root / "model/absent_data.onnx"), "(none)");
}

TEST(bad_onnx_file, cut_anywhere_is_told_from_one_that_is_no_model) {
    const auto bytes = read_file(testing::fixture("bad/first_row.onnx"));
    const auto complaint_of = [](std::span<const std::uint8_t> contents) -> std::string {
        try {
            import_onnx(contents, "cut.onnx");
        } catch (const FormatError& error) {
            return error.what();
        }
        return "(none)";
    };
    for (std::size_t length = 1; length < bytes.size(); ++length)
        EXPECT_THAT(complaint_of(std::span(bytes).first(length)), HasSubstr("cut short")) << length;
    const std::string text = "This is a letter, not a model.\n";
    EXPECT_THAT(complaint_of({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}),
                HasSubstr("is no ONNX model"));
}

} // namespace
} // namespace stavp::workloads
