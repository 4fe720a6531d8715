#include "platform/config/suggest.h"

#include <gtest/gtest.h>

namespace {

using stavp::config::did_you_mean;
using stavp::config::nearest;

TEST(Suggest, a_slip_of_the_finger_is_recognised) {
    EXPECT_EQ(nearest("sta.row", {"sta.rows", "sta.cols"}), "sta.rows");
    EXPECT_EQ(nearest("sta.colz", {"sta.rows", "sta.cols"}), "sta.cols");
    EXPECT_EQ(nearest("snyc", {"sta", "sync"}), "sync");
    EXPECT_EQ(nearest("fidelty", {"quantum", "fidelity"}), "fidelity");
}

TEST(Suggest, nothing_is_made_up_for_a_word_that_is_far_from_all) {
    EXPECT_EQ(nearest("voltage", {"sta.rows", "sta.cols"}), "");
    EXPECT_EQ(did_you_mean("voltage", {"sta.rows"}), "");
    EXPECT_EQ(did_you_mean("", {"sta.rows"}), "");
}

TEST(Suggest, the_phrase_is_ready_to_append) {
    EXPECT_EQ(did_you_mean("sta.row", {"sta.rows"}), " (did you mean 'sta.rows'?)");
}

} // namespace
