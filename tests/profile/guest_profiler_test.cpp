// The call stack of a profile, by what a CPU tells of it.

#include "platform/profile/guest_profiler.h"
#include "platform/profile/profile_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace stavp;
using profile::GuestProfiler;
using testing::HasSubstr;

constexpr std::uint64_t kMain = 0x1000;
constexpr std::uint64_t kF = 0x1100;
constexpr std::uint64_t kG = 0x1200;
constexpr std::uint64_t kHandler = 0x1300;

/// A hart whose blocks have 2 instructions and take 3 cycles.
class Profiler : public testing::Test {
protected:
    ElfProgram program;
    std::optional<GuestProfiler> profiler;
    std::uint64_t cycle = 1000;
    std::uint64_t instructions = 0;

    void SetUp() override {
        program.functions = {{kMain, 0x100, "main"}, {kF, 0x100, "f"}, {kG, 0x100, "g"}, {kHandler, 0x100, "handler"}};
        profiler.emplace(program);
        profiler->starts(cycle);
    }
    void block(std::uint64_t pc) {
        profiler->begins(pc, cycle, instructions);
        cycle += 3;
        instructions += 2;
    }
    void call(std::uint64_t behind, std::uint64_t target) {
        profiler->links(Link::call, behind);
        block(target);
    }
    void ret(std::uint64_t target) {
        profiler->links(Link::ret, 0);
        block(target);
    }
    void trap(std::uint64_t pc) {
        profiler->traps(pc, cycle, instructions);
        cycle += 4;
        block(kHandler);
    }
    void mret(std::uint64_t target) {
        profiler->leaves_trap();
        block(target);
    }
    GuestProfile finish() { return profiler->finish(instructions, cycle - 1000); }
    std::string folded() { return profile_folded(finish()); }
};

TEST_F(Profiler, calls_nest_and_return_to_their_callers) {
    block(kMain);
    call(kMain + 8, kF);
    call(kF + 8, kG);
    ret(kF + 8);
    ret(kMain + 8);
    EXPECT_EQ(folded(), "main 6\nmain;f 6\nmain;f;g 3\n");
}

TEST_F(Profiler, a_jump_into_another_function_takes_the_place_of_its_caller) {
    block(kMain);
    call(kMain + 8, kF);
    block(kG); // tail call
    ret(kMain + 8);
    EXPECT_EQ(folded(), "main 6\nmain;f 3\nmain;g 3\n");
}

TEST_F(Profiler, a_return_over_several_frames_ends_all_of_them) {
    block(kMain);
    call(kMain + 8, kF);
    call(kF + 8, kG);
    ret(kMain + 8); // longjmp
    call(kMain + 16, kG);
    EXPECT_EQ(folded(), "main 6\nmain;f 3\nmain;f;g 3\nmain;g 3\n");
}

TEST_F(Profiler, an_unmatched_return_is_a_jump) {
    block(kMain);
    ret(kG);
    call(kG + 8, kF);
    ret(0x9000);
    ret(kG + 8);
    EXPECT_EQ(folded(), "main 3\ng 6\ng;f 3\ng;[unknown] 3\n");
}

TEST_F(Profiler, coroutines_that_swap_through_both_link_registers_do_not_pile_up) {
    block(kMain);
    call(kMain + 8, kF);
    for (int i = 0; i < 3; ++i) {
        profiler->links(Link::ret_then_call, kF + 8);
        block(kMain + 8);
        profiler->links(Link::ret_then_call, kMain + 8);
        block(kF + 8);
    }
    const auto profile = finish();
    for (const auto& stack : profile.stacks)
        EXPECT_LE(stack.functions.size(), 2u);
    EXPECT_EQ(profile.cycles, cycle - 1000);
}

TEST_F(Profiler, a_trap_has_a_stack_of_its_own_and_goes_back_to_what_it_interrupted) {
    block(kMain);
    call(kMain + 8, kF);
    trap(kF + 8);
    call(kHandler + 8, kG);
    trap(kG + 8); // within the handler
    mret(kG + 8);
    ret(kHandler + 8);
    mret(kF + 8);
    ret(kMain + 8);
    EXPECT_EQ(folded(), "main 6\nmain;f 6\n[trap] 8\n[trap];handler 9\n[trap];handler;g 6\n");
}

