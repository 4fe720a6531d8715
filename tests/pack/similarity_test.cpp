#include "tests/support/scratch_path.h"
#include "workloads/pack/similarity.h"

#include <fstream>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;

TEST(similarity, cosines_are_those_of_the_textbook) {
    Matrix rows(3, 2);
    rows.values = {1, 0, 3, 4, 0, -2};
    const auto cosines = pairwise_cosines(rows);
    EXPECT_NEAR(cosines[0][0], 1, 1e-12);
    EXPECT_NEAR(cosines[0][1], 0.6, 1e-12);
    EXPECT_NEAR(cosines[1][2], -0.8, 1e-12);
    EXPECT_NEAR(cosines[2][0], 0, 1e-12);
}

TEST(similarity, integers_are_read_by_their_type) {
    const std::vector<std::uint8_t> bytes{0xfe, 0xff, 0x02, 0x01};
    EXPECT_EQ(to_reals(bytes, NMW_I8, 2, 2, 0.5, "x").values, (std::vector<float>{-1, -0.5F, 1, 0.5F}));
    EXPECT_EQ(to_reals(bytes, NMW_U8, 1, 4, 1, "x").values, (std::vector<float>{254, 255, 2, 1}));
    EXPECT_EQ(to_reals(bytes, NMW_I16, 1, 2, 1, "x").values, (std::vector<float>{-2, 258}));
    EXPECT_EQ(to_reals(bytes, NMW_I32, 1, 1, 1, "x").values, (std::vector<float>{16973822}));
    EXPECT_THROW(to_reals(bytes, NMW_I16, 1, 3, 1, "x"), FormatError);
    EXPECT_THROW(to_reals(bytes, 99, 1, 4, 1, "x"), FormatError);
}

TEST(similarity, a_runs_output_is_read_as_its_summary_describes_it) {
    const fs::path run = stavp::testing::scratch_path("similarity_run");
    fs::create_directories(run);
    std::ofstream(run / "summary.json")
        << R"({"outputs":[{"name":"y","dtype":"i8","rows":2,"cols":2,"scale":0.25,"file":"outputs.bin"}]})";
    std::ofstream(run / "outputs.bin", std::ios::binary) << "\x04\x08\xfc\x01";
    EXPECT_EQ(run_output(run).values, (std::vector<float>{1, 2, -1, 0.25F}));
    std::ofstream(run / "outputs.bin", std::ios::binary) << "\x04\x08";
    EXPECT_THROW(run_output(run), FormatError);
    std::ofstream(run / "summary.json") << R"({"outputs":[]})";
    EXPECT_THROW(run_output(run), FormatError);
    EXPECT_THROW(run_output(run / "nowhere"), FormatError);
}

} // namespace
} // namespace stavp::workloads
