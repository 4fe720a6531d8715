#include "tests/format/small_workload.h"

#include <functional>
#include <gmock/gmock.h>
#include <stdexcept>

namespace stavp::workloads {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string refusal(const std::function<void()>& action) {
    try {
        action();
        return "accepted";
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
}

class Builder : public ::testing::Test {
protected:
    WorkloadBuilder builder = WorkloadBuilder("w", 2, {{2, 0, 0, 0}});
    TensorId x = builder.add_input("x", NMW_I8, 4, 1, std::vector<std::uint8_t>(8));
    TensorId y = builder.add_activation("y", NMW_I8, 2, 3, 1);
    std::vector<nmw_channel> channels = std::vector<nmw_channel>(3, {0, 1 << 30, 31, 0});
};

TEST_F(Builder, names_the_tensor_that_is_inconsistent) {
    const std::vector<std::int8_t> values(12, 1);
    EXPECT_EQ(refusal([&] { builder.add_weight("w", 3, 5, values, {}); }),
              "tensor 'w': 12 bytes are not 3 x 5 of int8");
    EXPECT_EQ(refusal([&] {
                  builder.add_weight("w", 3, 4, values, {2, 4});
              }),
              "tensor 'w': row 0, group 0 has 4 non-zeros, more than 2:4 allows");
    EXPECT_THAT(refusal([&] { builder.add_weight("w", 3, 4, values, {3, 5}); }), HasSubstr("pattern 3:5"));
    EXPECT_EQ(refusal([&] { builder.add_activation("x", NMW_I8, 2, 3, 1); }), "tensor 'x': the name is taken");
    EXPECT_THAT(refusal([&] { builder.add_activation(std::string(40, 'a'), NMW_I8, 2, 3, 1); }), HasSubstr("39"));
    EXPECT_THAT(refusal([&] { builder.add_activation("z", NMW_I8, 0, 3, 1); }), StartsWith("tensor 'z': shape 0 x 3"));
    channels[1].shift = 0;
    EXPECT_EQ(refusal([&] { builder.add_channels("c", channels); }), "tensor 'c': channel 1: shift 0 is not 1 to 62");
    EXPECT_EQ(refusal([&] { builder.add_input("x2", NMW_I8, 4, 1, std::vector<std::uint8_t>(8)); }),
              "tensor 'x2': a second input");
}

TEST_F(Builder, names_the_layer_that_is_inconsistent) {
    const auto w = builder.add_weight("weight", 3, 4, std::vector<std::int8_t>(12, 1), {});
    const auto c = builder.add_channels("c", channels);
    EXPECT_THAT(refusal([&] { builder.add_gemm("g", x, c, c, y, false); }), StartsWith("layer 'g': its weight 'c'"));
    EXPECT_THAT(refusal([&] { builder.add_gemm("g", y, w, c, y, false); }), StartsWith("layer 'g': its weight"));
    EXPECT_THAT(refusal([&] {
                    builder.add_requant("r", x, y, {1, 1});
                }),
                StartsWith("layer 'r': its input 'x' is 2 x 4"));
    EXPECT_THAT(refusal([&] { builder.add_requant("r", 99, y, {1, 1}); }), HasSubstr("tensor 99 does not exist"));
    EXPECT_THAT(refusal([&] { builder.add_meanpool("p", x, y); }), StartsWith("layer 'p': sequence 0: pool shift 0"));
    builder.add_gemm("g", x, w, c, y, true);
    EXPECT_EQ(refusal([&] { builder.add_gemm("g", x, w, c, y, true); }), "layer 'g': the name is taken");
}

TEST_F(Builder, needs_layers_input_and_output) {
    EXPECT_THAT(refusal([&] { builder.image_bytes(); }), HasSubstr("no input or no output"));
    builder.set_output(y);
    EXPECT_NE(refusal([&] { builder.image_bytes(); }), "accepted");
}

TEST_F(Builder, float_reference_must_have_the_output_s_size) {
    WorkloadBuilder small = test::small_workload();
    small.set_float_reference(std::vector<float>(15));
    EXPECT_THAT(refusal([&] { small.image_bytes(); }), HasSubstr("60 bytes are not 2 x 8 floats"));
}

TEST_F(Builder, activation_that_no_layer_writes_is_named) {
    WorkloadBuilder small = test::small_workload();
    small.add_activation("stray", NMW_I8, 1, 1, 1);
    EXPECT_EQ(refusal([&] { small.image_bytes(); }), "workload: tensor 'stray': no layer writes this activation");
}

TEST(BuilderConstruction, refuses_impossible_sequences) {
    EXPECT_THAT(refusal([] { WorkloadBuilder("w", 4, {{5, 0, 0, 0}}); }), HasSubstr("sequence 0: valid = 5"));
    EXPECT_THAT(refusal([] { WorkloadBuilder("w", 4, {}); }), HasSubstr("sequences"));
    EXPECT_THAT(refusal([] { WorkloadBuilder("w", 0, {{1, 0, 0, 0}}); }), HasSubstr("seq 0"));
    EXPECT_THAT(refusal([] { WorkloadBuilder("", 4, {{1, 0, 0, 0}}); }), HasSubstr("name"));
}

} // namespace
} // namespace stavp::workloads
