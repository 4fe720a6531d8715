// Real sweeps on a real Slurm: tests/slurm/with-slurm.sh runs this program with a cluster around it.

#include "platform/sweep/program_output.h"
#include "tests/slurm/background_program.h"
#include "tests/support/scratch_path.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iterator>
#include <thread>

namespace stavp::sweep {
namespace {

namespace fs = std::filesystem;
using testing::BackgroundProgram;
using ::testing::HasSubstr;

constexpr int kPoints = 8;

std::string read_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// False if it did not become true in a minute.
bool until(const std::function<bool()>& is_true) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!is_true()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
}

std::size_t lines_of(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string queue() {
    return run_program({"squeue", "--noheader", "--array"}).out;
}

class SlurmCluster : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        ASSERT_NE(std::getenv("SLURM_CONF"), nullptr) << "run this program by tests/slurm/with-slurm.sh";
        folder_ = fs::path(::testing::TempDir()) / fmt::format("stavp_slurm_{}", getpid());
        fs::create_directories(folder_);
        std::ofstream(sweep_file()) << "workload: {synth: bert-base, layers: 1, seq: 192, pattern: \"2:4\"}\n"
                                       "axes:\n"
                                       "  sta.rows: [8, 16]\n"
                                       "  sta.lanes: [1, 2]\n"
                                       "  buffers.weight.bytes: [256KiB, 512KiB]\n";
        const auto local = run_program(
            {STAVP_PROGRAM, "sweep", sweep_file().string(), "-o", local_out().string(), "--no-cache", "-j", "2"});
        ASSERT_EQ(local.exit_code, 0) << local.err;
    }
    static void TearDownTestSuite() { fs::remove_all(folder_); }

    SlurmCluster() : out_(folder_ / ::testing::UnitTest::GetInstance()->current_test_info()->name()) {}
    ~SlurmCluster() override { run_program({"scancel", "--quiet", fmt::format("--user={}", getuid())}); }
    SlurmCluster(const SlurmCluster&) = delete;
    SlurmCluster& operator=(const SlurmCluster&) = delete;

    static fs::path sweep_file() { return folder_ / "sweep.yaml"; }
    static fs::path local_out() { return folder_ / "local"; }

    std::vector<std::string> command(const std::vector<std::string>& more) const {
        std::vector<std::string> words{STAVP_PROGRAM, "sweep", sweep_file().string(), "-o", out_.string(),
                                       "--engine",    "slurm", "--no-cache"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }
    BackgroundProgram start(const std::vector<std::string>& more) const {
        return {command(more), out_.string() + ".out", out_.string() + ".err"};
    }
    std::string errors() const { return read_text(out_.string() + ".err"); }
    bool has_row(int point) const { return fs::exists(out_ / "points" / fmt::format("p{:04}", point) / "row.json"); }
    int rows() const {
        int count = 0;
        for (int point = 1; point <= kPoints; ++point)
            count += has_row(point) ? 1 : 0;
        return count;
    }
    bool has_batch(int number) const { return fs::exists(out_ / "slurm" / fmt::format("batch-{}.sh", number)); }

    void expect_equal_to_local() const {
        EXPECT_EQ(lines_of(read_text(local_out() / "results.csv")), 1u + kPoints);
        for (const std::string file :
             {"results.csv", "results.jsonl", "points/p0001/summary.json", "points/p0008/outputs.bin"})
            EXPECT_TRUE(read_text(out_ / file) == read_text(local_out() / file)) << file;
    }

    inline static fs::path folder_;
    fs::path out_;
};

TEST_F(SlurmCluster, gives_the_same_bytes_as_the_local_engine_in_as_many_arrays_as_the_limit_needs) {
    // MaxArraySize is 3: 8 points by 2 are 4 tasks, in arrays of 3 and 1.
    const auto outcome = run_program(command({"--slurm-chunk", "2", "--slurm-mem", "200", "--slurm-time", "5",
                                              "--slurm-partition", "main", "--sbatch-option=--comment=stavp"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(": 3 tasks, 2 points each (slurm/batch-1.sh)\n"));
    EXPECT_THAT(outcome.err, HasSubstr(": 1 task, 2 points each (slurm/batch-2.sh)\n"));
    expect_equal_to_local();
}

TEST_F(SlurmCluster, runs_again_what_a_cancelled_task_and_a_killed_worker_left_undone) {
    auto sweep = start({"--slurm-chunk", "4"});
    ASSERT_TRUE(until([&] { return has_row(1) && has_row(5); })) << errors();
    EXPECT_EQ(run_program({"pkill", "-KILL", "-f", "sweep-task.*" + out_.string() + " p0005"}).exit_code, 0);
    const auto job = run_program({"squeue", "--noheader", "--format=%F"}).out;
    EXPECT_EQ(run_program({"scancel", job.substr(0, job.find('\n')) + "_0"}).exit_code, 0);
    EXPECT_EQ(sweep.wait(), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("without a result: submitted again"));
    EXPECT_TRUE(has_batch(2));
    expect_equal_to_local();
}

TEST_F(SlurmCluster, goes_on_with_the_jobs_of_a_submitter_that_was_killed) {
    auto killed = start({"--slurm-chunk", "4"});
    ASSERT_TRUE(until([&] { return rows() > 0; })) << errors();
    killed.send(SIGKILL);
    EXPECT_EQ(killed.wait(), 128 + SIGKILL);
    EXPECT_LT(rows(), kPoints);
    EXPECT_NE(queue(), "");
    auto resumed = start({"--slurm-chunk", "4", "--resume"});
    EXPECT_EQ(resumed.wait(), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("of an earlier submission still there: waiting for them"));
    EXPECT_FALSE(has_batch(2));
    expect_equal_to_local();
}

TEST_F(SlurmCluster, cancels_its_jobs_when_it_is_interrupted_and_resumes_with_what_is_missing) {
    auto interrupted = start({"--slurm-chunk", "4"});
    ASSERT_TRUE(until([&] { return rows() > 0; })) << errors();
    interrupted.send(SIGINT);
    EXPECT_EQ(interrupted.wait(), 128 + SIGINT) << errors();
    EXPECT_EQ(queue(), "");
    EXPECT_LT(rows(), kPoints);
    EXPECT_FALSE(fs::exists(out_ / "results.csv"));
    auto resumed = start({"--slurm-chunk", "1", "--slurm-max-parallel", "1", "--resume"});
    EXPECT_EQ(resumed.wait(), 0) << errors();
    expect_equal_to_local();
}

TEST_F(SlurmCluster, a_request_that_slurm_refuses_is_told_in_one_line_and_ends_with_2) {
    const auto outcome = run_program(command({"--slurm-partition", "nowhere"}));
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(lines_of(outcome.err), 1u) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("--engine slurm: "));
    EXPECT_THAT(outcome.err, HasSubstr("invalid partition specified: nowhere"));
}

} // namespace
} // namespace stavp::sweep
