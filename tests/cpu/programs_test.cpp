#include "tests/cpu/machine.h"

#include <gtest/gtest.h>

namespace {

using stavp::test::kExpected;
using stavp::test::kLines;
using stavp::test::kResults;
using stavp::test::Machine;

TEST(CpuProgram, smoke) {
    Machine machine("machine", {});
    machine.load("smoke");
    machine.run();
    EXPECT_TRUE(machine.exited);
    EXPECT_EQ(machine.word(kResults), 35u);
}

} // namespace
