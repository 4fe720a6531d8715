#include "tests/support/scratch_path.h"
#include "workloads/features/model_inputs.h"

#include "tests/features/npy_file.h"
#include "tests/pack/tiny_encoder.h"
#include "workloads/features/features.h"
#include "workloads/format/image.h"

#include <gmock/gmock.h>

namespace stavp::workloads {
namespace {

using testing::data_of;
using testing::npy_bytes;
using testing::put;

std::filesystem::path ids_file(const std::vector<std::int32_t>& ids) {
    const std::string shape = "(1, " + std::to_string(ids.size()) + ")";
    return put("ids.npy", npy_bytes("{'descr': '<i4', 'fortran_order': False, 'shape': " + shape + "}", data_of(ids)));
}

TEST(model_inputs, the_first_node_decides_what_a_file_must_hold) {
    const Model tokens = testing::tiny_model();
    const Model features = testing::tiny_encoder();
    const auto text = put("s.txt", "abc\n# comment\nde f\n");
    const auto npy = stavp::testing::scratch_path("x.npy");
    write_features(npy, {Matrix(2, 16), Matrix(2, 16)});

    const ModelInputs sentences = read_model_inputs(tokens, text);
    EXPECT_EQ(sentences.labels, (std::vector<std::string>{"abc", "de f"}));
    EXPECT_EQ(std::get<TokenIds>(sentences.sequences[0]), (TokenIds{1, 2, 3, 4}));
    EXPECT_EQ(read_model_inputs(features, npy).labels, (std::vector<std::string>{"x.npy[0]", "x.npy[1]"}));
    EXPECT_EQ(std::get<TokenIds>(read_model_inputs(tokens, ids_file({5, 6})).sequences[0]), (TokenIds{5, 6}));

    EXPECT_THROW(read_model_inputs(features, text), FormatError);
    EXPECT_THROW(read_model_inputs(tokens, npy), FormatError);
    EXPECT_THROW(read_model_inputs(features, ids_file({5, 6})), FormatError);
    EXPECT_THROW(read_model_inputs(tokens, ids_file({1, 28})), FormatError) << "beyond the table";
}

TEST(model_inputs, a_refused_sequence_is_named) {
    try {
        read_model_inputs(testing::tiny_model(), ids_file({99}));
        FAIL();
    } catch (const FormatError& error) {
        EXPECT_THAT(error.what(),
                    ::testing::HasSubstr("ids.npy: sequence 0: token id 99 is beyond the embedding table"));
    }
}

} // namespace
} // namespace stavp::workloads
