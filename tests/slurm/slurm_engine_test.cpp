#include "platform/run/input_error.h"
#include "platform/sweep/metrics.h"
#include "platform/sweep/row_file.h"
#include "platform/sweep/slurm_engine.h"
#include "tests/slurm/fake_slurm.h"
#include "tests/support/scratch_path.h"

#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::sweep {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// A sweep whose points are "run" by a shell script: it copies a row that lies ready, unless the test says otherwise.
class SlurmEngineTest : public ::testing::Test {
protected:
    SlurmEngineTest() : folder_(stavp::testing::scratch_path("slurm-engine")) {
        fs::remove_all(folder_.root());
        fs::create_directories(folder_.points());
        fs::create_directories(fake_.folder() / "rows");
        worker("");
    }
    ~SlurmEngineTest() override { fs::remove_all(folder_.root()); }
    SlurmEngineTest(const SlurmEngineTest&) = delete;
    SlurmEngineTest& operator=(const SlurmEngineTest&) = delete;

    /// `before` runs with the point in $id.
    void worker(const std::string& before) const {
        fake_.program("worker", "for id; do\n" + before + "\nmkdir -p '" + folder_.points().string() +
                                    "'/$id && cp \"$FAKE/rows/$id\" '" + folder_.points().string() +
                                    "'/$id/row.json\ndone");
    }

    std::vector<PlannedPoint> points(std::size_t count) const {
        std::vector<PlannedPoint> planned;
        for (std::size_t i = 1; i <= count; ++i) {
            PlannedPoint point;
            point.point.id = fmt::format("p{:04}", i);
            point.point.columns = {{"sta.rows", fmt::to_string(i)}};
            Row row{point.point.id, RowStatus::ok, "", point.point.columns, "w", "2:4", no_metrics()};
            std::ofstream(fake_.folder() / "rows" / row.id) << row_text(row);
            planned.push_back(point);
        }
        return planned;
    }

    /// Ids of the rows by status.
    std::vector<std::string> run(const std::vector<PlannedPoint>& points, std::uint64_t chunk = 1) {
        SlurmOptions options;
        options.chunk = chunk;
        std::vector<std::string> rows;
        SlurmEngine engine(folder_, {(fake_.folder() / "worker").string()}, options,
                           [&](const std::string& line) { notes_ += line + "\n"; });
        engine.run(points, [&](const Row& row) {
            rows.push_back(fmt::format("{} {}", row.id, name_of(row.status)));
            if (!row.reason.empty()) reason_ = row.reason;
        });
        return rows;
    }

    testing::FakeSlurm fake_;
    SweepFolder folder_;
    std::string notes_;
    std::string reason_;
};

TEST_F(SlurmEngineTest, every_point_gives_its_row_and_arrays_keep_to_the_clusters_limit) {
    EXPECT_EQ(run(points(10)).size(), 10u);
    EXPECT_EQ(fake_.text("submissions"), "4\n4\n2\n");
}

TEST_F(SlurmEngineTest, a_lost_task_is_submitted_again_with_only_the_points_that_have_no_row) {
    worker("if [ $id = p0002 ] && mkdir \"$FAKE/once\" 2>/dev/null; then exit 1; fi");
    EXPECT_THAT(run(points(4), 3), ElementsAre("p0001 ok", "p0004 ok", "p0002 ok", "p0003 ok"));
    EXPECT_EQ(fake_.text("submissions"), "2\n2\n"); // then a task each for p0002 and p0003
    EXPECT_THAT(notes_, HasSubstr("2 points without a result: submitted again"));
}

TEST_F(SlurmEngineTest, a_point_that_ends_its_task_three_times_is_a_failed_row_and_takes_no_other_with_it) {
    worker("[ $id != p0001 ] || exit 1");
    const auto planned = points(3);
    EXPECT_THAT(run(planned, 3), ElementsAre("p0002 ok", "p0003 ok", "p0001 failed"));
    EXPECT_EQ(fake_.text("submissions"), "1\n3\n1\n");
    EXPECT_EQ(reason_, "its task ended without a result 3 times; logs in slurm/");
    const auto row = read_row(folder_, "p0001");
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->columns, planned[0].point.columns);
}

TEST_F(SlurmEngineTest, when_no_task_gives_a_result_the_sweep_ends_and_no_row_is_written) {
    worker("exit 1");
    EXPECT_THAT([&] { run(points(2)); }, ThrowsMessage<InputError>(HasSubstr("no task gave a result: are ")));
    EXPECT_FALSE(fs::exists(folder_.row("p0001")));
}

TEST_F(SlurmEngineTest, jobs_of_an_earlier_process_are_waited_for_and_not_submitted_again) {
    const auto planned = points(2);
    // The queue is empty at the second look; until then the earlier job has written both rows.
    fake_.program("squeue",
                  "if mkdir \"$FAKE/asked\" 2>/dev/null; then echo 'RUNNING|None'; \"$FAKE/worker\" p0001 p0002; fi");
    EXPECT_THAT(run(planned), ElementsAre("p0001 ok", "p0002 ok"));
    EXPECT_EQ(fake_.text("submissions"), "");
    EXPECT_THAT(notes_, HasSubstr("1 task of an earlier submission still there"));
}

TEST_F(SlurmEngineTest, jobs_of_two_folders_have_names_of_their_own) {
    fs::create_directories(folder_.root() / "other");
    EXPECT_NE(slurm_job_name(folder_), slurm_job_name(SweepFolder(folder_.root() / "other")));
    EXPECT_EQ(slurm_job_name(folder_), slurm_job_name(SweepFolder(folder_.root() / "other" / "..")));
}

} // namespace
} // namespace stavp::sweep
