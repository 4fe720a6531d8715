#include "tests/cpu/machine.h"

#include <gtest/gtest.h>

namespace {

using stavp::CpuConfig;
using stavp::test::kExpected;
using stavp::test::kLines;
using stavp::test::kResults;
using stavp::test::Machine;

struct Variant {
    std::uint64_t quantum_ns = 1000;
    bool dmi = true;
    double clock_mhz = 1000;
};

/// Runs a program and compares what it wrote with what stands in its .expect section.
void runs_as_written(const char* program, const Variant& variant = {}) {
    CpuConfig config;
    config.quantum_ns = variant.quantum_ns;
    config.clock_mhz = variant.clock_mhz;
    Machine machine("machine", config);
    machine.dmi_enabled = variant.dmi;
    machine.load(program);
    machine.run();
    EXPECT_TRUE(machine.exited) << program << " did not end; pc " << std::hex << machine.cpu.pc();
    std::uint64_t index = 0;
    for (; machine.word(kLines + 8 * index) != 0; ++index)
        EXPECT_EQ(machine.word(kResults + 8 * index), machine.word(kExpected + 8 * index))
            << program << ".S:" << machine.word(kLines + 8 * index);
    EXPECT_GT(index, 5u);
    EXPECT_EQ(machine.word(kResults + 8 * index), 0u) << "more results than expected";
}

#define STAVP_PROGRAM(promise, name)                                                                                   \
    TEST(CpuProgram, promise) {                                                                                        \
        runs_as_written(name);                                                                                         \
    }                                                                                                                  \
    TEST(CpuProgram, promise##_with_a_quantum_of_one_cycle) {                                                          \
        runs_as_written(name, {.quantum_ns = 1});                                                                      \
    }                                                                                                                  \
    TEST(CpuProgram, promise##_over_the_bus_alone) {                                                                   \
        runs_as_written(name, {.dmi = false});                                                                         \
    }

STAVP_PROGRAM(division_and_products_follow_the_manuals_table, "muldiv")
STAVP_PROGRAM(loads_stores_and_jumps_follow_the_manual, "memory")
STAVP_PROGRAM(atomics_follow_the_manual, "atomic")
STAVP_PROGRAM(compressed_instructions_do_what_they_stand_for, "compressed")
STAVP_PROGRAM(traps_are_precise, "traps")
STAVP_PROGRAM(user_mode_is_confined, "user")
STAVP_PROGRAM(corner_cases_of_privilege_follow_the_manual, "privilege")
STAVP_PROGRAM(the_usual_start_up_finds_what_is_absent, "startup")
STAVP_PROGRAM(pmp_protects_as_the_manual_says, "pmp")
STAVP_PROGRAM(interrupts_come_in_order_and_wake_wfi, "interrupts")
STAVP_PROGRAM(fence_i_makes_changed_code_seen, "selfmod")

TEST(CpuProgram, csrs_read_and_write_as_the_manual_allows_and_counters_are_exact) {
    runs_as_written("csr");
}
TEST(CpuProgram, csrs_and_counters_do_not_depend_on_the_quantum) {
    runs_as_written("csr", {.quantum_ns = 1});
}

} // namespace
