// stavp run --profile, as a user calls it.

#include "tests/system/shell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

namespace {

using nlohmann::json;
using testing::HasSubstr;

class ProfileRun : public testing::Test {
protected:
    ScratchFolder folder;

    Outcome run(const std::string& arguments) const { return shell(folder.path(), "stavp run " + arguments); }
    json file(const std::string& name) const { return json::parse(read_text(folder / ("out/" + name))); }

    /// Stack to cycles, of OUT/profile.folded.
    std::map<std::string, std::uint64_t> folded() const {
        std::map<std::string, std::uint64_t> stacks;
        std::istringstream in(read_text(folder / "out/profile.folded"));
        for (std::string line; std::getline(in, line);) {
            const auto space = line.find(' ');
            EXPECT_NE(space, std::string::npos) << line;
            const auto cycles = line.substr(space + 1);
            EXPECT_TRUE(!cycles.empty() && cycles.find_first_not_of("0123456789") == std::string::npos) << line;
            stacks[line.substr(0, space)] += std::stoull(cycles);
        }
        return stacks;
    }

    void expect_exact_sums() const {
        const auto cpu = file("summary.json")["engines"]["cpu"];
        const auto profile = file("profile.json");
        for (const auto* total : {"instructions", "cycles", "wfi_cycles"})
            EXPECT_EQ(profile[total], cpu[total]) << total;
        std::uint64_t instructions = 0;
        std::uint64_t cycles = 0;
        std::uint64_t wfi_cycles = 0;
        for (const auto& function : profile["functions"]) {
            instructions += function["self"]["instructions"].get<std::uint64_t>();
            cycles += function["self"]["cycles"].get<std::uint64_t>();
            wfi_cycles += function["wfi_cycles"].get<std::uint64_t>();
        }
        EXPECT_EQ(instructions, cpu["instructions"]);
        EXPECT_EQ(cycles + wfi_cycles, cpu["cycles"]);
        EXPECT_EQ(wfi_cycles, cpu["wfi_cycles"]);
        std::uint64_t folded_cycles = 0;
        for (const auto& [stack, stack_cycles] : folded())
            folded_cycles += stack_cycles;
        EXPECT_EQ(folded_cycles, cpu["cycles"]);
    }
};

struct Cost {
    std::uint64_t instructions, cycles, inclusive_instructions, inclusive_cycles;
};

// Sums of the comments in programs/calls.S.
const std::map<std::string, Cost> kCounted = {
    {"outer", {15, 22, 36, 115}}, // without tail, which took its place
    {"inner", {15, 84, 21, 93}},   {"leaf", {8, 12, 8, 12}},  {"tail", {2, 3, 2, 3}}, {"saver", {2, 3, 2, 3}},
    {"recurse", {26, 37, 26, 37}}, {"finish", {3, 3, 3, 3}}, // without the store that ends the run
    {"on_trap", {11, 18, 13, 21}}, {"handled", {2, 3, 2, 3}},
};

TEST_F(ProfileRun, functions_cost_what_the_cost_table_says) {
    for (const std::string fidelity : {"lt", "at"}) {
        const auto outcome =
            run("--firmware '" STAVP_PROFILE_PROGRAMS "/profile_calls.elf' -o out --profile --fidelity " + fidelity);
        ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
        expect_exact_sums();
        std::map<std::string, json> functions;
        const auto profile = file("profile.json");
        for (const auto& function : profile["functions"])
            functions[function["name"]] = function;
        for (const auto& [name, cost] : kCounted) {
            const auto& got = functions.at(name);
            EXPECT_EQ(got["self"]["instructions"], cost.instructions) << name;
            EXPECT_EQ(got["self"]["cycles"], cost.cycles) << name;
            EXPECT_EQ(got["inclusive"]["instructions"], cost.inclusive_instructions) << name;
            EXPECT_EQ(got["inclusive"]["cycles"], cost.inclusive_cycles) << name;
        }
        EXPECT_EQ(functions.at("_start")["self"]["instructions"], 15);
        EXPECT_EQ(functions.at("_start")["self"]["cycles"], 24);
        EXPECT_EQ(functions.at("[trap]")["self"]["instructions"], 0);
        EXPECT_EQ(functions.at("[trap]")["self"]["cycles"], 2 * 4);
        // Those that wait for the bus.
        EXPECT_EQ(functions.at("ring")["self"]["instructions"], 4);
        EXPECT_GT(functions.at("ring")["self"]["cycles"], 5);
        EXPECT_EQ(functions.at("quiet")["self"]["instructions"], 2);
        EXPECT_GT(functions.at("quiet")["self"]["cycles"], 2);
        EXPECT_EQ(functions.at("nap")["self"]["instructions"], 10);
        EXPECT_GT(functions.at("nap")["self"]["cycles"], 14);
        EXPECT_LT(functions.at("nap")["self"]["cycles"], 200);
        EXPECT_EQ(functions.at("nap")["wfi_cycles"], profile["wfi_cycles"]);
        EXPECT_GT(profile["wfi_cycles"], 1500); // 20 ticks of 100 ns, less up to one and the way there
        EXPECT_LE(profile["wfi_cycles"], 2000);
        // All but traps and sleep is called from _start.
        const auto traps = functions.at("[trap]")["inclusive"]["cycles"].get<std::uint64_t>();
        EXPECT_EQ(traps, 8 + 21 + functions.at("quiet")["self"]["cycles"].get<std::uint64_t>());
        EXPECT_EQ(functions.at("_start")["inclusive"]["cycles"].get<std::uint64_t>() + traps +
                      profile["wfi_cycles"].get<std::uint64_t>(),
                  profile["cycles"]);
    }
}

TEST_F(ProfileRun, stacks_follow_calls_tail_calls_and_traps) {
    ASSERT_EQ(run("--firmware '" STAVP_PROFILE_PROGRAMS "/profile_calls.elf' -o out --profile").exit_code, 0);
    auto stacks = folded();
    for (const auto* waits : {"_start;ring", "_start;nap", "[trap];quiet", "[wfi]"})
        EXPECT_EQ(stacks.erase(waits), 1u) << waits;
    const std::map<std::string, std::uint64_t> expected = {
        {"_start", 24},
        {"_start;outer", 22},
        {"_start;outer;inner", 84},
        {"_start;outer;inner;leaf", 9},
        {"_start;tail", 3},
        {"_start;leaf", 3},
        {"_start;saver", 3},
        {"_start;recurse", 11},
        {"_start;recurse;recurse", 11},
        {"_start;recurse;recurse;recurse", 11},
        {"_start;recurse;recurse;recurse;recurse", 4},
        {"_start;finish", 3},
        {"[trap]", 8},
        {"[trap];on_trap", 18},
        {"[trap];on_trap;handled", 3},
    };
    EXPECT_EQ(stacks, expected);
}

TEST_F(ProfileRun, a_workload_sums_to_its_summary_however_it_ends) {
    prepare(folder.path(), "nmprune synth --shape bert-base --layers 1 --seq 32 --pattern 2:4 --seed 1 -o bert.nmw");
    for (const std::string options :
         {"--fidelity lt", "--fidelity at", "--set cpu.clock_mhz=333 --set sim.quantum_ns=50", "--timeout-cycles 10000",
          "--trace tlm,timeline"}) {
        const auto outcome = run("-w bert.nmw -o out --profile=3 " + options);
        ASSERT_EQ(outcome.exit_code == 0, options.find("timeout") == std::string::npos) << outcome.err;
        expect_exact_sums();
        const auto profile = file("profile.json");
        const auto& most = profile["functions"][0];
        EXPECT_THAT(outcome.out, HasSubstr("\nprofile of the host, in cycles of its clock\nfunction"));
        EXPECT_THAT(outcome.out, HasSubstr(most["name"].get<std::string>() + " "));
        EXPECT_THAT(outcome.out, HasSubstr("\n[wfi] "));
        EXPECT_THAT(outcome.out, HasSubstr(" more "));
        EXPECT_THAT(read_text(folder / "out/profile.folded"), HasSubstr("_start;scheduler_run;"));
    }
}

TEST_F(ProfileRun, the_table_needs_no_folder_and_the_files_come_only_when_asked_for) {
    const std::string program = "--firmware '" STAVP_PROFILE_PROGRAMS "/profile_calls.elf' ";
    const auto shown = run(program + "--profile");
    EXPECT_EQ(shown.exit_code, 0);
    EXPECT_THAT(shown.out, HasSubstr("\ninner "));
    EXPECT_EQ(run(program).out, "");
    run(program + "-o out --profile");
    EXPECT_TRUE(std::filesystem::exists(folder / "out/profile.json"));
    run(program + "-o out");
    EXPECT_FALSE(std::filesystem::exists(folder / "out/profile.json"));
    EXPECT_FALSE(std::filesystem::exists(folder / "out/profile.folded"));
}

TEST_F(ProfileRun, what_cannot_be_profiled_is_one_line_and_exit_code_2) {
    const std::string program = "--firmware '" STAVP_PROFILE_PROGRAMS "/profile_calls.elf' ";
    for (const std::string rows : {"0", "-1", "many", "5x"}) {
        const auto outcome = run(program + "-o out --profile=" + rows);
        EXPECT_EQ(outcome.exit_code, 2);
        EXPECT_EQ(outcome.err, "stavp run: --profile: expected a whole number from 1 on, got '" + rows +
                                   "' (see stavp run --help)\n");
    }
    prepare(folder.path(), STAVP_STRIP " --strip-all -o stripped.elf '" STAVP_PROFILE_PROGRAMS "/profile_calls.elf'");
    const auto stripped = run("--firmware stripped.elf -o out --profile");
    EXPECT_EQ(stripped.exit_code, 2);
    EXPECT_EQ(stripped.err,
              "stripped.elf: has no symbols, and --profile goes by functions; link it without --strip-all\n");
    EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

} // namespace
