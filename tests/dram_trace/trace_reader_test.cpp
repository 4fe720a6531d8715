#include "platform/dram_trace/trace_reader.h"

#include "platform/run/input_error.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace {

using stavp::ColumnCommand;
using stavp::TraceReader;

class TraceReaderTest : public testing::Test {
protected:
    static constexpr std::uint64_t kBytes = 1 << 20;

    void SetUp() override {
        file =
            testing::TempDir() + "trace_reader_test." + testing::UnitTest::GetInstance()->current_test_info()->name();
    }
    void TearDown() override { std::filesystem::remove(file); }

    void write(const std::string& text) const { std::ofstream(file) << text; }
    /// What is wrong with a file that holds `text`, without the file's name.
    std::string error(const std::string& text) const {
        write(text);
        try {
            TraceReader reader(file, kBytes);
            while (reader.next())
                ;
        } catch (const stavp::InputError& refused) {
            const std::string message = refused.what();
            EXPECT_TRUE(message.starts_with(file + ":")) << message;
            return message.substr(file.size() + 1);
        }
        return "";
    }

    std::string file;
};

TEST_F(TraceReaderTest, decimal_and_hexadecimal_comments_and_blank_lines) {
    write("# a trace\n\n0x40 READ 0\n  128\twrite 17 # here\r\n0XFf read 18446744");
    TraceReader reader(file, kBytes);
    auto line = reader.next();
    ASSERT_TRUE(line);
    EXPECT_EQ(line->offset, 0x40u);
    EXPECT_EQ(line->command, ColumnCommand::read);
    EXPECT_EQ(line->cycle, 0u);
    line = reader.next();
    ASSERT_TRUE(line);
    EXPECT_EQ(line->offset, 128u);
    EXPECT_EQ(line->command, ColumnCommand::write);
    EXPECT_EQ(line->cycle, 17u);
    line = reader.next();
    ASSERT_TRUE(line);
    EXPECT_EQ(line->offset, 0xffu);
    EXPECT_EQ(line->cycle, 18446744u);
    EXPECT_FALSE(reader.next());
    EXPECT_EQ(reader.share(), 1.0);
}

TEST_F(TraceReaderTest, what_is_wrong_is_named_with_its_line) {
    EXPECT_EQ(error("0 READ 0\nzero READ 0\n"), "2: expected an address, got 'zero'");
    EXPECT_EQ(error("0x READ 0\n"), "1: expected an address, got '0x'");
    EXPECT_EQ(error("-64 READ 0\n"), "1: expected an address, got '-64'");
    EXPECT_EQ(error("\n\n0 FETCH 0\n"), "3: expected READ or WRITE, got 'FETCH'");
    EXPECT_EQ(error("0\n"), "1: expected READ or WRITE, got ''");
    EXPECT_EQ(error("0 READ\n"), "1: expected a memory clock up to 2^60, got ''");
    EXPECT_EQ(error("0 READ 1.5\n"), "1: expected a memory clock up to 2^60, got '1.5'");
    EXPECT_EQ(error("0 READ 99999999999999999999\n"),
              "1: expected a memory clock up to 2^60, got '99999999999999999999'");
    EXPECT_EQ(error("0 READ 1 64\n"), "1: unexpected '64' after ADDR READ|WRITE CYCLE");
    EXPECT_EQ(error("0x100000 READ 0\n"), "1: address 0x100000 lies outside the memory, which ends at 0x100000");
    EXPECT_EQ(error("a\x01 READ 0\n"), "1: expected an address, got 'a?'");
    EXPECT_EQ(error("0 READ 0\n" + std::string(70000, 'x')), "2: longer than 65536 bytes");
}

TEST_F(TraceReaderTest, lines_across_the_ends_of_the_buffer_stay_whole) {
    std::string text;
    constexpr std::uint64_t kLines = 20000;
    for (std::uint64_t i = 0; i < kLines; ++i)
        text += std::to_string(i * 7 % kBytes) + " READ " + std::to_string(i) + "\n";
    write(text);
    TraceReader reader(file, kBytes);
    for (std::uint64_t i = 0; i < kLines; ++i) {
        const auto line = reader.next();
        ASSERT_TRUE(line);
        ASSERT_EQ(line->offset, i * 7 % kBytes);
        ASSERT_EQ(line->cycle, i);
    }
    EXPECT_FALSE(reader.next());
}

TEST_F(TraceReaderTest, a_file_that_is_not_there_or_a_folder_is_refused) {
    EXPECT_THROW(TraceReader("/nowhere/trace", kBytes), stavp::InputError);
    EXPECT_THROW(TraceReader(testing::TempDir(), kBytes), stavp::InputError);
}

} // namespace
