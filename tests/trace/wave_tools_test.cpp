// The tools that users have read it: GTKWave's converters.

#include "tests/trace/trace_run.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace {

class WaveTools : public testing::Test, public TraceRun {
protected:
    void SetUp() override {
        if (shell(folder.path(), "command -v vcd2fst fst2vcd").exit_code != 0)
            GTEST_SKIP() << "vcd2fst is not installed (Debian: gtkwave)";
        make_block();
    }
};

/// fst2vcd writes the scopes and values that it read, in its own layout: compared by name, time and value.
std::map<std::string, std::vector<std::pair<std::uint64_t, std::string>>> values_of(const std::string& text) {
    std::map<std::string, std::vector<std::pair<std::uint64_t, std::string>>> values;
    std::map<std::string, std::string> names;
    std::vector<std::string> scopes;
    std::uint64_t time = 0;
    bool defined = false;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream in(line);
        std::string word;
        if (!(in >> word)) continue;
        if (word == "$scope") {
            in >> word >> word;
            scopes.push_back(word);
        } else if (word == "$upscope") {
            scopes.pop_back();
        } else if (word == "$var") {
            std::string code;
            std::string name;
            in >> word >> word >> code >> name;
            for (std::size_t i = scopes.size(); i-- > 1;)
                name = scopes[i] + '.' + name;
            names[code] = name;
        } else if (word == "$enddefinitions") {
            defined = true;
        } else if (!defined) {
            continue;
        } else if (word.front() == '#') {
            time = std::stoull(word.substr(1));
        } else if (word.front() != '$') {
            std::string code;
            std::string bits(1, word.front());
            if (word.front() == 'b') {
                bits = word.substr(1);
                in >> code;
            } else {
                code = word.substr(1);
            }
            if (bits.front() == '0') bits.erase(0, std::min(bits.find_first_not_of('0'), bits.size() - 1));
            if (bits.find_first_not_of(bits.front()) == std::string::npos &&
                (bits.front() == 'x' || bits.front() == 'z'))
                bits.resize(1);
            auto& list = values[names.at(code)];
            if (list.empty() || list.back().second != bits) list.emplace_back(time, bits);
        }
    }
    return values;
}

TEST_F(WaveTools, vcd2fst_and_back_keeps_every_name_time_and_value) {
    ASSERT_EQ(run("-w block.nmw -o out --trace vcd").exit_code, 0);
    const auto there = shell(folder.path(), "vcd2fst out/trace.vcd t.fst");
    EXPECT_EQ(there.exit_code, 0);
    EXPECT_EQ(there.err, "");
    ASSERT_EQ(shell(folder.path(), "fst2vcd t.fst -o back.vcd").exit_code, 0);
    const auto back = values_of(read_text(folder / "back.vcd"));
    const auto trace = vcd();
    ASSERT_EQ(back.size(), trace.signals.size());
    for (const auto& [name, signal] : trace.signals)
        EXPECT_EQ(back.at(name), signal.changes) << name;
}

TEST_F(WaveTools, an_fst_holds_what_the_vcd_holds_in_less_room) {
    ASSERT_EQ(run("-w block.nmw -o out --trace vcd,fst").exit_code, 0);
    ASSERT_EQ(shell(folder.path(), "fst2vcd out/trace.fst -o back.vcd").exit_code, 0);
    const auto back = values_of(read_text(folder / "back.vcd"));
    for (const auto& [name, signal] : vcd().signals)
        EXPECT_EQ(back.at(name), signal.changes) << name;
    EXPECT_LT(std::filesystem::file_size(folder / "out/trace.fst"),
              std::filesystem::file_size(folder / "out/trace.vcd") / 4);
    EXPECT_FALSE(std::filesystem::exists(folder / "out/trace.fst.vcd.tmp"));
}

TEST_F(WaveTools, an_fst_needs_vcd2fst_and_says_so_before_anything_is_simulated) {
    const auto outcome =
        shell(folder.path(), "P=$(command -v stavp); PATH=/nowhere \"$P\" run -w block.nmw -o out --trace fst");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err,
              "stavp run: --trace fst: needs the program vcd2fst (Debian: gtkwave); --trace vcd does not\n");
    EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST_F(WaveTools, the_save_file_names_every_signal_and_every_file_of_names) {
    ASSERT_EQ(run("-w block.nmw -o out --trace vcd").exit_code, 0);
    const auto save = read_text(folder / "out/trace.gtkw");
    for (const auto& [name, signal] : vcd().signals) {
        const auto range = signal.width == 1 ? std::string() : fmt::format("[{}:0]", signal.width - 1);
        EXPECT_THAT(save, testing::HasSubstr(fmt::format("}} soc.{}{}\n", name, range)));
    }
    std::istringstream lines(save);
    std::size_t files = 0;
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("^")) {
            ++files;
            EXPECT_TRUE(std::filesystem::exists(folder.path() / "out" / line.substr(line.find(' ') + 1))) << line;
        }
    EXPECT_GT(files, 20u);
}

} // namespace
