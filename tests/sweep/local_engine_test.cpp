#include "tests/sweep/tiny_sweep.h"

#include <csignal>
#include <fstream>
#include <gmock/gmock.h>
#include <map>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace stavp;
using namespace stavp::sweep;
using ::testing::HasSubstr;

namespace {

class LocalEngineTest : public TinySweep {
protected:
    std::map<std::string, Row> run(const Simulate& simulate, const std::vector<PlannedPoint>& points,
                                   double timeout_seconds = 60, unsigned jobs = 2) {
        auto shared = context(simulate);
        shared.plan.timeout_seconds = timeout_seconds;
        LocalEngine engine(shared, jobs);
        std::map<std::string, Row> rows;
        engine.run(points, [&](const Row& row) { EXPECT_TRUE(rows.emplace(row.id, row).second) << row.id; });
        return rows;
    }
    std::string console(const std::string& id) const { return read_whole(SweepFolder(root).point(id) / "console.log"); }
    std::size_t attempts() const { return read_whole(root / "attempts").size(); }
    void count_attempt() const { std::ofstream(root / "attempts", std::ios::app) << 'x'; }
};

/// Prints, then does `misdeed` where the array has 8 rows.
Simulate misbehaving(const std::function<void()>& misdeed, const std::function<RunResult(const Job&)>& good) {
    return [=](const Job& job, Console& console) {
        for (const char c : std::string("half a li"))
            console.put(c);
        if (job.config.sta.rows == 8) misdeed();
        return good(job);
    };
}

} // namespace

TEST_F(LocalEngineTest, gives_each_point_one_row_that_is_in_its_folder_too) {
    const auto rows =
        run([](const Job& job, Console&) { return good_run(job); }, {point(1, 4), point(2, 8), point(3, 16)});
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(metric(rows.at("p0001"), "cycles"), 4);
    EXPECT_EQ(metric(rows.at("p0003"), "cycles"), 16);
    for (const auto& [id, row] : rows) {
        EXPECT_EQ(row.status, RowStatus::ok);
        const auto in_folder = read_row(SweepFolder(root), id);
        ASSERT_TRUE(in_folder);
        EXPECT_EQ(row_text(*in_folder), row_text(row));
        EXPECT_TRUE(std::filesystem::exists(SweepFolder(root).point(id) / "summary.json"));
        EXPECT_TRUE(std::filesystem::exists(SweepFolder(root).point(id) / "config.yaml"));
    }
}

TEST_F(LocalEngineTest, a_crash_is_a_row_with_its_signal_and_its_console_and_the_rest_goes_on) {
    const auto rows = run(misbehaving(
                              [] {
                                  signal(SIGSEGV, SIG_DFL);
                                  raise(SIGSEGV);
                              },
                              good_run),
                          {point(1, 8), point(2, 16), point(3, 4)});
    EXPECT_EQ(rows.at("p0001").status, RowStatus::failed);
    EXPECT_EQ(rows.at("p0001").reason, "the simulator ended by signal 11 (Segmentation fault)");
    EXPECT_EQ(console("p0001"), "half a li");
    EXPECT_FALSE(metric(rows.at("p0001"), "cycles"));
    EXPECT_EQ(rows.at("p0002").status, RowStatus::ok);
    EXPECT_EQ(rows.at("p0003").status, RowStatus::ok);
}

TEST_F(LocalEngineTest, an_exception_is_a_row_with_its_text_and_its_console) {
    const auto rows = run(misbehaving([] { throw std::runtime_error("out of\nluck"); }, good_run), {point(1, 8)});
    EXPECT_EQ(rows.at("p0001").status, RowStatus::failed);
    EXPECT_EQ(rows.at("p0001").reason, "the simulator ended with exit code 1: luck");
    EXPECT_EQ(console("p0001"), "half a li");
}

TEST_F(LocalEngineTest, a_point_that_hangs_is_killed_at_its_time_and_keeps_its_console) {
    const auto rows = run(misbehaving(
                              [] {
                                  for (;;)
                                      pause();
                              },
                              good_run),
                          {point(1, 8), point(2, 16)}, 2);
    EXPECT_EQ(rows.at("p0001").status, RowStatus::timed_out);
    EXPECT_EQ(rows.at("p0001").reason, "not finished after 2 s of host time");
    EXPECT_EQ(console("p0001"), "half a li");
    EXPECT_EQ(rows.at("p0002").status, RowStatus::ok);
}

TEST_F(LocalEngineTest, a_simulated_time_out_is_the_status_timed_out) {
    const auto rows = run(
        [](const Job& job, Console&) {
            auto result = good_run(job);
            result.status = stavp::RunStatus::timeout;
            result.message = "not finished after 5 cycles";
            return result;
        },
        {point(1)});
    EXPECT_EQ(rows.at("p0001").status, RowStatus::timed_out);
    EXPECT_EQ(rows.at("p0001").reason, "not finished after 5 cycles");
}

TEST_F(LocalEngineTest, a_mismatch_is_a_failed_row_without_figures) {
    const auto rows = run(
        [](const Job& job, Console&) {
            auto result = good_run(job);
            result.status = stavp::RunStatus::mismatch;
            result.message = "layer 'x' is wrong";
            return result;
        },
        {point(1)});
    EXPECT_EQ(rows.at("p0001").status, RowStatus::failed);
    EXPECT_EQ(rows.at("p0001").reason, "mismatch: layer 'x' is wrong");
    EXPECT_FALSE(metric(rows.at("p0001"), "cycles"));
}

