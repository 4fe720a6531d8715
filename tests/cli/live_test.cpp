// stavp run --live, and what Ctrl-C leaves.

#include "tests/cli/small_workload.h"
#include "tests/cli/started_program.h"

#include <algorithm>
#include <cctype>
#include <gmock/gmock.h>
#include <regex>
#include <sstream>

namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

constexpr StartedProgram::Terminal kPipe{};
constexpr StartedProgram::Terminal kTerminal{80, 24};
const std::string kEscape = "\x1b";
const std::string kEraseBelow = "\x1b[J"; // ends each frame

class Live : public SmallWorkload {
protected:
    static std::string endless() { return (kBaremetal / "endless.elf").string(); }
    /// A fifth of a second of host time each, more on a busy host.
    std::string blocks(unsigned count = 3) {
        return synthesise("2:4", "{d_model: 512, heads: 8, ffn: 2048, layers: " + std::to_string(count) + ", seq: 128}",
                          "");
    }
    std::vector<std::string> workload_run(const std::string& file, const std::string& out) const {
        return {STAVP_PROGRAM, "run", "--live", "-w", file, "-o", (folder / out).string()};
    }
    /// The text of each frame's lines, without escape codes.
    static std::vector<std::string> lines_of(const std::string& output) {
        std::string plain;
        for (std::size_t i = 0; i < output.size(); ++i) {
            if (output[i] == '\x1b') {
                while (i < output.size() && std::isalpha(static_cast<unsigned char>(output[i])) == 0)
                    ++i;
            } else if (output[i] != '\r') {
                plain += output[i];
            }
        }
        std::istringstream in(plain);
        std::vector<std::string> lines;
        for (std::string line; std::getline(in, line);)
            lines.push_back(line);
        return lines;
    }
};

TEST_F(Live, a_terminal_gets_frames_that_are_redrawn_in_place_and_are_gone_at_the_end) {
    StartedProgram program(workload_run(blocks(), "out"), kTerminal, {"TERM=xterm"});
    EXPECT_EQ(program.exit_code(), 0);
    const auto& output = program.output();
    EXPECT_THAT(output, HasSubstr("of 30 layer")); // ten layers a block, the fused ones too
    for (const auto* unit : {"done ", "array ", "dma ", "vector ", "softmax ", "ddr "})
        EXPECT_THAT(output, HasSubstr(unit));
    EXPECT_THAT(output, HasSubstr(" ms simulated, "));
    EXPECT_THAT(output, HasSubstr(" MIPS"));
    EXPECT_THAT(output, HasSubstr("\x1b[9A")) << "the next frame goes over the one before";
    EXPECT_THAT(output, HasSubstr("\x1b[9A" + kEraseBelow)) << "and nothing over the last one";
    const auto report = output.find("check: passed");
    EXPECT_LT(output.rfind(kEscape), report);
    EXPECT_NE(report, std::string::npos);
}

TEST_F(Live, frames_keep_to_the_terminals_width_and_height) {
    StartedProgram program(workload_run(blocks(8), "out"), {36, 5}, {"TERM=xterm"});
    ASSERT_TRUE(program.wait_for(kEraseBelow, 3));
    program.send(SIGINT);
    EXPECT_THAT(program.exit_code(), AnyOf(130, 0)) << "0: a fast host was through before";
    const auto output = program.output().substr(0, program.output().rfind(kEraseBelow));
    for (const auto& line : lines_of(output))
        EXPECT_LT(line.size(), 36u) << line;
    EXPECT_THAT(output, HasSubstr("\x1b[4A"));
}

TEST_F(Live, colours_are_left_out_where_NO_COLOR_asks_for_it) {
    const auto file = blocks(8);
    for (const bool plain : {false, true}) {
        StartedProgram program(workload_run(file, "out"), kTerminal,
                               {"TERM=xterm", plain ? "NO_COLOR=1" : "NO_COLOR="});
        ASSERT_TRUE(program.wait_for(kEraseBelow, 2));
        program.send(SIGINT);
        EXPECT_THAT(program.exit_code(), AnyOf(130, 0)) << "0: a fast host was through before";
        EXPECT_EQ(program.output().find("\x1b[36m") == std::string::npos, plain);
    }
}

TEST_F(Live, no_escape_codes_go_to_a_pipe_or_a_dumb_terminal) {
    const auto file = blocks();
    StartedProgram piped(workload_run(file, "piped"), kPipe, {"TERM=xterm"});
    StartedProgram dumb(workload_run(file, "dumb"), kTerminal, {"TERM=dumb"});
    for (auto* program : {&piped, &dumb}) {
        EXPECT_EQ(program->exit_code(), 0);
        EXPECT_THAT(program->output(), Not(HasSubstr(kEscape)));
        EXPECT_THAT(program->output(), HasSubstr("of 30"));
        EXPECT_THAT(program->output(), HasSubstr(", array "));
    }
}

TEST_F(Live, the_simulation_is_the_same) {
    const auto file = blocks();
    ASSERT_EQ(run(file, "plain").exit_code, 0);
    StartedProgram program(workload_run(file, "live"), kTerminal, {"TERM=xterm"});
    ASSERT_EQ(program.exit_code(), 0);
    EXPECT_EQ(read_text(folder / "plain/summary.json"), read_text(folder / "live/summary.json"));
}

TEST_F(Live, ctrl_c_ends_the_run_and_keeps_what_is_whole) {
    constexpr unsigned kBlocks = 16;
    const auto file = blocks(kBlocks);
    StartedProgram program(workload_run(file, "out"), kTerminal, {"TERM=xterm"});
    // The first block is done. A frame takes longer than a block, so that which one is shown is not known.
    ASSERT_TRUE(program.wait_for(std::regex(" layer[1-9]")));
    program.send(SIGINT);
    EXPECT_EQ(program.exit_code(), 130);
    const auto& output = program.output();
    EXPECT_THAT(output.substr(output.rfind(kEscape)), HasSubstr("interrupted: SIGINT after "));
    const auto result = summary("out");
    EXPECT_EQ(result["status"], "interrupted");
    EXPECT_EQ(result["exit_code"], 130);
    const auto layers = result["layers"].size();
    EXPECT_GE(layers, 7u);
    EXPECT_LT(layers, 7u * kBlocks);
    EXPECT_THAT(result["message"].get<std::string>(), HasSubstr(std::to_string(layers) + " whole layers"));
    EXPECT_EQ(result["check"]["mismatches"], 0);
    EXPECT_GT(result["check"]["compared"], 0);
    EXPECT_TRUE(exists(folder / "out/config.yaml"));
    EXPECT_FALSE(exists(folder / "out/summary.json.tmp"));
}

TEST_F(Live, a_program_that_prints_on_the_same_terminal_is_not_drawn_over) {
    StartedProgram program({STAVP_PROGRAM, "run", "--live", "--firmware", endless()}, kTerminal, {"TERM=xterm"});
    ASSERT_TRUE(program.wait_for(" ms simulated, "));
    program.send(SIGINT);
    EXPECT_EQ(program.exit_code(), 130);
    EXPECT_THAT(program.output(), Not(HasSubstr(kEscape)));
}

TEST_F(Live, a_request_to_terminate_does_as_well) {
    StartedProgram program({STAVP_PROGRAM, "run", "--live", "--firmware", endless(), "-o", (folder / "out").string()},
                           kPipe);
    ASSERT_TRUE(program.wait_for("program, "));
    program.send(SIGTERM);
    EXPECT_EQ(program.exit_code(), 143);
    EXPECT_EQ(summary("out")["status"], "interrupted");
}

} // namespace
