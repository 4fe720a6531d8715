#include "platform/sweep/metrics.h"
#include "platform/sweep/row_collector.h"
#include "platform/sweep/row_file.h"
#include "tests/support/scratch_path.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::sweep {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RowCollectorTest : public ::testing::Test {
protected:
    RowCollectorTest() : folder_(stavp::testing::scratch_path("rows")) {
        fs::remove_all(folder_.root());
        rows_.expect({{{"p0001", "p0002", "p0003"}, {"p0004"}}, {{"p0005", "p0006"}}});
    }
    ~RowCollectorTest() override { fs::remove_all(folder_.root()); }
    RowCollectorTest(const RowCollectorTest&) = delete;
    RowCollectorTest& operator=(const RowCollectorTest&) = delete;

    void finish(const std::string& id) const {
        fs::create_directories(folder_.point(id));
        write_row(folder_, {id, RowStatus::ok, "", {}, "w", "2:4", no_metrics()});
    }
    std::vector<std::string> got() { return std::exchange(got_, {}); }

    SweepFolder folder_;
    std::vector<std::string> got_;
    RowSink sink_ = [this](const Row& row) { got_.push_back(row.id); };
    RowCollector rows_{folder_, sink_};
};

TEST_F(RowCollectorTest, rows_are_handed_over_once_as_tasks_write_them_in_turn) {
    finish("p0001");
    finish("p0005");
    rows_.look();
    EXPECT_THAT(got(), ElementsAre("p0001", "p0005"));
    finish("p0002");
    rows_.look();
    EXPECT_THAT(got(), ElementsAre("p0002"));
    EXPECT_THAT(rows_.missing(), ElementsAre("p0003", "p0004", "p0006"));
    EXPECT_EQ(rows_.handed_over(), 3u);
}

TEST_F(RowCollectorTest, a_look_at_all_finds_rows_behind_a_point_that_has_none) {
    finish("p0002");
    finish("p0006");
    rows_.look();
    EXPECT_THAT(got(), IsEmpty());
    rows_.look_at_all();
    EXPECT_THAT(got(), ElementsAre("p0002", "p0006"));
    EXPECT_THAT(rows_.missing(), ElementsAre("p0001", "p0003", "p0004", "p0005"));
}

TEST_F(RowCollectorTest, half_a_row_is_none) {
    finish("p0004");
    std::ofstream(folder_.row("p0004"), std::ios::app) << "{";
    rows_.look_at_all();
    EXPECT_THAT(got(), IsEmpty());
}

} // namespace
} // namespace stavp::sweep
