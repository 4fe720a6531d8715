#include "tests/sweep/sweep_text.h"
#include "workloads/deploy/table.h"

#include <fstream>
#include <gtest/gtest.h>

namespace {

using namespace stavp;
namespace fs = std::filesystem;

workloads::DeployedRow candidate(const std::string& series, workloads::Pattern pattern, double accuracy) {
    workloads::DeployedRow row;
    row.series = series;
    row.pattern = pattern;
    row.int8_accuracy = accuracy;
    row.batch = {64, 16, 1000, 2000};
    row.single = {1, 16, 100, 200};
    return row;
}

/// A folder as `nmprune deploy` leaves it in that of the training.
fs::path training_folder() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const auto folder = fs::path(testing::TempDir()) / "stavp_series" / test->name();
    fs::remove_all(folder);
    workloads::DeployTable table{"fashion-mnist", 10000, {}};
    table.rows = {candidate("dense", {}, 0.8835), candidate("idp", {2, 8}, 0.8686),
                  candidate("oneshot", {2, 8}, 0.4418)};
    for (const auto& row : table.rows) {
        const auto place = folder / "deploy" / row.id();
        fs::create_directories(place);
        std::ofstream(place / "single.nmw") << "single";
        std::ofstream(place / "sample.nmw") << "sample";
    }
    std::ofstream(folder / "deploy" / "table.json") << to_json(table).dump();
    return folder;
}

TEST(Series, every_candidate_is_a_value_of_the_first_axis_with_its_accuracy) {
    const auto folder = training_folder();
    const auto points =
        sweep::make_points(sweep_of("workload: {series: .}\naxes: {sta.lanes: [1, 2]}\n", folder))->next({});
    ASSERT_EQ(points.size(), 6u);
    EXPECT_EQ(values_of(points[0]), "dense 1");
    EXPECT_EQ(values_of(points[3]), "idp/2of8 2");
    EXPECT_EQ(points[3].columns[0].first, "workload.series");
    const auto& workload = points[3].workload;
    EXPECT_EQ(workload.file, folder / "deploy/idp/2of8/single.nmw");
    EXPECT_EQ(workload.accuracy, 86.86);
    EXPECT_EQ(workload.name, "idp/2of8");
    EXPECT_EQ(workload.pattern, "2:8");
    EXPECT_EQ(points[0].workload.pattern, "dense");
    EXPECT_EQ(points[3].overrides, (std::vector<std::string>{"sta.lanes=2"}));
}

TEST(Series, some_of_them_and_the_sample_can_be_asked_for) {
    const auto folder = training_folder();
    const auto points =
        sweep::make_points(
            sweep_of("workload: {series: deploy, only: [idp], input: sample}\naxes: {sta.lanes: [1, 2]}\n", folder))
            ->next({});
    ASSERT_EQ(points.size(), 2u);
    EXPECT_EQ(values_of(points[0]), "1");
    EXPECT_EQ(points[0].workload.file, folder / "deploy/idp/2of8/sample.nmw");
}

TEST(Series, alone_it_is_a_sweep) {
    const auto folder = training_folder();
    EXPECT_EQ(sweep::make_points(sweep_of("workload: {series: .}\n", folder))->next({}).size(), 3u);
}

TEST(Series, its_patterns_and_names_can_be_constrained) {
    const auto folder = training_folder();
    const auto points = sweep::make_points(sweep_of("workload: {series: .}\nconstraints: [workload.pattern == 2:8, "
                                                    "workload.series != 'oneshot/2of8']\n",
                                                    folder))
                            ->next({});
    ASSERT_EQ(points.size(), 1u);
    EXPECT_EQ(values_of(points[0]), "idp/2of8");
}

TEST(Series, its_accuracy_is_an_objective) {
    const auto folder = training_folder();
    EXPECT_EQ(refusal_of("mode: pareto\nobjectives: [latency, accuracy]\nworkload: {series: .}\n", folder), "accepted");
}

TEST(Series, what_it_does_not_have_is_refused) {
    const auto folder = training_folder();
    const auto file = (folder / "s.yaml").string();
    EXPECT_EQ(refusal_of("workload: {series: ., only: [ipd]}\n", folder),
              file + ":1: workload.series: no series 'ipd' (did you mean 'idp'?)");
    fs::remove(folder / "deploy/idp/2of8/single.nmw");
    EXPECT_EQ(refusal_of("workload: {series: .}\n", folder),
              file + ":1: workload.series: " + (folder / "deploy/idp/2of8/single.nmw").string() + " is missing");
}

} // namespace
