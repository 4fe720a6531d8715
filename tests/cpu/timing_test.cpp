#include "tests/cpu/machine.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace {

using namespace stavp::test;
using sc_core::SC_NS;
using sc_core::SC_PS;
using sc_core::sc_time;
using stavp::CpuConfig;

CpuConfig with_quantum(std::uint64_t quantum_ns) {
    CpuConfig config;
    config.quantum_ns = quantum_ns;
    return config;
}

// Device access 10 cycles, slow RAM 30 cycles at 1 GHz; each on top of the instruction's own cost.
void expect_logged_times(Machine& machine, double period_ns) {
    ASSERT_EQ(machine.log.size(), 8u);
    const auto between = [&](std::size_t i) { return machine.log[i].cycles - machine.log[i - 1].cycles; };
    EXPECT_EQ(between(1), 10u + 1);             // the store of log 0 itself
    EXPECT_EQ(between(2), 11u + 1 + 1 + 3);     // nop, nop, mul
    EXPECT_EQ(between(3), 11u + 30 + 2);        // bus load
    EXPECT_EQ(between(4), 11u + 10 + 2);        // 7.5 ns in the target + 2.2 ns = 9.7 -> 10
    EXPECT_EQ(between(5), 11u + 30 + 30 + 4);   // an AMO on the bus is two accesses
    EXPECT_EQ(between(6), 11u + 1 + 5 * 4 + 4); // li; 5 turns of load, addi, branch; 4 of them taken
    // li 1, csrw 2, li 1; the timer store begins 11 + 4 after log 6 and fires 500 later; the wake-up is at once.
    EXPECT_EQ(between(7), 11u + 4 + 500);
    for (const auto& entry : machine.log)
        EXPECT_EQ(entry.time, sc_time(static_cast<double>(entry.cycles) * period_ns, SC_NS));
}

TEST(CpuTiming, cycles_follow_the_cost_table_and_the_bus_delay) {
    Machine machine("machine", {});
    machine.load("timing");
    machine.run();
    expect_logged_times(machine, 1);
}

TEST(CpuTiming, cycles_do_not_depend_on_the_quantum) {
    Machine machine("machine", with_quantum(7));
    machine.load("timing");
    machine.run();
    expect_logged_times(machine, 1);
}

TEST(CpuTiming, bus_delays_are_rounded_up_to_whole_cycles_of_another_clock) {
    CpuConfig config;
    config.clock_mhz = 400;
    Machine machine("machine", config);
    machine.load("timing");
    machine.run();
    ASSERT_EQ(machine.log.size(), 8u);
    const auto between = [&](std::size_t i) { return machine.log[i].cycles - machine.log[i - 1].cycles; };
    EXPECT_EQ(between(1), 4u + 1);       // 10 ns = 4 cycles of 2.5 ns
    EXPECT_EQ(between(3), 5u + 12 + 2);  // 30 ns = 12
    EXPECT_EQ(between(4), 5u + 4 + 2);   // 9.7 ns -> 10 ns
    EXPECT_EQ(between(7), 5u + 4 + 200); // 500 ns = 200
    for (const auto& entry : machine.log)
        EXPECT_EQ(entry.time, sc_time(static_cast<double>(entry.cycles) * 2500, SC_PS));
}

TEST(CpuTiming, sleep_is_counted_from_wfi_to_the_wake_up) {
    Machine machine("machine", {});
    machine.load("timing");
    machine.run();
    // The timer fires 500 cycles after its store began; the store takes 11, wfi 1.
    EXPECT_EQ(machine.cpu.wfi_cycles(), 500u - 11 - 1);
}

