#include "tests/cpu/machine.h"

#include <gtest/gtest.h>
#include <stdexcept>
#include <vector>

namespace {

using namespace stavp::test;
using sc_core::SC_NS;
using sc_core::sc_time;
using sc_core::SC_US;
using stavp::Cpu;
using stavp::CpuConfig;

constexpr std::uint32_t kNop = 0x00000013;
constexpr std::uint32_t kIncrement = 0x00150513; ///< addi a0, a0, 1
constexpr std::uint32_t kBack4 = 0xffdff06f;     ///< j .-4
constexpr std::uint32_t kReadTime = 0xc01022f3;  ///< csrr t0, time
constexpr unsigned kA0 = 10;

TEST(Cpu, stands_still_until_its_first_reset) {
    Machine machine("machine", {});
    machine.run(sc_time(1, SC_US));
    EXPECT_EQ(machine.cpu.instructions(), 0u);
    EXPECT_EQ(machine.cpu.cycles(), 0u);
}

TEST(Cpu, starts_in_machine_mode_with_the_given_arguments) {
    Machine machine("machine", {});
    machine.load_words(kRam, {0x0000006f});
    machine.cpu.reset(kRam, 3, 0x1234);
    machine.run(sc_time(1, SC_US));
    EXPECT_EQ(machine.cpu.read_register(10), 3u);
    EXPECT_EQ(machine.cpu.read_register(11), 0x1234u);
    EXPECT_EQ(machine.cpu.privilege(), stavp::Privilege::machine);
    EXPECT_EQ(machine.cpu.pc(), kRam);
}

TEST(Cpu, runs_ahead_by_no_more_than_a_quantum_and_a_block) {
    CpuConfig config;
    config.quantum_ns = 100;
    Machine machine("machine", config);
    machine.load_words(kRam, {kIncrement, kBack4});
    machine.cpu.reset(kRam, 0, 0);
    machine.run(sc_time(1050, SC_NS));
    // A turn takes 3 cycles. At 1050 ns the CPU has run the quantum that began at or before 1050 ns.
    EXPECT_GE(machine.cpu.cycles(), 1050u);
    EXPECT_LE(machine.cpu.cycles(), 1050u + 100 + 3);
    EXPECT_NEAR(static_cast<double>(machine.cpu.read_register(kA0)), machine.cpu.cycles() / 3.0, 1);
}

TEST(Cpu, sees_an_interrupt_within_a_quantum_in_a_loop_without_bus_accesses) {
    CpuConfig config;
    config.quantum_ns = 200;
    Machine machine("machine", config);
    // csrw mtvec, a1; csrw mie, a0; csrsi mstatus, 8; li a0, 0; j .     handler at a1: sd a0, 0x18(tp) needs tp
    machine.load_words(kRam, {0x30559073, 0x30451073, 0x30046073, 0x0000006f});
    machine.load_words(kRam + 0x100, {0x10000237, 0x00a23c23, 0x0000006f}); // lui tp, 0x10000; sd a0, 0x18(tp); j .
    machine.cpu.reset(kRam, 0x80, kRam + 0x100);
    machine.run(sc_time(1010, SC_NS));
    EXPECT_TRUE(machine.log.empty());
    machine.set_lines(0x80);
    machine.run(sc_time(1, SC_US));
    ASSERT_EQ(machine.log.size(), 1u);
    EXPECT_GE(machine.log[0].time, sc_time(1010, SC_NS));
    // quantum, the rest of a block (j: 2), trap 4, lui 1
    EXPECT_LE(machine.log[0].time, sc_time(1010 + 200 + 2 + 4 + 1, SC_NS));
}

TEST(Cpu, a_failing_sc_writes_nothing_over_what_another_master_wrote_meanwhile) {
    Machine machine("machine", {});
    // lr.w t0, (a0); sw a1, (a0); nop; sc.w t0, a1, (a0); j .
    machine.load_words(kRam, {0x100522af, 0x00b52023, kNop, 0x18b522af, 0x0000006f});
    machine.cpu.reset(kRam, kSlowRam, 5);
    while (machine.cpu.pc() != kRam + 12)
        machine.run(sc_time(1, SC_NS));
    machine.run(sc_time(10, SC_NS)); // SC has read, which takes 30 ns
    machine.set_word(kSlowRam, 7);
    machine.run(sc_time(1, SC_US));
    EXPECT_EQ(machine.cpu.read_register(5), 1u);
    EXPECT_EQ(machine.word(kSlowRam), 7u);
}

TEST(Cpu, misaligned_accesses_through_a_null_pointer_trap_as_others_do) {
    Machine machine("machine", {});
    machine.load_words(kRam + 0x100, {0x0000006f});
    // lw, sw, lh, sd at 1, after mtvec is set to a0, where `j .` is
    for (const std::uint32_t access : {0x00102083u, 0x001020a3u, 0x00101083u, 0x001030a3u}) {
        machine.load_words(kRam, {0x30551073, access});
        machine.cpu.reset(kRam, kRam + 0x100, 0);
        machine.run(sc_time(100, SC_NS));
        EXPECT_EQ(machine.cpu.pc(), kRam + 0x100);
        EXPECT_EQ(machine.cpu.read_csr(0x343), 1u);
    }
}

TEST(Cpu, executes_nothing_after_the_access_that_stops_the_simulation) {
    Machine machine("machine", {});
    machine.load_words(kRam, {0x10000237, 0x00a23023, kIncrement, kIncrement}); // lui tp; sd a0, 0(tp); addi; addi
    machine.cpu.reset(kRam, 0, 0);
    machine.run();
    EXPECT_TRUE(machine.exited);
    EXPECT_EQ(machine.cpu.instructions(), 2u);
    EXPECT_EQ(machine.cpu.pc(), kRam + 8);
    EXPECT_EQ(machine.cpu.read_register(kA0), 0u);
}

TEST(Cpu, counts_and_pc_are_exact_during_a_bus_access) {
    Machine machine("machine", {});
    machine.load_words(kRam, {0x10000237, kNop, kNop, 0x00a23c23, kNop, 0x00a23c23, 0x00a23023});
    machine.cpu.reset(kRam, 0, 0);
    machine.run();
    ASSERT_EQ(machine.log.size(), 2u);
    EXPECT_EQ(machine.log[0].pc, kRam + 12);
    EXPECT_EQ(machine.log[0].instructions, 3u);
    EXPECT_EQ(machine.log[0].cycles, 3u);
    EXPECT_EQ(machine.log[1].pc, kRam + 20);
    EXPECT_EQ(machine.log[1].instructions, 5u);
    EXPECT_EQ(machine.log[1].cycles, 3u + 11 + 1);
}

TEST(Cpu, goes_on_over_the_bus_when_dmi_is_withdrawn) {
    Machine machine("machine", {});
    // lui tp; sd a0, 0x200(a1); sd a0, 0x38(tp) (withdraw); ld a2, 0x200(a1); sd a2, 0x208(a1); sd zero, 0(tp)
    machine.load_words(kRam, {0x10000237, 0x20a5b023, 0x02a23c23, 0x2005b603, 0x20c5b423, 0x00023023});
    machine.cpu.reset(kRam, 77, kRam + 0x1000);
    machine.run();
    EXPECT_TRUE(machine.exited);
    EXPECT_EQ(machine.word(kRam + 0x1208), 77u);
    // lui 1, sd 1, sd to the device 11, then over the bus: ld 2 + 30, sd 1 + 30; the exit's store 10 + 1.
    EXPECT_EQ(machine.cpu.cycles(), 1u + 1 + 11 + 32 + 31 + 11);
}

TEST(Cpu, a_reset_from_a_device_takes_effect_at_the_next_instruction) {
    Machine machine("machine", {});
    machine.load_words(kRam, {0x10000237, 0x04b23023, kIncrement, 0x0000006f}); // sd a1, 0x40(tp)
    machine.load_words(kRam + 0x100, {0x0000006f});
    machine.cpu.reset(kRam, 0, kRam + 0x100);
    machine.run(sc_time(1, SC_US));
    EXPECT_EQ(machine.cpu.pc(), kRam + 0x100);
    EXPECT_EQ(machine.cpu.read_register(10), 1u);
    EXPECT_EQ(machine.cpu.read_register(11), 2u);
    EXPECT_EQ(machine.cpu.read_register(4), 0u);
}

TEST(Cpu, reads_time_from_its_source_at_the_exact_simulated_time) {
    CpuConfig config;
    config.read_mtime = [] { return sc_core::sc_time_stamp().value() / 1000; };
    Machine machine("machine", config);
    machine.load_words(kRam, {kNop, kNop, kReadTime, kNop, 0xc0102373, 0x0000006f}); // ... csrr t1, time
    machine.cpu.reset(kRam, 0, 0);
    machine.run(sc_time(1, SC_US));
    EXPECT_EQ(machine.cpu.read_register(5), 2u);
    EXPECT_EQ(machine.cpu.read_register(6), 2u + 2 + 1);
}

TEST(Cpu, refuses_costs_of_zero_and_impossible_clocks) {
    CpuConfig zero_cost;
    zero_cost.load_cycles = 0;
    EXPECT_THROW(Cpu("a", zero_cost), std::invalid_argument);
    CpuConfig no_clock;
    no_clock.clock_mhz = 0;
    EXPECT_THROW(Cpu("b", no_clock), std::invalid_argument);
    CpuConfig too_many;
    too_many.pmp_entries = 65;
    EXPECT_THROW(Cpu("c", too_many), std::invalid_argument);
    CpuConfig no_quantum;
    no_quantum.quantum_ns = 0;
    EXPECT_THROW(Cpu("d", no_quantum), std::invalid_argument);
}

TEST(CpuDebug, steps_one_instruction_at_a_time) {
    Machine machine("machine", {});
    machine.load_words(kRam, {kIncrement, kIncrement, kBack4});
    machine.cpu.reset(kRam, 0, 0);
    machine.cpu.halt();
    std::vector<Cpu::HaltReason> reasons;
    machine.cpu.on_halt([&](Cpu::HaltReason reason) { reasons.push_back(reason); });
    machine.run(sc_time(1, SC_US));
    EXPECT_TRUE(machine.cpu.halted());
    EXPECT_EQ(machine.cpu.instructions(), 0u);
    const std::uint64_t pcs[] = {kRam + 4, kRam + 8, kRam + 4, kRam + 8};
    for (const auto pc : pcs) {
        machine.cpu.step_instruction();
        machine.run(sc_time(1, SC_US));
        EXPECT_EQ(machine.cpu.pc(), pc);
    }
    EXPECT_EQ(machine.cpu.instructions(), 4u);
    EXPECT_EQ(machine.cpu.read_register(kA0), 3u);
    EXPECT_EQ(reasons.size(), 5u);
    EXPECT_EQ(reasons.front(), Cpu::HaltReason::request);
    EXPECT_EQ(reasons.back(), Cpu::HaltReason::step);
}

TEST(CpuDebug, stops_at_a_breakpoint_before_its_instruction_and_goes_on_from_it) {
    Machine machine("machine", {});
    machine.load_words(kRam, {kIncrement, kIncrement, kBack4});
    machine.cpu.reset(kRam, 0, 0);
    machine.cpu.set_breakpoint(kRam + 4, true);
    unsigned stops = 0;
    machine.cpu.on_halt([&](Cpu::HaltReason reason) {
        EXPECT_EQ(reason, Cpu::HaltReason::breakpoint);
        ++stops;
    });
    for (std::uint64_t turn = 1; turn <= 3; ++turn) {
        machine.run(sc_time(1, SC_US));
        EXPECT_EQ(machine.cpu.pc(), kRam + 4);
        EXPECT_EQ(machine.cpu.read_register(kA0), turn);
        EXPECT_EQ(stops, turn);
        machine.cpu.resume();
    }
    machine.cpu.set_breakpoint(kRam + 4, false);
    machine.run(sc_time(1, SC_US));
    EXPECT_FALSE(machine.cpu.halted());
    EXPECT_GT(machine.cpu.read_register(kA0), 100u);
    EXPECT_EQ(stops, 3u);
}

TEST(CpuDebug, halts_and_resumes_a_running_or_sleeping_hart) {
    Machine machine("machine", {});
    machine.load_words(kRam, {0x10500073, kIncrement, kBack4}); // wfi; addi; j .-4
    machine.cpu.reset(kRam, 0, 0);
    machine.run(sc_time(1, SC_US));
    EXPECT_EQ(machine.cpu.instructions(), 1u);
    machine.cpu.halt();
    machine.run(sc_time(1, SC_US));
    EXPECT_TRUE(machine.cpu.halted());
    EXPECT_EQ(machine.cpu.pc(), kRam + 4);
    machine.cpu.write_register(kA0, 1000);
    EXPECT_TRUE(machine.cpu.write_csr(0x340, 99));
    EXPECT_EQ(machine.cpu.read_csr(0x340), 99u);
    EXPECT_FALSE(machine.cpu.write_csr(0xf14, 1));
    EXPECT_EQ(machine.cpu.read_csr(0x180), std::nullopt);
    machine.cpu.resume();
    machine.run(sc_time(2, SC_US));
    EXPECT_GT(machine.cpu.read_register(kA0), 1300u);
}

TEST(CpuDebug, stops_behind_the_instruction_that_touches_what_is_watched) {
    Machine machine("machine", {});
    // sd a0, 8(a1); ld a2, 8(a1); lb a3, 16(a1); addi a0, a0, 1; j .-4
    machine.load_words(kRam, {0x00a5b423, 0x0085b603, 0x01058683, kIncrement, kBack4});
    const std::uint64_t data = kRam + 0x1000;
    std::vector<std::uint64_t> hits;
    machine.cpu.on_watch_hit([&](const stavp::Watchpoint&, std::uint64_t address) { hits.push_back(address); });
    Cpu::HaltReason reason{};
    machine.cpu.on_halt([&](Cpu::HaltReason why) { reason = why; });
    const stavp::Watchpoint written{data + 12, 1, false, true};
    const stavp::Watchpoint read{data + 16, 1, true, false};
    machine.cpu.set_watchpoint(written, true);
    machine.cpu.set_watchpoint(read, true);
    machine.cpu.reset(kRam, 7, data);
    machine.run(sc_time(1, SC_US));
    EXPECT_TRUE(machine.cpu.halted());
    EXPECT_EQ(reason, Cpu::HaltReason::watchpoint);
    EXPECT_EQ(machine.cpu.pc(),
              kRam + 4); // the store's eight bytes hold the watched one; the load of it is not watched
    EXPECT_EQ(hits, std::vector<std::uint64_t>{data + 12});
    machine.cpu.resume();
    machine.run(sc_time(1, SC_US));
    EXPECT_EQ(machine.cpu.pc(), kRam + 12);
    EXPECT_EQ(hits, (std::vector<std::uint64_t>{data + 12, data + 16}));
    machine.cpu.set_watchpoint(written, false);
    machine.cpu.set_watchpoint(read, false);
    machine.cpu.resume();
    machine.run(sc_time(1, SC_US));
    EXPECT_FALSE(machine.cpu.halted());
}

TEST(CpuDebug, a_watched_page_costs_no_simulated_time) {
    Machine plain("plain", {});
    Machine watched("watched", {});
    watched.cpu.set_watchpoint({kRam + 0x1800, 8, true, true}, true);
    for (auto* machine : {&plain, &watched}) {
        // sd a0, 0(a1); ld a2, 0(a1); addi a0, a0, -1; bnez a0, .-12; csrr a5, mcycle; j .
        machine->load_words(kRam, {0x00a5b023, 0x0005b603, 0xfff50513, 0xfe051ae3, 0xb00027f3, 0x0000006f});
        machine->cpu.reset(kRam, 256, kRam + 0x1000);
    }
    plain.run(sc_time(10, SC_US));
    // A turn: store 1, load 2, addi 1, branch taken 2; the last branch is not taken.
    EXPECT_EQ(plain.cpu.read_register(15), 256u * 6 - 1);
    EXPECT_EQ(watched.cpu.read_register(15), plain.cpu.read_register(15));
}

} // namespace
