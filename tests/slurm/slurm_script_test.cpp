#include "platform/sweep/slurm_script.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/sweep/program_output.h"
#include "tests/support/scratch_path.h"

namespace stavp::sweep {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

SlurmBatch batch() {
    return {"/scratch/out/slurm",
            "batch-2",
            "stavp-abc",
            {"/opt/stavp", "sweep-task", "/scratch/out"},
            {{"p0001", "p0002"}, {"p0003"}}};
}

TEST(slurm_script, asks_only_for_what_the_user_gave) {
    EXPECT_EQ(script_text(batch(), {}),
              "#!/bin/sh\n"
              "#SBATCH --job-name=stavp-abc\n"
              "#SBATCH --array=0-1\n"
              "#SBATCH --requeue\n"
              "#SBATCH --ntasks=1\n"
              "#SBATCH --cpus-per-task=1\n"
              "#SBATCH --output='/scratch/out/slurm/batch-2-%a.log'\n"
              "#SBATCH --open-mode=append\n"
              "points=$(sed -n \"$((SLURM_ARRAY_TASK_ID + 1))p\" '/scratch/out/slurm/batch-2.tasks')\n"
              "exec '/opt/stavp' 'sweep-task' '/scratch/out' $points\n");
}

TEST(slurm_script, hands_on_every_resource_request) {
    SlurmOptions options;
    options.partition = "long";
    options.time_minutes = 90;
    options.memory_mb = 512;
    options.cpus = 2;
    options.max_parallel = 10;
    const auto text = script_text(batch(), options);
    EXPECT_THAT(text, HasSubstr("\n#SBATCH --partition='long'\n"));
    EXPECT_THAT(text, HasSubstr("\n#SBATCH --time=90\n"));
    EXPECT_THAT(text, HasSubstr("\n#SBATCH --mem=512\n"));
    EXPECT_THAT(text, HasSubstr("\n#SBATCH --cpus-per-task=2\n"));
    EXPECT_THAT(text, HasSubstr("\n#SBATCH --array=0-1%10\n"));
}

TEST(slurm_script, the_task_file_has_a_line_per_task) {
    EXPECT_EQ(task_text(batch().tasks), "p0001 p0002\np0003\n");
}

TEST(slurm_script, percent_signs_in_the_folder_are_no_patterns_of_slurm) {
    auto odd = batch();
    odd.folder = "/scratch/50%a/slurm";
    const auto text = script_text(odd, {});
    EXPECT_THAT(text, HasSubstr("--output='/scratch/50%%a/slurm/batch-2-%a.log'"));
    EXPECT_THAT(text, HasSubstr("'/scratch/50%a/slurm/batch-2.tasks'"));
}

/// The script under a shell, with names that a shell would take apart.
TEST(slurm_script, a_task_runs_the_worker_on_the_points_of_its_line) {
    auto real = batch();
    real.folder = testing::scratch_path("it's a folder $HOME");
    std::filesystem::create_directories(real.folder);
    real.worker = {"printf", "<%s>", "a b", "it's", "$HOME"};
    std::ofstream(real.task_file()) << task_text(real.tasks);
    std::ofstream(real.script_file()) << script_text(real, {});
    const auto run = [&](const std::string& task) {
        return run_program({"env", "SLURM_ARRAY_TASK_ID=" + task, "sh", real.script_file().string()}).out;
    };
    EXPECT_EQ(run("0"), "<a b><it's><$HOME><p0001><p0002>");
    EXPECT_EQ(run("1"), "<a b><it's><$HOME><p0003>");
    std::filesystem::remove_all(real.folder);
}

} // namespace
} // namespace stavp::sweep
