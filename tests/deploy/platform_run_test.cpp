// Every way through lowering runs on the platform, and gives the reference executor's bytes.

#include "workloads/deploy/platform_run.h"

#include "tests/deploy/series_folder.h"
#include "tests/pack/path_models.h"
#include "workloads/format/image.h"
#include "workloads/pack/lower.h"
#include "workloads/pack/similarity.h"
#include "workloads/quantise/quantise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

using ::testing::HasSubstr;

const Platform platform{STAVP_PROGRAMS "/stavp", std::nullopt};

/// A workload of a path model in `folder`.
void make_workload(const testing::Scratch& folder, Model model, Pattern pattern, std::size_t batch,
                   std::uint32_t pad = 0) {
    prune_oneshot(model, pattern, {});
    quantise(model, calibrate(model, testing::random_sequences(model, 16, 5), 100));
    const auto sequences = testing::random_sequences(model, batch, 6);
    lower(model, sequences, padded_rows(sequences, pad)).write(folder / "w.nmw");
}

class PathOnPlatform : public ::testing::TestWithParam<std::size_t> {};

TEST_P(PathOnPlatform, gives_the_bytes_of_the_reference) {
    const Model model = testing::path_models()[GetParam()];
    for (const Pattern pattern : {Pattern{}, Pattern{2, 4}})
        for (const std::size_t batch : {std::size_t{1}, std::size_t{5}}) {
            const testing::Scratch folder;
            make_workload(folder, model, pattern, batch, batch == 1 ? 0 : 12); // 12: more rows than positions
            const PlatformRun run = run_on_platform(platform, folder / "w.nmw", folder / "run");
            EXPECT_GT(run.cycles, 0U);
            EXPECT_GT(run.time_ns, 0);
            EXPECT_EQ(run.outputs.values, integer_reference(Image::load(folder / "w.nmw")).values);
            EXPECT_TRUE(std::filesystem::exists(folder / "run/console.log"));
        }
}

INSTANTIATE_TEST_SUITE_P(Models, PathOnPlatform, ::testing::Range(std::size_t{0}, testing::path_models().size()),
                         [](const auto& test) { return testing::path_models()[test.param].name; });

std::string failure(const Platform& with, const testing::Scratch& folder) {
    try {
        run_on_platform(with, folder / "w.nmw", folder / "run");
    } catch (const PlatformFailure& error) {
        return error.what();
    }
    return "none";
}

TEST(platform_run, that_computes_something_else_fails_and_names_the_console) {
    const testing::Scratch folder;
    make_workload(folder, testing::classifier(), {}, 1);
    // One bit of a weight flipped, checksums mended: the expected bytes are still those of the weight before.
    const std::string flip = STAVP_PROGRAMS "/nmw_flip " + (folder / "w.nmw").string() + " " +
                             (folder / "wrong.nmw").string() + " embed.weight 3 5 --mend-crc";
    ASSERT_EQ(std::system(flip.c_str()), 0);
    std::filesystem::rename(folder / "wrong.nmw", folder / "w.nmw");
    const std::string text = failure(platform, folder);
    EXPECT_THAT(text, HasSubstr("stavp ended with 1"));
    EXPECT_THAT(text, HasSubstr("embed"));
    EXPECT_THAT(text, HasSubstr((folder / "run/console.log").string()));
}

TEST(platform_run, by_a_program_that_ends_badly_names_its_log) {
    const testing::Scratch folder;
    make_workload(folder, testing::classifier(), {}, 1);
    testing::write_text(folder / "stavp", "#!/bin/sh\necho all is lost >&2\nexit 3\n");
    std::filesystem::permissions(folder / "stavp", std::filesystem::perms::owner_all);
    const std::string text = failure({folder / "stavp", std::nullopt}, folder);
    EXPECT_EQ(text, "stavp ended with 3: all is lost; see " + (folder / "run.log").string());
}

TEST(platform_run, is_not_believed_without_a_check_or_with_other_bytes) {
    const testing::Scratch folder;
    make_workload(folder, testing::classifier(), {}, 1);
    const std::string program = "#!/bin/sh\n" STAVP_PROGRAMS "/stavp \"$@\" || exit 1\n";
    const auto fake = [&](const std::string& then) {
        std::filesystem::remove_all(folder / "run");
        testing::write_text(folder / "stavp", program + then + "\n");
        std::filesystem::permissions(folder / "stavp", std::filesystem::perms::owner_all);
        return failure({folder / "stavp", std::nullopt}, folder);
    };
    EXPECT_EQ(fake("true"), "none");
    EXPECT_THAT(fake("printf 'x' | dd of=$5/outputs.bin bs=1 seek=2 conv=notrunc 2>/dev/null"),
                HasSubstr("the output's bytes are not those of the reference executor"));
    EXPECT_THAT(fake("sed -i 's/\"passed\": true/\"passed\": false/' $5/summary.json"),
                HasSubstr("the check did not pass"));
    EXPECT_THAT(fake("sed -i '/\"check\"/d' $5/summary.json"), HasSubstr("summary.json"));
    EXPECT_THAT(fake("rm $5/summary.json"), HasSubstr("summary.json"));
}

TEST(platform, that_is_missing_or_refuses_its_file_is_told_before_anything_runs) {
    const testing::Scratch folder;
    EXPECT_THAT(platform.effective_config(), HasSubstr("sta"));
    EXPECT_THROW((Platform{folder / "nowhere", std::nullopt}.effective_config()), FormatError);
    testing::write_text(folder / "bad.yaml", "sta:\n  rows: many\n");
    try {
        Platform{platform.stavp, folder / "bad.yaml"}.effective_config();
        FAIL();
    } catch (const FormatError& error) {
        EXPECT_EQ(std::string(error.what()),
                  (folder / "bad.yaml").string() + ":2: sta.rows: expected an integer, got 'many'");
    }
}

} // namespace
} // namespace stavp::workloads
