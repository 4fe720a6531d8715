#include "platform/config/platform_config.h"
#include "tests/metamorphic/key_effects.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> schema_keys(const stavp::config::Schema& schema) {
    std::vector<std::string> keys;
    for (const auto& field : schema)
        keys.push_back(field.key);
    return keys;
}

TEST(SchemaCoverage, every_key_has_a_test_that_it_moves_cycles_or_a_reason_why_not) {
    stavp::config::PlatformConfig config;
    EXPECT_THAT(uncovered(schema_keys(stavp::config::platform_schema(config))), IsEmpty());
}

TEST(SchemaCoverage, no_key_is_named_twice) {
    std::vector<std::string> keys;
    for (const auto& effect : key_effects())
        keys.emplace_back(effect.key);
    for (const auto& key : keys_without_time())
        keys.emplace_back(key.key);
    std::ranges::sort(keys);
    EXPECT_EQ(std::ranges::adjacent_find(keys), keys.end());
}

TEST(SchemaCoverage, a_new_key_cannot_be_forgotten) {
    stavp::config::PlatformConfig config;
    auto schema = stavp::config::platform_schema(config);
    unsigned dummy = 0;
    schema.push_back(stavp::config::integer("sta.dummy_cycles", dummy, {0, 1}, "cycles", "Nothing"));
    EXPECT_THAT(uncovered(schema_keys(schema)), ElementsAre("sta.dummy_cycles"));
}

TEST(SchemaCoverage, a_key_that_is_gone_is_noticed) {
    stavp::config::PlatformConfig config;
    auto schema = stavp::config::platform_schema(config);
    const auto gone = schema.back().key;
    schema.pop_back();
    EXPECT_THAT(uncovered(schema_keys(schema)), ElementsAre(gone + " (no such key)"));
}

} // namespace
