// docs/tutorials/own-device.md: what the page shows is what is built here, and does what the page says.

#include "tests/system/shell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

namespace {

using testing::HasSubstr;
using testing::Not;

const std::filesystem::path kFolder = std::filesystem::path(STAVP_SOURCE_DIR) / "tests" / "own_device" / "metronome";
constexpr std::size_t kMostLines = 60;

/// The page's blocks of code by the file name in the line in front of them: "`NAME`".
std::map<std::string, std::string> files_of_page() {
    std::istringstream page(read_text(std::filesystem::path(STAVP_SOURCE_DIR) / "docs/tutorials/own-device.md"));
    std::map<std::string, std::string> files;
    std::string name;
    std::string* open = nullptr;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("```")) {
            open = open == nullptr && !name.empty() ? &files[name] : nullptr;
        } else if (open != nullptr) {
            *open += line + '\n';
        } else if (line.starts_with('`') && line.ends_with('`')) {
            name = line.substr(1, line.size() - 2);
        } else if (!line.empty()) {
            name.clear();
        }
    }
    return files;
}

std::size_t lines_with_text(const std::string& text) {
    std::istringstream in(text);
    std::size_t count = 0;
    for (std::string line; std::getline(in, line);)
        if (line.find_first_not_of(" \t") != std::string::npos) ++count;
    return count;
}

TEST(OwnDevicePage, shows_every_file_of_the_folder_as_it_is) {
    auto page = files_of_page();
    for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
        const auto name = entry.path().filename().string();
        EXPECT_EQ(page["devices/metronome/" + name], read_text(entry.path())) << name;
    }
    EXPECT_EQ(page.size(), 5u);
}

TEST(OwnDevicePage, keeps_its_promise_of_60_lines) {
    std::size_t lines = 0;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder))
        lines += lines_with_text(read_text(entry.path()));
    EXPECT_LE(lines, kMostLines);
    EXPECT_GT(lines, 20u);
}

class OwnDevice : public testing::Test {
protected:
    ScratchFolder folder;

    Outcome run(const std::string& arguments) const { return shell(folder.path(), arguments); }
};

TEST_F(OwnDevice, passes_its_own_test_in_both_fidelities) {
    for (const std::string fidelity : {"at", "lt"}) {
        const auto outcome =
            run("stavp-metronome run --firmware '" STAVP_FIRMWARE "/metronome_test.elf' --fidelity " + fidelity);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        EXPECT_EQ(outcome.err, "");
    }
}

// A register write at `lt` acts when it begins; then three ticks, 5000 ns from one to the next.
TEST_F(OwnDevice, ticks_at_the_time_of_its_rule_under_its_own_name) {
    ASSERT_EQ(
        run("stavp-metronome run --firmware '" STAVP_FIRMWARE "/metronome_test.elf' --fidelity lt --trace mmio -o out")
            .exit_code,
        0);
    std::istringstream trace(read_text(folder / "out/registers.mmio"));
    std::uint64_t started_ps = 0;
    std::vector<std::uint64_t> rises_ps;
    for (std::string line; std::getline(trace, line);) {
        if (line.ends_with(" metronome.CTRL")) started_ps = std::stoull(line);
        if (line.ends_with(" I metronome 28 1 01 ok irq.metronome")) rises_ps.push_back(std::stoull(line));
    }
    ASSERT_GT(started_ps, 0u);
    EXPECT_EQ(rises_ps,
              (std::vector<std::uint64_t>{started_ps + 5'000'000, started_ps + 10'000'000, started_ps + 15'000'000}));
    EXPECT_EQ(run("stavp-metronome replay out").exit_code, 0);
}

TEST_F(OwnDevice, is_known_to_its_machine_and_to_no_other) {
    const auto list = run("stavp-metronome regs list");
    EXPECT_THAT(list.out, HasSubstr("metronome at 0x40100000, interrupt 40"));
    EXPECT_THAT(list.out, HasSubstr("sta at 0x40010000"));
    EXPECT_THAT(run("stavp-metronome regs svd").out, HasSubstr("<name>PERIOD_NS</name>"));
    EXPECT_THAT(run("stavp regs list").out, Not(HasSubstr("metronome")));
    const auto elsewhere = run("stavp run --firmware '" STAVP_FIRMWARE "/metronome_test.elf'");
    EXPECT_EQ(elsewhere.exit_code, 100); // a trap: the bus has nothing there
    EXPECT_THAT(elsewhere.out, HasSubstr("mtval 0x40100000"));
}

} // namespace