TEST_F(Profiler, a_trap_at_the_target_of_a_call_interrupts_what_was_called) {
    block(kMain);
    profiler->links(Link::call, kMain + 8);
    trap(kF);
    mret(kF);
    ret(kMain + 8);
    EXPECT_EQ(folded(), "main 6\nmain;f 3\n[trap] 4\n[trap];handler 3\n");
}

TEST_F(Profiler, an_mret_without_a_trap_is_a_jump) {
    block(kMain);
    mret(kF);
    EXPECT_EQ(folded(), "main 3\nf 3\n");
}

TEST_F(Profiler, recursion_deeper_than_is_followed_unwinds_to_where_it_began) {
    constexpr int kCalls = 1000;
    block(kMain);
    call(kMain + 8, kF);
    for (int i = 0; i < kCalls; ++i)
        call(kF + 8, kF);
    for (int i = 0; i < kCalls; ++i)
        ret(kF + 8);
    ret(kMain + 8);
    call(kMain + 16, kG);
    const auto profile = finish();
    EXPECT_THAT(profile_folded(profile), HasSubstr("main;g 3\n"));
    ASSERT_EQ(profile.functions.size(), 3u);
    EXPECT_EQ(profile.functions[0].name, "f");
    EXPECT_EQ(profile.functions[0].self.cycles, (2 * kCalls + 1) * 3u);
    EXPECT_EQ(profile.functions[0].inclusive.cycles, profile.functions[0].self.cycles);
    for (const auto& stack : profile.stacks)
        EXPECT_LE(stack.functions.size(), GuestProfiler::kDeepest);
}

TEST_F(Profiler, handlers_that_never_return_or_trap_again_stay_bounded) {
    block(kMain);
    for (int i = 0; i < 1000; ++i)
        trap(kHandler);
    const auto profile = finish();
    EXPECT_EQ(profile.cycles, cycle - 1000);
    EXPECT_EQ(profile.instructions, instructions);
    EXPECT_LE(profile.stacks.size(), 4u);
}

TEST_F(Profiler, a_restart_of_the_hart_begins_anew) {
    block(kMain);
    call(kMain + 8, kF);
    cycle += 500;
    profiler->starts(cycle);
    const auto origin = cycle;
    instructions = 0;
    block(kG);
    const auto profile = profiler->finish(instructions, cycle - origin);
    EXPECT_EQ(profile_folded(profile), "g 3\n");
    EXPECT_EQ(profile.instructions, 2u);
}

TEST_F(Profiler, sleep_counts_apart_and_nothing_counts_after_the_end) {
    block(kMain);
    profiler->slept(cycle, cycle + 100);
    cycle += 100;
    block(kF);
    const auto profile = finish();
    block(kG);
    EXPECT_EQ(profile_folded(profile), "main 3\nf 3\n[wfi] 100\n");
    EXPECT_EQ(profile_folded(profiler->finish(instructions - 2, cycle - 3 - 1000)), profile_folded(profile));
}

TEST_F(Profiler, names_keep_to_one_word) {
    program.functions[0].name = "a b;c\n";
    profiler.emplace(program);
    profiler->starts(cycle);
    block(kMain);
    EXPECT_EQ(folded(), "a_b_c_ 3\n");
}

TEST_F(Profiler, the_table_sums_up_what_it_does_not_show) {
    block(kMain);
    call(kMain + 8, kF);
    call(kF + 8, kG);
    block(kG);
    EXPECT_EQ(profile_table(finish(), 1),
              "profile of the host, in cycles of its clock\n"
              "function        cycles    share   with called    share  instructions   with called\n"
              "g                    6   50.0 %             6   50.0 %             4             4\n"
              "2 more               6   50.0 %             -        -             4             -\n"
              "[wfi]                0    0.0 %             -        -             0             -\n"
              "total               12  100.0 %             -        -             8             -\n");
}

} // namespace
