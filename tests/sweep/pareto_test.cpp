#include "platform/sweep/grid.h"
#include "platform/sweep/pareto_search.h"
#include "tests/sweep/sweep_text.h"

#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <set>

namespace {

using namespace stavp;
using sweep::Choice;
using sweep::Costs;
using CostsOf = std::function<std::optional<Costs>(const Choice&)>;

struct Searched {
    std::set<Costs> front; ///< several choices may have the same costs
    std::vector<Choice> choices;
};

std::set<Costs> front_of(const std::vector<Choice>& choices, const CostsOf& costs_of) {
    std::vector<std::optional<Costs>> costs;
    for (const auto& choice : choices)
        costs.push_back(costs_of(choice));
    std::set<Costs> front;
    for (const auto index : sweep::pareto_front(costs))
        front.insert(*costs[index]);
    return front;
}

Searched search(const std::vector<std::size_t>& sizes, const std::vector<Choice>& allowed, const CostsOf& costs_of,
                std::size_t most = 1000000, std::vector<bool> ordered = {}) {
    ordered.resize(sizes.size(), true);
    sweep::ParetoSearch search(sizes, ordered, allowed, most);
    std::vector<Choice> tried;
    std::vector<std::optional<Costs>> costs;
    for (auto batch = search.next(costs); !batch.empty(); batch = search.next(costs))
        for (const auto& choice : batch) {
            tried.push_back(choice);
            costs.push_back(costs_of(choice));
        }
    return {front_of(tried, costs_of), tried};
}

double number(std::size_t index) {
    return static_cast<double>(index);
}

/// An array's rows, columns and lanes as powers of two: time falls with their product until a port or a skew holds it,
/// area grows with it.
std::optional<Costs> array_costs(const Choice& choice) {
    const auto rows = std::exp2(number(choice[0]));
    const auto cols = std::exp2(number(choice[1]));
    const auto lanes = std::exp2(number(choice[2]));
    const auto port = 16 * (1 + number(choice[3]));
    const auto time = std::max(1e6 / (rows * cols * lanes), 1e6 / (rows * port)) + 4 * (rows + cols);
    return Costs{time, rows * cols * lanes + 8 * port};
}

TEST(ParetoFront, holds_what_nothing_else_beats) {
    const std::vector<std::optional<Costs>> costs = {Costs{3, 3}, Costs{1, 5}, std::nullopt, Costs{5, 1},
                                                     Costs{4, 4}, Costs{3, 2}, Costs{1, 6},  Costs{1, 5}};
    EXPECT_EQ(sweep::pareto_front(costs), (std::vector<std::size_t>{1, 5, 3}));
}

TEST(ParetoSearch, finds_the_whole_front_of_a_smooth_trade_with_a_fraction_of_the_grid) {
    const std::vector<std::size_t> sizes = {33, 33};
    const auto grid = sweep::grid_choices(sizes);
    // The front is the diagonal line between the two optima (4, 28) and (28, 4).
    const CostsOf costs = [](const Choice& choice) {
        const auto x = number(choice[0]);
        const auto y = number(choice[1]);
        const auto square = [](double value) { return value * value; };
        return Costs{square(x - 4) + square(y - 28), square(x - 28) + square(y - 4)};
    };
    const auto found = search(sizes, grid, costs);
    EXPECT_EQ(found.front, front_of(grid, costs));
    EXPECT_LT(found.choices.size(), grid.size() / 4);
}

TEST(ParetoSearch, finds_the_whole_front_of_a_machine_like_grid) {
    const std::vector<std::size_t> sizes = {7, 7, 4, 8};
    const auto grid = sweep::grid_choices(sizes);
    const auto found = search(sizes, grid, array_costs);
    EXPECT_EQ(found.front, front_of(grid, array_costs));
    EXPECT_LT(found.choices.size(), grid.size() / 2);
}

TEST(ParetoSearch, moves_along_a_constraint_on_a_product) {
    const std::vector<std::size_t> sizes = {9, 9};
    std::vector<Choice> allowed;
    for (const auto& choice : sweep::grid_choices(sizes))
        if (choice[0] + choice[1] == 8) allowed.push_back(choice);
    const CostsOf costs = [](const Choice& choice) {
        return Costs{std::abs(number(choice[0]) - 2), std::abs(number(choice[0]) - 6)};
    };
    EXPECT_EQ(search(sizes, allowed, costs).front, front_of(allowed, costs));
}

TEST(ParetoSearch, values_without_order_are_all_neighbours) {
    const std::vector<std::size_t> sizes = {9};
    const auto grid = sweep::grid_choices(sizes);
    // Ends and middle are bad, so is what lies beside them; the best value stands alone.
    const CostsOf costs = [](const Choice& choice) {
        return choice[0] == 6 ? Costs{0, 0} : Costs{1 + number(choice[0]), 9 - number(choice[0] * choice[0] % 7)};
    };
    EXPECT_EQ(search(sizes, grid, costs, 100, {false}).front, (std::set<Costs>{{0, 0}}));
}

TEST(ParetoSearch, never_tries_a_choice_twice_nor_more_than_it_may) {
    const std::vector<std::size_t> sizes = {20, 20, 20};
    const auto grid = sweep::grid_choices(sizes);
    sweep::ParetoSearch search(sizes, {true, true, true}, grid, 70);
    std::set<Choice> distinct;
    std::vector<std::optional<Costs>> costs;
    for (auto batch = search.next(costs); !batch.empty(); batch = search.next(costs))
        for (const auto& choice : batch) {
            EXPECT_TRUE(distinct.insert(choice).second);
            costs.push_back(Costs{number(choice[0] + choice[2]), 60 - number(choice[0] + choice[1])});
        }
    EXPECT_EQ(distinct.size(), 70u);
}

TEST(ParetoSearch, choices_that_failed_are_on_no_front_and_do_not_stop_it) {
    const std::vector<std::size_t> sizes = {17, 17};
    const auto grid = sweep::grid_choices(sizes);
    const CostsOf costs = [](const Choice& choice) -> std::optional<Costs> {
        if (choice[0] < 4) return std::nullopt;
        return Costs{number(choice[0] + choice[1]), 40 - number(choice[0])};
    };
    const auto found = search(sizes, grid, costs);
    EXPECT_EQ(found.front, front_of(grid, costs));
    EXPECT_LT(found.choices.size(), grid.size() / 2);
}

TEST(ParetoSearch, ends_at_once_when_everything_fails) {
    const auto grid = sweep::grid_choices({9, 9});
    EXPECT_EQ(search({9, 9}, grid, [](const Choice&) { return std::nullopt; }).choices.size(), 9u);
}

TEST(ParetoSearch, begins_with_the_nearest_allowed_choices_where_a_corner_is_not_allowed) {
    const std::vector<std::size_t> sizes = {3, 3};
    std::vector<Choice> allowed;
    for (const auto& choice : sweep::grid_choices(sizes))
        if (choice[0] + choice[1] < 4) allowed.push_back(choice);
    sweep::ParetoSearch search(sizes, {true, true}, allowed, 100);
    EXPECT_EQ(search.next({}).size(), allowed.size());
}

const std::string kPareto = "mode: pareto\nobjectives: [latency, area]\n" + kSynth +
                            "axes: {sta.rows: {from: 8, to: 40, step: 1}, sta.lanes: {from: 1, to: 9, step: 1}}\n";

/// A finished row; latency and area from the point's values.
sweep::Row row_of(const sweep::Point& point) {
    const auto rows = std::stod(point.columns[0].second);
    const auto lanes = std::stod(point.columns[1].second);
    sweep::Row row;
    row.id = point.id;
    row.metrics = {{"latency_ms", 100 / (rows * std::min(lanes, 3.0))}, {"area_mm2", rows * lanes}};
    return row;
}

std::vector<std::string> pareto_ids(const std::string& yaml, const std::function<void(sweep::Row&)>& change = {}) {
    const auto source = sweep::make_points(sweep_of(yaml));
    std::vector<sweep::Row> rows;
    std::vector<std::string> ids;
    for (auto batch = source->next(rows); !batch.empty(); batch = source->next(rows))
        for (const auto& point : batch) {
            ids.push_back(point.id + " " + values_of(point));
            rows.push_back(row_of(point));
            if (change) change(rows.back());
        }
    return ids;
}

TEST(ParetoSweep, its_points_depend_on_the_rows_alone_and_are_numbered_as_they_come) {
    const auto ids = pareto_ids(kPareto);
    EXPECT_EQ(ids, pareto_ids(kPareto));
    EXPECT_EQ(ids[0], "p0001 8 1");
    EXPECT_EQ(ids[1], "p0002 8 5");
    EXPECT_EQ(ids.at(9).substr(0, 5), "p0010");
    EXPECT_LT(ids.size(), 33u * 9u);
}

TEST(ParetoSweep, samples_bound_the_points) {
    EXPECT_EQ(pareto_ids("samples: 25\n" + kPareto).size(), 25u);
    EXPECT_EQ(sweep::plan(sweep_of("samples: 25\n" + kPareto)).at_most, 25u);
    EXPECT_EQ(sweep::plan(sweep_of(kPareto)).at_most, 33u * 9u);
}

TEST(ParetoSweep, failed_rows_are_beaten_by_all_others) {
    const auto all_failed = pareto_ids(kPareto, [](sweep::Row& row) { row.status = sweep::RowStatus::timed_out; });
    EXPECT_EQ(all_failed.size(), 9u);
    const auto without_figure = pareto_ids(kPareto, [](sweep::Row& row) { row.metrics.pop_back(); });
    EXPECT_EQ(without_figure.size(), 9u);
}

TEST(ParetoSweep, every_point_that_may_come_is_checked_first) {
    // The eighth of nine values is neither an end nor the middle.
    EXPECT_EQ(refusal_of("mode: pareto\nobjectives: [latency, area]\n" + kSynth +
                         "axes: {sta.rows: {from: 1, to: 9, step: 1}}\nderived: {sta.cols: 60 * (sta.rows % 9)}\n"
                         "constraints: [sta.rows < 9]\n"),
              "accepted");
    EXPECT_EQ(refusal_of("mode: pareto\nobjectives: [latency, area]\n" + kSynth +
                         "axes: {sta.rows: {from: 1, to: 9, step: 1}}\nderived: {sta.cols: 70 * (sta.rows % 9)}\n"
                         "constraints: [sta.rows < 9]\n"),
              "s.yaml:5: sta.cols: must be 1 to 512, got 560 (sta.rows=8)");
}

} // namespace
