#include "tests/import/use_lite_package.h"
#include "workloads/float/forward.h"
#include "workloads/import/use_lite.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

// Expected numbers: use_lite_reference.json, printed by the published package itself (use_lite_reference.cjs).
TEST(float_executor, gives_the_published_programs_embeddings) {
    const auto package = testing::use_lite_package();
    if (!package) GTEST_SKIP() << testing::no_use_lite;
    const Model model = import_use_lite(*package, &use_lite_digests());
    const auto reference = nlohmann::json::parse(std::ifstream(STAVP_REFERENCE));
    std::vector<float> first;
    for (const auto& entry : reference) {
        auto ids = entry.at("ids").get<TokenIds>();
        if (ids.empty()) continue;
        if (ids.size() > 128) ids.resize(128);
        const std::vector<float> output = forward(model, ids).values;
        if (first.empty()) first = output;
        double length = 0;
        for (const float value : output)
            length += static_cast<double>(value) * value;
        length = std::sqrt(length);
        for (std::size_t i = 0; i < 8; ++i)
            EXPECT_NEAR(output[i] / length, entry.at("embedding")[i].get<double>(), 1e-5) << entry.at("text");
        EXPECT_NEAR(cosine(output, first), entry.at("cosine_to_first").get<double>(), 1e-5) << entry.at("text");
    }
    EXPECT_NEAR(reference.at(1).at("cosine_to_first").get<double>(), 0.85, 0.005); // age and age
}

} // namespace
} // namespace stavp::workloads
