// What PyTorch gave when it exported the fixtures, against the float executor on the imported model.

#include "tests/onnx/fixture.h"
#include "workloads/float/forward.h"
#include "workloads/onnx/import_onnx.h"

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

struct Exported {
    std::string name;
    std::optional<std::uint32_t> rows = std::nullopt; ///< for files that leave them open
    double tolerance = 1e-5;
};

std::ostream& operator<<(std::ostream& out, const Exported& exported) {
    return out << exported.name;
}

class ExportedModel : public ::testing::TestWithParam<Exported> {};

TEST_P(ExportedModel, gives_pytorchs_output) {
    const auto& [name, rows, tolerance] = GetParam();
    const Model model = import_onnx(testing::fixture(name + ".onnx"), {rows});
    const Matrix expected = testing::read_npy(testing::fixture(name + ".out.npy"));
    const Matrix output = forward(model, testing::read_npy(testing::fixture(name + ".in.npy")));
    ASSERT_EQ(output.rows, expected.rows);
    ASSERT_EQ(output.cols, expected.cols);
    double most = 0;
    double largest = 0;
    for (std::size_t i = 0; i < output.values.size(); ++i) {
        most = std::max<double>(most, std::abs(output.values[i] - expected.values[i]));
        largest = std::max<double>(largest, std::abs(expected.values[i]));
    }
    EXPECT_GT(largest, 0.1);
    EXPECT_LE(most, tolerance);
    RecordProperty("largest_difference", fmt::format("{:.2g} of {:.2g}", most, largest));
}

// In float16, 2^-11 of error in each constant (square roots, epsilon) that the file carries.
INSTANTIATE_TEST_SUITE_P(
    Fixture, ExportedModel,
    ::testing::Values(Exported{"post_relu_11"}, Exported{"post_gelu_12_batch"}, Exported{"pre_relu_14_batch"},
                      Exported{"pre_gelu_17"}, Exported{"pre_gelu_13_rows", 6}, Exported{"post_relu_16_rows", 6},
                      Exported{"post_gelu_13_matrix"}, Exported{"causal_17"}, Exported{"separate_14", 6},
                      Exported{"packed_15"}, Exported{"grouped_causal_17"}, Exported{"newer_20"}, Exported{"fused_18"},
                      Exported{"half_weights_12"}, Exported{"half_graph_11", {}, 2e-3}, Exported{"external_17"}),
    [](const auto& test) { return test.param.name; });

} // namespace
} // namespace stavp::workloads
