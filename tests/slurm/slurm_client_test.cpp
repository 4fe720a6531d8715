#include "platform/run/input_error.h"
#include "platform/sweep/program_output.h"
#include "platform/sweep/slurm_client.h"
#include "tests/slurm/fake_slurm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::sweep {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TEST(program_output, both_streams_and_the_exit_code_are_kept) {
    const auto output = run_program({"sh", "-c", "echo one; echo two >&2; exit 3"});
    EXPECT_EQ(output.exit_code, 3);
    EXPECT_EQ(output.out, "one\n");
    EXPECT_EQ(output.err, "two\n");
}

TEST(program_output, more_than_a_pipe_holds_comes_through_on_both_streams) {
    const auto output = run_program({"sh", "-c", "head -c 300000 /dev/zero >&2; head -c 200000 /dev/zero"});
    EXPECT_EQ(output.out.size(), 200000u);
    EXPECT_EQ(output.err.size(), 300000u);
}

TEST(program_output, a_killed_program_has_128_and_its_signal) {
    EXPECT_EQ(run_program({"sh", "-c", "kill -9 $$"}).exit_code, 128 + 9);
}

TEST(slurm_client, running_and_waiting_tasks_are_told_apart) {
    const auto queue = parse_queue("RUNNING|None\nCOMPLETING|None\nPENDING|Resources\nPENDING|Priority\n");
    EXPECT_EQ(queue.running, 2u);
    EXPECT_EQ(queue.waiting, 2u);
    EXPECT_EQ(queue.reason, "Priority");
    EXPECT_TRUE(parse_queue("").empty());
}

TEST(slurm_client, a_missing_sbatch_is_told_in_one_line) {
    const testing::FakeSlurm fake;
    fake.only_path();
    std::filesystem::remove(fake.folder() / "sbatch");
    EXPECT_THAT([] { SlurmClient(); },
                ThrowsMessage<InputError>("stavp sweep: --engine slurm: sbatch is not on the PATH "
                                          "(Debian's package is slurm-client)"));
}

TEST(slurm_client, what_sbatch_refuses_is_told_in_its_words) {
    const testing::FakeSlurm fake;
    fake.program("sbatch", "echo 'sbatch: error: invalid partition specified: nowhere' >&2\nexit 1");
    EXPECT_THAT(
        [] { SlurmClient().submit("/x/batch-1.sh", {}); },
        ThrowsMessage<InputError>("stavp sweep: --engine slurm: /x/batch-1.sh: sbatch: error: invalid partition "
                                  "specified: nowhere"));
}

TEST(slurm_client, options_of_the_user_reach_sbatch_and_a_job_of_a_federation_keeps_its_number) {
    const testing::FakeSlurm fake;
    fake.program("sbatch", "echo \"$@\" >\"$FAKE/arguments\"\necho '17;east'");
    EXPECT_EQ(SlurmClient().submit("/x/batch-1.sh", {"--account=chips", "--qos=low"}), "17");
    EXPECT_EQ(fake.text("arguments"), "--parsable --account=chips --qos=low /x/batch-1.sh\n");
}

TEST(slurm_client, a_controller_that_does_not_answer_is_no_empty_queue) {
    const testing::FakeSlurm fake;
    fake.program("squeue", "exit 1");
    EXPECT_FALSE(SlurmClient().queue("stavp-abc").has_value());
    fake.program("squeue", "");
    EXPECT_TRUE(SlurmClient().queue("stavp-abc").value().empty());
}

} // namespace
} // namespace stavp::sweep
