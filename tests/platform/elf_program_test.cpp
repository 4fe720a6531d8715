// ELF files made byte by byte from the layout in the System V ABI, then broken in one place each.

#include "platform/run/elf_program.h"
#include "platform/run/input_error.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;
using stavp::ElfProgram;
using stavp::InputError;
using stavp::MemoryRange;

constexpr std::uint64_t kBase = 0x8000'0000;
const MemoryRange kDdr{"DDR", kBase, 1 << 20};

// Offsets of the 64-bit ELF header and of its first program header, which follows it.
constexpr std::size_t kClass = 4, kData = 5, kType = 16, kMachine = 18, kEntry = 24, kProgramHeaders = 56;
constexpr std::size_t kHeaderBytes = 64, kProgramHeaderBytes = 56;
constexpr std::size_t kSegmentOffset = kHeaderBytes + 8, kSegmentAddress = kHeaderBytes + 24,
                      kSegmentFileBytes = kHeaderBytes + 32, kSegmentMemoryBytes = kHeaderBytes + 40;
constexpr std::size_t kPayload = kHeaderBytes + kProgramHeaderBytes;

class Bytes : public std::vector<std::uint8_t> {
public:
    using std::vector<std::uint8_t>::vector;
    Bytes& put(std::size_t at, std::uint64_t value, unsigned count) {
        for (unsigned i = 0; i < count; ++i)
            (*this)[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
        return *this;
    }
};

/// One segment of 4 bytes at the base of DDR, 16 bytes in memory.
Bytes good_elf() {
    Bytes elf(kPayload + 4, 0);
    std::memcpy(elf.data(),
                "\x7f"
                "ELF\x02\x01\x01",
                7);
    elf.put(kType, 2, 2).put(kMachine, 243, 2).put(20, 1, 4).put(kEntry, kBase, 8).put(32, kHeaderBytes, 8);
    elf.put(52, kHeaderBytes, 2).put(54, kProgramHeaderBytes, 2).put(kProgramHeaders, 1, 2).put(58, 64, 2);
    elf.put(kHeaderBytes, 1, 4).put(kHeaderBytes + 4, 7, 4).put(kSegmentOffset, kPayload, 8);
    elf.put(kHeaderBytes + 16, kBase, 8).put(kSegmentAddress, kBase, 8).put(kSegmentFileBytes, 4, 8);
    elf.put(kSegmentMemoryBytes, 16, 8).put(kPayload, 0x11223344, 4);
    return elf;
}

class Elf : public testing::Test {
protected:
    fs::path file = fs::path(testing::TempDir()) /
                    (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".elf");
    void TearDown() override { fs::remove(file); }

    ElfProgram load(const Bytes& bytes) {
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        return stavp::load_elf(file, kDdr);
    }
    std::string refusal(const Bytes& bytes) {
        try {
            load(bytes);
            return "accepted";
        } catch (const InputError& error) {
            const std::string message = error.what();
            EXPECT_EQ(message.find(file.string() + ": "), 0u);
            EXPECT_EQ(message.find('\n'), std::string::npos);
            return message.substr(file.string().size() + 2);
        }
    }
};

TEST_F(Elf, a_good_program_is_taken_with_its_bytes) {
    const auto program = load(good_elf());
    EXPECT_EQ(program.entry, kBase);
    ASSERT_EQ(program.segments.size(), 1u);
    EXPECT_EQ(program.segments[0].address, kBase);
    EXPECT_EQ(program.segments[0].bytes, (std::vector<std::uint8_t>{0x44, 0x33, 0x22, 0x11}));
    EXPECT_EQ(program.segments[0].memory_bytes, 16u);
    EXPECT_EQ(program.end(), kBase + 16);
    EXPECT_FALSE(program.tohost);
}

TEST_F(Elf, missing_and_foreign_files_are_refused) {
    EXPECT_THROW(stavp::load_elf("/nowhere/x.elf", kDdr), InputError);
    EXPECT_THROW(stavp::load_elf("/", kDdr), InputError);
    EXPECT_EQ(refusal({}), "is not an ELF file");
    EXPECT_EQ(refusal({'#', '!', '/', 'b', 'i', 'n'}), "is not an ELF file");
}

TEST_F(Elf, programs_for_other_machines_are_refused_by_what_they_are) {
    EXPECT_EQ(refusal(Bytes(good_elf()).put(kClass, 1, 1)), "is a 32-bit program; the host is RV64");
    EXPECT_EQ(refusal(Bytes(good_elf()).put(kData, 2, 1)), "is big-endian; the host is little-endian");
    EXPECT_EQ(refusal(Bytes(good_elf()).put(kMachine, 62, 2)), "is not a RISC-V program (ELF machine 62)");
    EXPECT_EQ(refusal(Bytes(good_elf()).put(kType, 3, 2)), "is not an executable with fixed addresses (ELF type 3)");
}

TEST_F(Elf, every_truncation_is_refused_and_none_crashes) {
    const auto good = good_elf();
    for (std::size_t bytes = 0; bytes < good.size(); ++bytes)
        EXPECT_NE(refusal(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(bytes))), "accepted") << bytes;
    EXPECT_EQ(refusal(Bytes(good.begin(), good.begin() + 20)), "is truncated: no ELF header");
    EXPECT_EQ(refusal(Bytes(good.begin(), good.end() - 1)),
              "is truncated: segment at 0x80000000 wants 4 bytes of the file");
}

