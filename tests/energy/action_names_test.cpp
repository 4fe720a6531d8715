#include "platform/energy/energy_model.h"
#include "platform/run/action_counts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace stavp;

TEST(ActionNames, every_count_has_a_cost_and_every_cost_a_count) {
    const std::filesystem::path source = STAVP_SOURCE_DIR;
    const auto config = config::load_platform(source / "configs/platforms/default.yaml", {}, source / "configs/dram");
    const Soc soc("soc", config);
    std::vector<std::string> counted;
    for (const auto& [name, count] : action_counts(soc))
        counted.push_back(name);
    std::vector<std::string> costed;
    for (const auto& cost : action_costs(config))
        costed.push_back(cost.name);
    EXPECT_THAT(counted, testing::UnorderedElementsAreArray(costed));
}

} // namespace
