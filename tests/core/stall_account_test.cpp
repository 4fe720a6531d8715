#include "models/core/stall_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>
#include <utility>
#include <vector>

namespace stavp {
namespace {

class StallAccountTest : public testing::Test {
protected:
    StallAccount account{Clock(1000)};

    static void run_ps(std::uint64_t ps) { sc_core::sc_start(sc_core::sc_time::from_value(ps)); }
    std::uint64_t cycles(Activity activity) const { return account.snapshot()[activity_index(activity)]; }
    std::uint64_t all_cycles() const {
        const auto all = account.snapshot();
        return std::accumulate(all.begin(), all.end(), std::uint64_t{0});
    }
};

TEST_F(StallAccountTest, the_past_is_attributed_piece_by_piece) {
    run_ps(10000);
    account.enter(Activity::busy);
    account.defer();
    run_ps(20000);
    account.charge(Activity::ddr_refresh, 17000);
    account.charge(Activity::ddr_data, 25000);
    account.enter(Activity::no_command);
    EXPECT_EQ(cycles(Activity::no_command), 10u);
    EXPECT_EQ(cycles(Activity::ddr_refresh), 7u);
    EXPECT_EQ(cycles(Activity::ddr_data), 8u);
    EXPECT_EQ(cycles(Activity::busy), 5u);
}

struct Pieces : ActivityListener {
    struct Piece {
        Activity activity;
        std::uint64_t begin_ps, end_ps;
        bool operator==(const Piece&) const = default;
    };
    std::vector<Piece> spent_on;
    std::vector<std::pair<Activity, std::uint64_t>> entries;

    void entered(Activity activity, std::uint64_t now_ps) override { entries.emplace_back(activity, now_ps); }
    void spent(Activity activity, std::uint64_t begin_ps, std::uint64_t end_ps) override {
        spent_on.push_back({activity, begin_ps, end_ps});
    }
};

TEST_F(StallAccountTest, a_listener_hears_of_all_time_once_and_in_order) {
    Pieces pieces;
    account.observe(pieces);
    run_ps(10000);
    account.enter(Activity::busy);
    account.defer();
    EXPECT_TRUE(account.deferred());
    run_ps(20000);
    account.charge(Activity::ddr_refresh, 17000);
    account.charge(Activity::ddr_data, 25000);
    account.enter(Activity::fetch);
    run_ps(5500);
    account.close();
    EXPECT_THAT(pieces.spent_on, testing::ElementsAre(Pieces::Piece{Activity::no_command, 0, 10000},
                                                      Pieces::Piece{Activity::ddr_refresh, 10000, 17000},
                                                      Pieces::Piece{Activity::ddr_data, 17000, 25000},
                                                      Pieces::Piece{Activity::busy, 25000, 30000},
                                                      Pieces::Piece{Activity::fetch, 30000, 35500}));
    EXPECT_THAT(pieces.entries,
                testing::ElementsAre(std::pair(Activity::busy, 10000u), std::pair(Activity::fetch, 30000u)));
}

TEST_F(StallAccountTest, closing_it_charges_what_the_settler_knows_and_leaves_the_report_as_it_was) {
    Pieces pieces;
    account.observe(pieces);
    account.on_settle([this] { account.charge(Activity::ddr_queue, 4000); });
    account.enter(Activity::busy);
    account.defer();
    run_ps(6000);
    const auto reported = account.snapshot();
    account.close();
    EXPECT_EQ(account.snapshot(), reported);
    EXPECT_THAT(pieces.spent_on, testing::ElementsAre(Pieces::Piece{Activity::ddr_queue, 0, 4000},
                                                      Pieces::Piece{Activity::busy, 4000, 6000}));
}

TEST_F(StallAccountTest, pieces_between_clock_edges_sum_to_the_elapsed_cycles) {
    account.enter(Activity::busy);
    account.defer();
    for (std::uint64_t i = 1; i <= 30; ++i) {
        run_ps(337);
        account.charge(i % 2 == 0 ? Activity::ddr_queue : Activity::busy, 337 * i);
        EXPECT_EQ(all_cycles(), 337 * i / 1000);
    }
}

TEST_F(StallAccountTest, a_piece_that_ended_before_what_is_charged_counts_nothing) {
    account.enter(Activity::busy);
    account.defer();
    run_ps(10000);
    account.charge(Activity::ddr_data, 8000);
    account.charge(Activity::ddr_refresh, 5000);
    EXPECT_EQ(cycles(Activity::ddr_refresh), 0u);
    EXPECT_EQ(cycles(Activity::ddr_data), 8u);
}

TEST_F(StallAccountTest, a_snapshot_asks_for_the_present_and_stays_true) {
    account.on_settle([this] { account.charge(Activity::ddr_queue, sc_core::sc_time_stamp().value()); });
    account.enter(Activity::busy);
    account.defer();
    run_ps(10000);
    EXPECT_EQ(cycles(Activity::ddr_queue), 10u);
    run_ps(10000);
    account.charge(Activity::ddr_row_conflict, 20000); // as if all of it: but 10 are reported
    EXPECT_EQ(cycles(Activity::ddr_queue), 10u);
    EXPECT_EQ(cycles(Activity::ddr_row_conflict), 10u);
    account.enter(Activity::fetch);
    run_ps(5000);
    EXPECT_EQ(cycles(Activity::fetch), 5u);
    EXPECT_EQ(cycles(Activity::ddr_queue), 10u) << "no settling after the deferred time";
}

} // namespace
} // namespace stavp
