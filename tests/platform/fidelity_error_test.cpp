#include "platform/report/fidelity_error.h"
#include "platform/run/input_error.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace stavp;
namespace fs = std::filesystem;
using testing::HasSubstr;

class FidelityErrors : public testing::Test {
protected:
    fs::path root = fs::path(testing::TempDir()) /
                    ("fidelity_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));

    void SetUp() override { fs::remove_all(root); }
    void TearDown() override { fs::remove_all(root); }

    void write(const std::string& run, const std::string& layers, int cycles, const std::string& outputs,
               bool passed = true) {
        fs::create_directories(root / run);
        std::ofstream(root / run / "summary.json")
            << R"({"cycles": )" << cycles << R"(, "check": {"passed": )" << (passed ? "true" : "false")
            << R"(}, "layers": [)" << layers << "]}";
        std::ofstream(root / run / "outputs.bin") << outputs;
    }
    FidelityError error() const { return fidelity_error(root / "lt", root / "at"); }
};

TEST_F(FidelityErrors, are_relative_to_at_and_signed) {
    // qkv: 150 against 200 = -25 %; add: 120 against 100 = +20 %; total 330 against 300 = +10 %; mean (25 + 20) / 2.
    write("lt", R"({"name": "qkv", "op": "gemm", "cycles": 150}, {"name": "add", "op": "add", "cycles": 120})", 330,
          "ab");
    write("at", R"({"name": "qkv", "op": "gemm", "cycles": 200}, {"name": "add", "op": "add", "cycles": 100})", 300,
          "ab");
    const auto result = error();
    ASSERT_EQ(result.layers.size(), 2u);
    EXPECT_DOUBLE_EQ(result.layers[0].error_percent, -25);
    EXPECT_DOUBLE_EQ(result.layers[1].error_percent, 20);
    EXPECT_DOUBLE_EQ(result.error_percent, 10);
    EXPECT_DOUBLE_EQ(result.mean_error_percent, 22.5);
    EXPECT_DOUBLE_EQ(result.worst_error_percent, 25);
    EXPECT_TRUE(result.bytes_agree());
    const auto text = fidelity_text(result);
    EXPECT_THAT(text, HasSubstr("qkv    gemm                150           200    -25.0 %"));
    EXPECT_THAT(text, HasSubstr("bytes: equal in every layer"));
}

TEST_F(FidelityErrors, one_different_byte_or_a_failed_check_is_said) {
    const std::string layer = R"({"name": "x", "op": "add", "cycles": 1})";
    write("lt", layer, 1, "ab");
    write("at", layer, 1, "ac");
    EXPECT_FALSE(error().bytes_agree());
    EXPECT_THAT(fidelity_text(error()), HasSubstr("DIFFER"));
    write("at", layer, 1, "abc");
    EXPECT_FALSE(error().outputs_agree);
    write("at", layer, 1, "ab", false);
    EXPECT_TRUE(error().outputs_agree);
    EXPECT_FALSE(error().bytes_agree());
}

TEST_F(FidelityErrors, runs_of_different_layers_are_refused) {
    write("lt", R"({"name": "x", "op": "add", "cycles": 1})", 1, "");
    write("at", R"({"name": "y", "op": "add", "cycles": 1})", 1, "");
    EXPECT_THROW(error(), InputError);
    write("at", "", 1, "");
    EXPECT_THROW(error(), InputError);
    fs::remove(root / "lt/summary.json");
    EXPECT_THROW(error(), InputError);
}

} // namespace
