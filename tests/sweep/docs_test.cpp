// The example of docs/sweeps.md, and its table of keys without effect, are what the program does.

#include "platform/config/yaml_text.h"
#include "platform/sweep/dry_run.h"
#include "platform/sweep/effect_rules.h"
#include "tests/sweep/sweep_text.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace {

using namespace stavp;

const std::filesystem::path kSource = STAVP_SOURCE_DIR;

std::string page() {
    return config::read_text_file(kSource / "docs" / "sweeps.md");
}

/// What stands between `begin` and `end` behind it.
std::string between(const std::string& text, const std::string& begin, const std::string& end) {
    const auto from = text.find(begin);
    if (from == std::string::npos) return "no " + begin;
    const auto start = from + begin.size();
    return text.substr(start, text.find(end, start) - start);
}

TEST(SweepDocs, the_example_gives_the_points_that_the_page_shows) {
    const auto yaml = between(page(), "```yaml\n", "```");
    const auto shown = between(page(), "$ stavp sweep configs/sweeps/example.yaml --dry-run -j 2\n", "```");
    const auto sweep = sweep_of(yaml, kSource / "configs" / "sweeps");
    EXPECT_EQ(sweep::dry_run_text(sweep, sweep::plan(sweep), 2), shown);
}

TEST(SweepDocs, name_every_key_that_can_be_without_effect) {
    const auto table = between(page(), "| key | has an effect where |", "Other keys");
    for (const auto& rule : sweep::effect_rules()) {
        const auto key = rule.key.starts_with("buffers.") ? "buffers.*.ping_pong" : std::string(rule.key);
        EXPECT_NE(table.find(fmt::format("`{}`", key)), std::string::npos) << key;
        if (rule.condition != "false") {
            EXPECT_NE(table.find(fmt::format("`{}`", rule.condition)), std::string::npos) << rule.condition;
        }
    }
}

} // namespace