TEST_F(Elf, segments_and_entries_outside_memory_are_refused_with_their_addresses) {
    EXPECT_EQ(refusal(Bytes(good_elf()).put(kSegmentAddress, 0x1'0000, 8)),
              "segment 0x10000 to 0x1000f lies outside DDR (0x80000000 to 0x800fffff)");
    EXPECT_EQ(refusal(Bytes(good_elf()).put(kSegmentMemoryBytes, (1 << 20) + 1, 8)),
              "segment 0x80000000 to 0x80100000 lies outside DDR (0x80000000 to 0x800fffff)");
    EXPECT_NE(refusal(Bytes(good_elf()).put(kSegmentMemoryBytes, ~0ull, 8)), "accepted");
    EXPECT_EQ(refusal(Bytes(good_elf()).put(kEntry, 0x1000, 8)),
              "entry point 0x1000 lies outside DDR (0x80000000 to 0x800fffff)");
}

TEST_F(Elf, headers_that_the_linker_put_below_memory_are_left_out) {
    auto elf = good_elf();
    elf.put(kSegmentOffset, 0, 8).put(kSegmentAddress, kBase - kPayload, 8);
    elf.put(kSegmentFileBytes, kPayload + 4, 8).put(kSegmentMemoryBytes, kPayload + 16, 8);
    const auto program = load(elf);
    ASSERT_EQ(program.segments.size(), 1u);
    EXPECT_EQ(program.segments[0].address, kBase);
    EXPECT_EQ(program.segments[0].bytes, (std::vector<std::uint8_t>{0x44, 0x33, 0x22, 0x11}));
    EXPECT_EQ(program.segments[0].memory_bytes, 16u);
    // One byte more below memory is a byte of the program.
    elf.put(kSegmentAddress, kBase - kPayload - 1, 8);
    EXPECT_EQ(refusal(elf), "segment 0x7fffff87 to 0x8000000e lies outside DDR (0x80000000 to 0x800fffff)");
}

TEST_F(Elf, damaged_headers_are_refused) {
    EXPECT_EQ(refusal(Bytes(good_elf()).put(kSegmentMemoryBytes, 2, 8)),
              "is a damaged ELF file: a segment exceeds its memory");
    EXPECT_NE(refusal(Bytes(good_elf()).put(kSegmentOffset, ~0ull, 8)), "accepted");
    EXPECT_NE(refusal(Bytes(good_elf()).put(kSegmentFileBytes, ~0ull, 8)), "accepted");
    EXPECT_NE(refusal(Bytes(good_elf()).put(32, ~0ull, 8)), "accepted");
    EXPECT_EQ(refusal(Bytes(good_elf()).put(kProgramHeaders, 0, 2)), "has no segment to load");
}

} // namespace
