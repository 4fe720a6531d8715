#include "tests/cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

void expect_refusal(const std::string& arguments, const std::string& line) {
    const auto outcome = stavp("gemm " + arguments);
    EXPECT_EQ(outcome.exit_code, 2) << arguments;
    EXPECT_EQ(outcome.out, "") << arguments;
    EXPECT_EQ(outcome.err, line + "\n") << arguments;
}

TEST(GemmRefusals, what_is_wrong_is_one_line_and_exit_code_2) {
    const std::string help = " (see stavp gemm --help)";
    expect_refusal("--k 1 --n 1", "stavp gemm: --m is missing" + help);
    expect_refusal("--m 0 --k 1 --n 1",
                   "stavp gemm: --m: expected a whole number from 1 to 4294967295, got '0'" + help);
    expect_refusal("--m 1 --k 1e3 --n 1",
                   "stavp gemm: --k: expected a whole number from 1 to 4294967295, got '1e3'" + help);
    expect_refusal("--m 1 --k 1 --n 4294967296",
                   "stavp gemm: --n: expected a whole number from 1 to 4294967295, got '4294967296'" + help);
    for (const std::string pattern : {"5:4", "2:5", "0:4", "2:", ":4", "2:64", "sparse", "2:4x"})
        expect_refusal("--m 1 --k 1 --n 1 --pattern " + pattern,
                       "stavp gemm: --pattern: expected 'dense' or N:M with M = 2, 4, 8, 16 or 32 and 1 <= N <= M, "
                       "got '" +
                           pattern + "'" + help);
    expect_refusal("--m 1 --k 1 --n 1 --encoding csr",
                   "stavp gemm: --encoding: must be one of bitmap, index, got 'csr'" + help);
    expect_refusal("--m 4294967295 --k 4294967295 --n 1 --ideal-memory",
                   "stavp gemm: the product is too large: m * k * n must be at most 2^56" + help);
    expect_refusal("--m 100000 --k 100000 --n 1",
                   "stavp gemm: DDR too small for the product: needs 10000207872 bytes, has 536870912 (ddr.bytes)");
    expect_refusal("--m 9 --k 999 --n 9 --set sta.lane=3",
                   "--set sta.lane=3: sta.lane: unknown key (did you mean 'sta.lanes'?)");
}

} // namespace
