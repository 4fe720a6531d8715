// Thousands of damaged copies of real exports: each is refused in one line or imported, and nothing else happens.

#include "tests/onnx/fixture.h"
#include "workloads/format/image.h"
#include "workloads/onnx/import_onnx.h"

#include <gtest/gtest.h>
#include <random>

namespace stavp::workloads {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// A few bytes changed, or a piece cut out, or doubled.
Bytes damaged(Bytes bytes, std::mt19937& random) {
    const auto below = [&random](std::size_t n) { return random() % n; };
    switch (below(4)) {
    case 0:
        bytes.resize(below(bytes.size()));
        break;
    case 1: {
        const std::size_t at = below(bytes.size());
        const std::size_t length = std::min<std::size_t>(1 + below(40), bytes.size() - at);
        bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                    bytes.begin() + static_cast<std::ptrdiff_t>(at + length));
        break;
    }
    default:
        for (std::size_t i = 0, count = 1 + below(4); i < count; ++i)
            bytes[below(bytes.size())] = static_cast<std::uint8_t>(below(3) == 0 ? random() : 1U << below(8));
    }
    return bytes;
}

class MutatedModel : public ::testing::TestWithParam<std::string> {};

TEST_P(MutatedModel, is_imported_or_refused_in_one_line) {
    constexpr int copies = 3000;
    const Bytes whole = read_file(testing::fixture(GetParam() + ".onnx"));
    std::mt19937 random(static_cast<unsigned>(whole.size()));
    int refused = 0;
    for (int i = 0; i < copies; ++i) {
        const Bytes bytes = damaged(whole, random);
        try {
            const Model model = import_onnx(bytes, testing::fixture("damaged.onnx"), {6});
            EXPECT_NO_THROW(infer_columns(model));
        } catch (const FormatError& error) {
            ++refused;
            EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
        }
    }
    EXPECT_GT(refused, copies / 4);
    EXPECT_LT(refused, copies); // a changed weight is no fault that could be seen
}

INSTANTIATE_TEST_SUITE_P(Fixture, MutatedModel,
                         ::testing::Values("post_gelu_12_batch", "grouped_causal_17", "newer_20", "separate_14",
                                           "external_17"),
                         [](const auto& test) { return test.param; });

} // namespace
} // namespace stavp::workloads
