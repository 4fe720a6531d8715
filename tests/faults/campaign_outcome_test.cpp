#include "platform/campaign/outcome_of_fault.h"

#include <gtest/gtest.h>

namespace stavp::faults {
namespace {

const std::vector<std::uint8_t> kGolden = {1, 2, 3};

RunResult passed(bool fired = true) {
    RunResult result;
    auto& report = result.faults.emplace_back();
    report.fired = fired;
    result.output.emplace().bytes = kGolden;
    return result;
}

RunResult failed(RunStatus status) {
    auto result = passed();
    result.status = status;
    result.output.reset();
    return result;
}

TEST(CampaignOutcome, right_bytes_are_told_apart_by_what_was_noticed) {
    EXPECT_EQ(outcome_of(passed(false), kGolden), FaultOutcome::not_fired);
    EXPECT_EQ(outcome_of(passed(), kGolden), FaultOutcome::masked);
    auto ecc = passed();
    ecc.ecc.push_back({"ddr", 1, 0});
    EXPECT_EQ(outcome_of(ecc, kGolden), FaultOutcome::corrected);
    auto lost = passed();
    lost.recovery = Counters{{"retries", 0}, {"lost_interrupts", 1}};
    EXPECT_EQ(outcome_of(lost, kGolden), FaultOutcome::corrected);
    auto retried = ecc;
    retried.recovery = Counters{{"retries", 2}};
    EXPECT_EQ(outcome_of(retried, kGolden), FaultOutcome::retried);
}

TEST(CampaignOutcome, a_pass_with_wrong_bytes_is_silent_whatever_was_noticed) {
    auto result = passed();
    result.ecc.push_back({"ddr", 1, 0});
    result.output->bytes[1] = 9;
    EXPECT_EQ(outcome_of(result, kGolden), FaultOutcome::silent);
    result.output.reset();
    EXPECT_EQ(outcome_of(result, kGolden), FaultOutcome::silent);
    EXPECT_EQ(outcome_of(failed(RunStatus::mismatch), kGolden), FaultOutcome::silent);
    auto early = passed(false);
    early.output->bytes.clear();
    EXPECT_EQ(outcome_of(early, kGolden), FaultOutcome::silent);
}

TEST(CampaignOutcome, an_error_is_reported_and_a_time_out_is_hung) {
    for (const auto status :
         {RunStatus::firmware_error, RunStatus::guest_failed, RunStatus::watchdog, RunStatus::unreadable})
        EXPECT_EQ(outcome_of(failed(status), kGolden), FaultOutcome::reported);
    for (const auto status : {RunStatus::timeout, RunStatus::deadlock})
        EXPECT_EQ(outcome_of(failed(status), kGolden), FaultOutcome::hung);
    EXPECT_EQ(outcome_of(failed(RunStatus::internal_error), kGolden), FaultOutcome::crashed);
}

TEST(CampaignOutcome, a_row_comes_back_from_its_file) {
    auto result = passed();
    result.faults[0].fault.kind = FaultKind::engine_hangs;
    result.faults[0].fault.engine = "sta";
    result.faults[0].time_ps = 1500;
    result.recovery = Counters{{"retries", 3}};
    result.cycles = 77;
    auto row = row_of(result, kGolden);
    row.id = "f0009";
    EXPECT_EQ(row.time_ns, 1.5);
    EXPECT_EQ(row.retries, 3u);
    EXPECT_EQ(row_json(read_row(row_json(row))), row_json(row));
}

} // namespace
} // namespace stavp::faults
