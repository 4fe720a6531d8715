#include "platform/run/input_error.h"
#include "platform/trace/tlm/tlm_reader.h"
#include "platform/trace/tlm/tlm_writer.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace {

using namespace stavp;
using namespace stavp::trace;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const TlmNames kNames{{"cpu", "dma0"}, {{"uart", 0x1000'0000, 0x100}, {"ddr", 0x8000'0000, 1 << 20}}, {"layer0.qkv"}};

using Record = std::variant<TlmAccess, TlmMarker>;

class TlmFile : public testing::Test {
protected:
    std::filesystem::path path = std::filesystem::path(testing::TempDir()) /
                                 (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".tlm");

    void TearDown() override { std::filesystem::remove(path); }

    static std::string written(const std::vector<Record>& records) {
        std::ostringstream out;
        TlmWriter writer(out, kNames);
        for (const auto& record : records)
            std::visit([&](const auto& value) { writer.add(value); }, record);
        writer.finish();
        return out.str();
    }
    void store(const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }
    std::vector<Record> read_back() {
        TlmReader reader(path);
        EXPECT_EQ(reader.names(), kNames);
        std::vector<Record> records;
        while (auto record = reader.next())
            records.push_back(*record);
        return records;
    }
    /// What the reader says against the file; "" if it takes it.
    std::string complaint() {
        try {
            read_back();
        } catch (const InputError& error) {
            return error.what();
        }
        return "";
    }
};

TlmAccess access(std::uint64_t begin_ps, std::uint64_t end_ps, std::uint64_t address, std::uint64_t bytes) {
    TlmAccess result;
    result.target = 1;
    result.begin_ps = begin_ps;
    result.end_ps = end_ps;
    result.address = address;
    result.row_bytes = bytes;
    return result;
}

std::vector<Record> every_kind() {
    auto plain = access(5, 12, 0x8000'0100, 64);
    auto failed = access(3, 3, ~std::uint64_t{0}, 0xffff'ffff);
    failed.path = TlmPath::non_blocking;
    failed.status = TlmStatus::byte_enable_error;
    failed.initiator = 1;
    failed.target = TlmAccess::kNoTarget;
    failed.write = true;
    auto rows = access(std::uint64_t{1} << 62, (std::uint64_t{1} << 62) + 1, 0, 768);
    rows.path = TlmPath::dmi;
    rows.rows = 128;
    rows.stride = 3072;
    auto code = access(1, 1, 0x8000'0000, 12);
    code.path = TlmPath::dmi;
    code.fetch = true;
    return {plain, TlmMarker{9, 0, true}, failed, rows, code, TlmMarker{1, 70000, false}};
}

TEST_F(TlmFile, every_field_comes_back_as_it_was_written) {
    store(written(every_kind()));
    EXPECT_EQ(read_back(), every_kind());
}

TEST_F(TlmFile, a_trace_without_accesses_is_whole) {
    store(written({}));
    EXPECT_TRUE(read_back().empty());
}

// docs/tracing.md, by hand. Record: blocking read (0), initiator 0, target 1, begin +5 = zigzag 10, 7 long, address
// 0x100 = zigzag 0x200 = 0x00 | continued, 4; 64 bytes. Then the marker of layer 0 at 9: kind 3 + 4, +4 = zigzag 8,
// layer 0.
TEST_F(TlmFile, the_bytes_are_those_of_the_description) {
    const auto file = written({access(5, 12, 0x100, 64), TlmMarker{9, 0, true}});
    EXPECT_EQ(file.substr(0, 12), std::string("stavptlm\1\0\0\0", 12));
    const auto block = file.find("BLCK");
    ASSERT_NE(block, std::string::npos);
    const auto byte = [&](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(file.at(at))); };
    EXPECT_THAT((std::vector{byte(block + 4), byte(block + 5), byte(block + 8)}), ElementsAre(11, 0, 2));
    std::vector<unsigned> payload;
    for (std::size_t i = 0; i < 11; ++i)
        payload.push_back(byte(block + 16 + i));
    EXPECT_THAT(payload, ElementsAre(0, 0, 1, 10, 7, 0x80, 4, 64, 7, 8, 0));
    EXPECT_EQ(file.substr(block + 16 + 11, 4), "END!");
}

TEST_F(TlmFile, a_long_trace_comes_back_and_can_be_read_again) {
    std::vector<Record> records;
    for (std::uint64_t i = 0; i < 50000; ++i) {
        auto next = access(i * 1000 - i % 7 * 100 + 1000, i * 1000 + 2000, 0x8000'0000 + (i * 37 % 4096) * 64, 64);
        next.initiator = i % 2;
        records.emplace_back(next);
    }
    const auto bytes = written(records);
    EXPECT_GT(bytes.size(), 5u * 64 * 1024); // several blocks
    EXPECT_LT(bytes.size(), 50000u * 16);
    store(bytes);
    TlmReader reader(path);
    for (int pass = 0; pass < 2; ++pass, reader.rewind()) {
        std::size_t count = 0;
        while (auto record = reader.next())
            ASSERT_EQ(*record, records.at(count++));
        EXPECT_EQ(count, records.size());
    }
}

TEST_F(TlmFile, wherever_it_is_cut_it_is_refused_in_one_line) {
    const auto whole = written(every_kind());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        store(whole.substr(0, length));
        const auto text = complaint();
        ASSERT_THAT(text, StartsWith(path.string() + ": ")) << length;
        ASSERT_EQ(text.find('\n'), std::string::npos);
    }
    store(whole + "x");
    EXPECT_THAT(complaint(), HasSubstr("something follows its end"));
}

TEST_F(TlmFile, whichever_byte_is_wrong_it_is_refused) {
    const auto whole = written(every_kind());
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
        store(damaged);
        ASSERT_NE(complaint(), "") << at;
    }
}

TEST_F(TlmFile, other_files_and_versions_are_refused) {
    store("{\"traceEvents\":[]}");
    EXPECT_THAT(complaint(), HasSubstr("is not a trace of transactions"));
    auto newer = written({});
    newer[8] = 2;
    store(newer);
    EXPECT_THAT(complaint(), HasSubstr("is of version 2; this program reads version 1"));
    std::filesystem::remove(path);
    EXPECT_THAT(complaint(), HasSubstr("cannot be read: No such file"));
}

} // namespace
