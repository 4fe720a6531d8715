#include "platform/terminal/recording.h"

#include "platform/run/input_error.h"
#include "platform/terminal/replay_terminal.h"

#include <cstdio>
#include <fstream>
#include <gmock/gmock.h>
#include <unistd.h>

namespace stavp::terminal {
namespace {

class RecordingTest : public testing::Test {
protected:
    std::string file = testing::TempDir() + "recording." + std::to_string(getpid());

    ~RecordingTest() override { std::remove(file.c_str()); }
    std::string refusal_of(const std::string& text) {
        std::ofstream(file) << text;
        try {
            read_recording(file);
        } catch (const InputError& error) {
            return std::string(error.what()).substr(file.size());
        }
        return "accepted";
    }
};

constexpr const char* kHead = "# stavp uart input 1: TIME_PS CHARACTER\n";

TEST_F(RecordingTest, what_was_written_is_read_again) {
    {
        RecordingWriter writer(file);
        writer.add({1500, 'a'});
        writer.add({1500, 0xff});
        writer.add({18'000'000'000'000'000'000U, 0});
    }
    const auto read = read_recording(file);
    ASSERT_EQ(read.size(), 3u);
    EXPECT_EQ(read[0].time_ps, 1500u);
    EXPECT_EQ(read[0].character, 'a');
    EXPECT_EQ(read[1].character, 0xff);
    EXPECT_EQ(read[2].time_ps, 18'000'000'000'000'000'000U);
}

TEST_F(RecordingTest, what_is_no_recording_is_refused_with_its_line) {
    EXPECT_EQ(refusal_of("help\n"), ":1: no recording of --uart-record");
    EXPECT_EQ(refusal_of(""), ":1: no recording of --uart-record");
    EXPECT_EQ(refusal_of(std::string(kHead) + "5 0x61\n5 b\n"), ":3: '5 b' is not 'TIME_PS 0xHH'");
    EXPECT_EQ(refusal_of(std::string(kHead) + "5 0x616\n"), ":2: '5 0x616' is not 'TIME_PS 0xHH'");
    EXPECT_EQ(refusal_of(std::string(kHead) + "-5 0x61\n"), ":2: '-5 0x61' is not 'TIME_PS 0xHH'");
    EXPECT_EQ(refusal_of(std::string(kHead) + "99999999999999999999999 0x61\n"),
              ":2: '99999999999999999999999 0x61' is not 'TIME_PS 0xHH'");
    EXPECT_EQ(refusal_of(std::string(kHead) + "5 0x61\n4 0x62\n"), ":3: earlier than the line before");
    EXPECT_EQ(refusal_of(std::string(kHead) + "5 0x61\n"), "accepted");
}

TEST_F(RecordingTest, a_replay_has_each_character_from_its_time_on) {
    std::ofstream(file) << kHead << "100 0x61\n100 0x62\n250 0x63\n";
    ReplayTerminal replay(file);
    EXPECT_EQ(replay.looks_again_ps(), 100u);
    EXPECT_FALSE(replay.look(99));
    EXPECT_EQ(replay.next(), std::nullopt);
    EXPECT_TRUE(replay.look(100));
    EXPECT_EQ(replay.looks_again_ps(), 250u);
    EXPECT_EQ(replay.next(), 'a');
    EXPECT_EQ(replay.next(), 'b');
    EXPECT_EQ(replay.next(), std::nullopt);
    EXPECT_FALSE(replay.ended());
    EXPECT_TRUE(replay.look(400));
    EXPECT_EQ(replay.looks_again_ps(), std::nullopt);
    EXPECT_FALSE(replay.ended());
    EXPECT_EQ(replay.next(), 'c');
    EXPECT_TRUE(replay.ended());
}

} // namespace
} // namespace stavp::terminal