TEST_F(LocalEngineTest, a_point_that_somebody_kills_is_tried_once_more) {
    const auto rows = run(
        [&](const Job& job, Console&) {
            count_attempt();
            if (attempts() == 1) raise(SIGKILL);
            return good_run(job);
        },
        {point(1)});
    EXPECT_EQ(rows.at("p0001").status, RowStatus::ok);
    EXPECT_EQ(attempts(), 2u);
}

TEST_F(LocalEngineTest, a_point_that_is_always_killed_fails) {
    const auto rows = run(
        [&](const Job&, Console&) -> RunResult {
            count_attempt();
            raise(SIGKILL);
            return {};
        },
        {point(1)});
    EXPECT_EQ(rows.at("p0001").status, RowStatus::failed);
    EXPECT_THAT(rows.at("p0001").reason, HasSubstr("signal 9"));
    EXPECT_EQ(attempts(), 2u);
}

TEST_F(LocalEngineTest, unusable_inputs_are_refused_with_their_message) {
    std::ofstream(SweepFolder(root).workload("broken")) << "no workload";
    auto unknown = point(2);
    unknown.point.overrides = {"sta.rowz=3"};
    const auto rows = run([](const Job& job, Console&) { return good_run(job); }, {point(1, 16, "broken"), unknown});
    EXPECT_EQ(rows.at("p0001").status, RowStatus::refused);
    EXPECT_THAT(rows.at("p0001").reason, HasSubstr("broken.nmw"));
    EXPECT_EQ(rows.at("p0002").status, RowStatus::refused);
    EXPECT_THAT(rows.at("p0002").reason, HasSubstr("sta.rowz"));
}

TEST_F(LocalEngineTest, keeps_as_many_points_at_work_as_it_has_jobs) {
    const auto slow = [&](const Job& job, Console&) {
        const auto mine = root / ("at_work_" + std::to_string(job.config.sta.rows));
        std::ofstream{mine};
        usleep(300'000);
        auto result = good_run(job);
        result.instructions = 0;
        for (const auto& entry : std::filesystem::directory_iterator(root))
            if (entry.path().filename().string().starts_with("at_work_")) ++result.instructions;
        std::filesystem::remove(mine);
        return result;
    };
    const std::vector points = {point(1, 4), point(2, 8), point(3, 16), point(4, 32)};
    for (const auto& [id, row] : run(slow, points, 60, 1))
        EXPECT_EQ(metric(row, "instructions"), 1) << id;
    double most = 0;
    for (const auto& [id, row] : run(slow, points, 60, 3))
        most = std::max(most, *metric(row, "instructions"));
    EXPECT_EQ(most, 3);
}

TEST_F(LocalEngineTest, reads_a_shared_workload_once) {
    const auto file = SweepFolder(root).workload("w");
    const auto rows = run(
        [&](const Job& job, Console&) {
            std::filesystem::remove(file); // the next points must do without it
            return good_run(job);
        },
        {point(1), point(2), point(3)}, 60, 1);
    for (const auto& [id, row] : rows)
        EXPECT_EQ(row.status, RowStatus::ok) << id << row.reason;
}

TEST_F(LocalEngineTest, a_signal_stops_it_and_leaves_nothing_running) {
    const auto child_file = root / "child";
    auto shared = context([&](const Job& job, Console&) {
        std::ofstream(child_file) << getpid();
        kill(getppid(), SIGTERM);
        for (;;)
            pause();
        return good_run(job);
    });
    LocalEngine engine(shared, 1);
    int signal = 0;
    try {
        engine.run({point(1), point(2)}, [](const Row&) { ADD_FAILURE(); });
    } catch (const Interrupted& interrupted) {
        signal = interrupted.signal;
    }
    EXPECT_EQ(signal, SIGTERM);
    EXPECT_EQ(kill(std::stoi(read_whole(child_file)), 0), -1);
    EXPECT_FALSE(read_row(SweepFolder(root), "p0001"));
    EXPECT_FALSE(read_row(SweepFolder(root), "p0002"));
}

TEST_F(LocalEngineTest, points_die_with_a_parent_that_is_killed) {
    prctl(PR_SET_CHILD_SUBREAPER, 1); // so that this process can wait for a point whose parent is gone
    const auto child_file = root / "child";
    const auto parent = fork();
    if (parent == 0) {
        auto shared = context([&](const Job& job, Console&) {
            write_whole(child_file, std::to_string(getpid()));
            for (;;)
                pause();
            return good_run(job);
        });
        LocalEngine(shared, 1).run({point(1)}, [](const Row&) {});
        _exit(1);
    }
    while (!std::filesystem::exists(child_file))
        usleep(10'000);
    const auto child = std::stoi(read_whole(child_file));
    kill(parent, SIGKILL);
    waitpid(parent, nullptr, 0);
    int status = 0;
    pid_t ended = 0;
    for (int i = 0; i < 1000 && ended == 0; ++i) {
        ended = waitpid(child, &status, WNOHANG);
        usleep(10'000);
    }
    EXPECT_EQ(ended, child) << "it lives on";
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    if (ended == 0) kill(child, SIGKILL);
}