TEST(CpuTiming, execution_without_dmi_pays_the_bus_for_each_fetch) {
    Machine machine("machine", {});
    // lw a0, 0(zero) style code in slow RAM: addi; addi; jump to the exit in DMI memory
    machine.load("mips_integer");
    machine.load_words(kSlowRam, {0x00150513, 0x00150513, 0x00000073});
    machine.cpu.reset(kSlowRam, 0, 0);
    machine.run(sc_time(10, sc_core::SC_US));
    // ecall traps to mtvec = 0, where nothing can be fetched: 2 * (30 + 1) + 30 + 4, then 10 + 4 for each failing
    // fetch.
    EXPECT_EQ(machine.cpu.instructions(), 2u);
    EXPECT_EQ(machine.cpu.pc(), 0u);
    EXPECT_EQ(machine.cpu.read_register(10), 2u);
    EXPECT_EQ((machine.cpu.cycles() - 2 * 31 - 34) % 14, 0u);
}

struct Knob {
    const char* name;
    unsigned CpuConfig::*key;
    std::uint64_t uses;
};

std::uint64_t cycles_of_knobs(const CpuConfig& config, const char* name) {
    Machine machine(name, config);
    machine.load("knobs");
    machine.run();
    return machine.log.at(0).cycles;
}

// One process runs one simulation, so that each knob is a case of its own.
class CpuKnob : public testing::TestWithParam<Knob> {};

TEST_P(CpuKnob, adds_its_cycles_once_for_each_use) {
    CpuConfig config;
    config.*GetParam().key += 7;
    // By hand with the default costs: gp 3 and tp 1 and s0 3 instructions, la 2, csrw 2, the repeats, ecall 4.
    const std::uint64_t by_default =
        3 + 1 + 3 + 2 + 2 + 11 * 2 + 13 * 1 + 17 * 3 + 19 * 20 + 23 * 2 + 29 * 2 + 31 * 4 + 4;
    EXPECT_EQ(cycles_of_knobs(config, "machine"), by_default + 7 * GetParam().uses);
}

INSTANTIATE_TEST_SUITE_P(
    Each, CpuKnob,
    testing::Values(Knob{"load", &CpuConfig::load_cycles, 11}, Knob{"store", &CpuConfig::store_cycles, 13},
                    Knob{"mul", &CpuConfig::mul_cycles, 17}, Knob{"div", &CpuConfig::div_cycles, 19},
                    Knob{"branch_taken", &CpuConfig::branch_taken_cycles, 23}, Knob{"csr", &CpuConfig::csr_cycles, 30},
                    Knob{"atomic", &CpuConfig::atomic_cycles, 31}, Knob{"trap", &CpuConfig::trap_cycles, 1}),
    [](const auto& knob) { return std::string(knob.param.name); });

/// What programs/mixed.S computes: 200 xorshift numbers, sorted, folded with the high half of a product.
std::uint64_t checksum_of_mixed() {
    std::vector<std::uint64_t> numbers;
    std::uint64_t state = 12345;
    for (int i = 0; i < 200; ++i) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        numbers.push_back(state);
    }
    std::sort(numbers.begin(), numbers.end());
    std::uint64_t sum = 0;
    for (const auto number : numbers)
        sum = static_cast<std::uint64_t>(static_cast<unsigned __int128>(sum) * number >> 64) + number;
    return sum;
}

class CpuQuantum : public testing::TestWithParam<std::uint64_t> {};

TEST_P(CpuQuantum, does_not_change_results_cycles_or_instructions) {
    Machine machine("machine", with_quantum(GetParam()));
    machine.load("mixed");
    machine.run();
    ASSERT_TRUE(machine.exited);
    EXPECT_EQ(machine.word(kResults), checksum_of_mixed());
    EXPECT_EQ(machine.cpu.instructions(), 61289u);
    EXPECT_EQ(machine.cpu.cycles(), 82542u);
    EXPECT_EQ(machine.log.size(), 12u);
    EXPECT_EQ(machine.cpu.read_register(27), 12u);
}

INSTANTIATE_TEST_SUITE_P(Each, CpuQuantum, testing::Values(1, 3, 100, 10'000));

} // namespace
