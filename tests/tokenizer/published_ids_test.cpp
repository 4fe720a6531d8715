#include "tests/import/use_lite_package.h"
#include "workloads/import/use_lite.h"
#include "workloads/tokenizer/tokenizer.h"

#include <fstream>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

TEST(tokenizer, gives_the_published_programs_ids) {
    const auto package = testing::use_lite_package();
    if (!package) GTEST_SKIP() << testing::no_use_lite;
    const Model model = import_use_lite(*package, &use_lite_digests());
    const Tokenizer tokenizer(model.vocabulary);
    const auto reference = nlohmann::json::parse(std::ifstream(STAVP_REFERENCE));
    ASSERT_GE(reference.size(), 20U);
    for (const auto& entry : reference) {
        const auto text = entry.at("text").get<std::string>();
        EXPECT_EQ(tokenizer.encode(text), entry.at("ids").get<std::vector<std::uint32_t>>()) << text;
    }
}

} // namespace
} // namespace stavp::workloads
