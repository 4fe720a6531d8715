#include "workloads/tasks/gloss_split.h"

#include "tests/tasks/support.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <set>

namespace stavp::workloads {
namespace {

using ::testing::UnorderedElementsAre;

std::vector<Definition> numbered(std::size_t count) {
    std::vector<Definition> definitions;
    for (std::size_t i = 0; i < count; ++i)
        definitions.push_back({"thing number " + std::to_string(i), static_cast<std::uint32_t>(i % noun_files)});
    return definitions;
}

std::vector<std::size_t> all(const GlossSplit& split) {
    std::vector<std::size_t> indices = split.test;
    indices.insert(indices.end(), split.training.begin(), split.training.end());
    return indices;
}

TEST(gloss_split, has_the_order_that_a_second_implementation_computes) {
    const auto reference = testing::expected("split");
    const GlossSplit split = split_definitions(numbered(20), reference.at("seed").get<std::uint64_t>());
    EXPECT_EQ(split.test.size(), 2U);
    EXPECT_EQ(all(split), reference.at("order").get<std::vector<std::size_t>>());
}

TEST(gloss_split, takes_every_definition_once) {
    std::vector<std::size_t> indices = all(split_definitions(numbered(1000), 4));
    std::sort(indices.begin(), indices.end());
    ASSERT_EQ(indices.size(), 1000U);
    for (std::size_t i = 0; i < indices.size(); ++i)
        EXPECT_EQ(indices[i], i);
}

TEST(gloss_split, depends_on_the_seed_and_on_nothing_else) {
    EXPECT_EQ(split_definitions(numbered(100), 1).test, split_definitions(numbered(100), 1).test);
    EXPECT_NE(split_definitions(numbered(100), 1).test, split_definitions(numbered(100), 2).test);
    auto reversed = numbered(100);
    std::reverse(reversed.begin(), reversed.end());
    const auto forwards = split_definitions(numbered(100), 1).training;
    const auto backwards = split_definitions(reversed, 1).training;
    ASSERT_EQ(forwards.size(), backwards.size());
    for (std::size_t i = 0; i < forwards.size(); ++i)
        EXPECT_EQ(forwards[i], 99 - backwards[i]);
}

TEST(gloss_split, takes_a_text_that_stands_twice_once) {
    std::vector<Definition> definitions = numbered(50);
    const auto copies = numbered(50);
    definitions.insert(definitions.end(), copies.begin(), copies.end());
    const std::vector<std::size_t> indices = all(split_definitions(definitions, 3));
    EXPECT_EQ(indices.size(), 50U);
    EXPECT_LT(*std::max_element(indices.begin(), indices.end()), 50U);
}

TEST(gloss_split, takes_no_text_that_stands_in_two_classes) {
    const std::vector<Definition> definitions{{"one", 1}, {"both", 1}, {"both", 2}, {"two", 2}, {"both", 1}};
    EXPECT_THAT(all(split_definitions(definitions, 3)), UnorderedElementsAre(0, 3));
}

} // namespace
} // namespace stavp::workloads
