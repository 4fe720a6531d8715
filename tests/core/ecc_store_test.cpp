#include "models/core/ecc_store.h"
#include "models/core/memory_access.h"
#include "models/core/operand_access.h"

#include <array>
#include <cstring>
#include <gtest/gtest.h>
#include <numeric>
#include <utility>
#include <vector>

namespace stavp {
namespace {

constexpr std::uint64_t kBase = 0x5000'0000;
constexpr std::uint64_t kBytes = 5 * 4096;

struct Counts : EccLog {
    std::vector<std::uint64_t> good;
    std::vector<std::uint64_t> bad;
    void corrected(std::uint64_t address) override { good.push_back(address); }
    void uncorrectable(std::uint64_t address) override { bad.push_back(address); }
};
using Addresses = std::vector<std::uint64_t>;

SecdedWord data_bits(std::initializer_list<unsigned> bits) {
    SecdedWord mask;
    for (const auto bit : bits)
        mask.data |= std::uint64_t{1} << bit;
    return mask;
}

class EccStoreTest : public testing::Test {
protected:
    explicit EccStoreTest(EccCode code = EccCode::secded)
        : store(code, memory, [this](std::uint64_t first, std::uint64_t last) { taken.emplace_back(first, last); }) {
        std::iota(memory.begin(), memory.end(), std::uint8_t{1});
        right = memory;
        store.report_to(counts, kBase);
    }

    bool access(tlm::tlm_command command, std::uint64_t address, std::uint8_t* data, unsigned bytes) {
        const auto payload = fill(command, address, data, bytes);
        if (!store.allows(*payload)) return false;
        copy_payload(*payload, memory.data());
        return true;
    }
    bool reads_right(std::uint64_t address, unsigned bytes) {
        std::vector<std::uint8_t> data(bytes);
        return access(tlm::TLM_READ_COMMAND, address, data.data(), bytes) &&
               std::equal(data.begin(), data.end(), right.begin() + static_cast<std::ptrdiff_t>(address));
    }
    bool writes(std::uint64_t address, unsigned bytes) {
        std::vector<std::uint8_t> data(bytes, 0xee);
        if (!access(tlm::TLM_WRITE_COMMAND, address, data.data(), bytes)) return false;
        std::fill_n(right.begin() + static_cast<std::ptrdiff_t>(address), bytes, std::uint8_t{0xee});
        return true;
    }
    std::vector<std::uint8_t> debug_read(std::uint64_t address, unsigned bytes, OperandAccess* operand = nullptr) {
        std::vector<std::uint8_t> data(bytes);
        const auto payload = fill(tlm::TLM_READ_COMMAND, address, data.data(), bytes);
        if (operand != nullptr) payload->set_extension(operand);
        data.resize(store.debug_access(*payload));
        if (operand != nullptr) payload->clear_extension(operand);
        return data;
    }
    bool prefix_of_right(const std::vector<std::uint8_t>& data, std::uint64_t address) const {
        return std::equal(data.begin(), data.end(), right.begin() + static_cast<std::ptrdiff_t>(address));
    }
    static std::unique_ptr<tlm::tlm_generic_payload> fill(tlm::tlm_command command, std::uint64_t address,
                                                          std::uint8_t* data, unsigned bytes) {
        auto payload = std::make_unique<tlm::tlm_generic_payload>();
        payload->set_command(command);
        payload->set_address(address);
        payload->set_data_ptr(data);
        payload->set_data_length(bytes);
        payload->set_streaming_width(bytes);
        return payload;
    }
    tlm::tlm_dmi granted(std::uint64_t address) {
        tlm::tlm_dmi region;
        region.set_start_address(0);
        region.set_end_address(kBytes - 1);
        region.set_dmi_ptr(memory.data());
        region.allow_read_write();
        store.gaps().narrow(address, region);
        return region;
    }

    std::vector<std::uint8_t> memory = std::vector<std::uint8_t>(kBytes);
    std::vector<std::uint8_t> right;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> taken;
    Counts counts;
    EccStore store;
};

class NoEccTest : public EccStoreTest {
protected:
    NoEccTest() : EccStoreTest(EccCode::none) {}
};

TEST_F(NoEccTest, bits_are_flipped_in_the_bytes_and_nobody_is_told) {
    store.flip(0x40, data_bits({0, 1, 63}));
    EXPECT_EQ(memory[0x40], right[0x40] ^ 3);
    EXPECT_EQ(memory[0x47], right[0x47] ^ 0x80);
    EXPECT_TRUE(reads_right(0, 0x40));
    EXPECT_FALSE(reads_right(0x40, 1));
    EXPECT_TRUE(counts.good.empty() && counts.bad.empty());
    EXPECT_TRUE(taken.empty());
}

TEST_F(EccStoreTest, a_single_flipped_bit_is_corrected_counted_once_and_written_back) {
    store.flip(0x40, data_bits({17}));
    EXPECT_TRUE(reads_right(0x42, 1));
    EXPECT_EQ(counts.good, Addresses{kBase + 0x40});
    EXPECT_TRUE(reads_right(0x40, 8));
    EXPECT_EQ(counts.good.size(), 1u);
}

TEST_F(EccStoreTest, a_flipped_check_bit_is_corrected_too) {
    store.flip(0x40, {0, 0x10});
    EXPECT_TRUE(reads_right(0x40, 8));
    EXPECT_EQ(counts.good, Addresses{kBase + 0x40});
}

TEST_F(EccStoreTest, a_read_of_the_neighbours_sees_nothing) {
    store.flip(0x40, data_bits({0, 1}));
    EXPECT_TRUE(reads_right(0, 0x40));
    EXPECT_TRUE(reads_right(0x48, 100));
    EXPECT_TRUE(counts.good.empty() && counts.bad.empty());
}

TEST_F(EccStoreTest, two_flipped_bits_fail_every_read_until_the_word_is_written) {
    store.flip(0x40, data_bits({0, 63}));
    EXPECT_FALSE(reads_right(0x47, 1));
    EXPECT_FALSE(reads_right(0, 0x100));
    EXPECT_EQ(counts.bad, (Addresses{kBase + 0x40, kBase + 0x40}));
    EXPECT_TRUE(writes(0x40, 8));
    EXPECT_TRUE(reads_right(0, 0x100));
    EXPECT_EQ(counts.bad.size(), 2u);
}

TEST_F(EccStoreTest, a_write_of_a_part_reads_the_word_first) {
    store.flip(0x40, data_bits({5}));
    EXPECT_TRUE(writes(0x41, 2));
    EXPECT_EQ(counts.good, Addresses{kBase + 0x40});
    EXPECT_TRUE(reads_right(0x40, 8));
    EXPECT_EQ(counts.good.size(), 1u);
}

TEST_F(EccStoreTest, a_write_of_a_part_of_an_uncorrectable_word_writes_nothing) {
    store.flip(0x40, data_bits({5, 6}));
    EXPECT_FALSE(writes(0x3c, 8));
    EXPECT_EQ(counts.bad, Addresses{kBase + 0x40});
    EXPECT_TRUE(reads_right(0x38, 8));
}

TEST_F(EccStoreTest, a_write_over_many_words_makes_the_whole_ones_good) {
    for (const std::uint64_t offset : {0x40, 0x48, 0x50})
        store.flip(offset, data_bits({1, 2}));
    EXPECT_TRUE(writes(0x40, 0x18));
    EXPECT_TRUE(reads_right(0, 0x200));
    EXPECT_TRUE(counts.bad.empty());
    EXPECT_TRUE(taken.size() > 3);
}

// Bits 0, 1, 2 have the columns 0x07, 0x0b, 0x0d: their sum 0x01 is that of check bit 0.
TEST_F(EccStoreTest, three_flipped_bits_may_be_taken_for_one_and_are_then_stored) {
    store.flip(0x40, data_bits({0, 1, 2}));
    EXPECT_FALSE(reads_right(0x40, 8));
    EXPECT_EQ(counts.good, Addresses{kBase + 0x40});
    EXPECT_EQ(memory[0x40], right[0x40] ^ 7);
    EXPECT_TRUE(counts.bad.empty());
}

TEST_F(EccStoreTest, a_bit_flipped_twice_is_as_it_was) {
    store.flip(0x40, data_bits({9}));
    store.flip(0x40, data_bits({9}));
    EXPECT_TRUE(reads_right(0x40, 8));
    EXPECT_TRUE(counts.good.empty());
    EXPECT_TRUE(store.gaps().empty());
}

TEST_F(EccStoreTest, a_debugger_sees_the_corrected_word_and_changes_nothing) {
    store.flip(0x40, data_bits({17}));
    EXPECT_TRUE(prefix_of_right(debug_read(0x3d, 16), 0x3d));
    EXPECT_TRUE(counts.good.empty());
    EXPECT_TRUE(reads_right(0x40, 8));
    EXPECT_EQ(counts.good.size(), 1u);
}

TEST_F(EccStoreTest, a_debug_read_ends_before_an_uncorrectable_word) {
    store.flip(0x40, data_bits({17, 18}));
    EXPECT_EQ(debug_read(0x30, 0x40).size(), 0x10u);
    EXPECT_EQ(debug_read(0x44, 1).size(), 0u);
    EXPECT_EQ(debug_read(kBytes - 4, 8).size(), 4u);
    EXPECT_TRUE(counts.bad.empty());
}

TEST_F(EccStoreTest, an_engines_operand_counts_as_an_access_and_a_probe_does_not) {
    OperandAccess operand;
    store.flip(0x40, data_bits({17}));
    store.flip(0x48, data_bits({17, 18}));
    operand.probe = true;
    EXPECT_EQ(debug_read(0x40, 0x20, &operand).size(), 0x20u);
    EXPECT_TRUE(counts.good.empty() && counts.bad.empty());
    operand.probe = false;
    const auto data = debug_read(0x40, 0x20, &operand);
    EXPECT_EQ(data.size(), 8u);
    EXPECT_TRUE(prefix_of_right(data, 0x40));
    EXPECT_EQ(counts.good, Addresses{kBase + 0x40});
    EXPECT_EQ(counts.bad, Addresses{kBase + 0x48});
}

TEST_F(EccStoreTest, the_page_of_a_flipped_word_is_left_out_of_dmi_until_it_is_good) {
    using Ranges = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
    store.flip(0x2008, data_bits({1}));
    store.flip(0x2ff8, data_bits({1}));
    EXPECT_EQ(taken, (Ranges{{0x2000, 0x2fff}, {0x2000, 0x2fff}}));
    EXPECT_TRUE(granted(0x2000).is_none_allowed());
    EXPECT_TRUE(granted(0x2fff).is_none_allowed());
    const auto below = granted(0x1fff);
    EXPECT_EQ(below.get_start_address(), 0u);
    EXPECT_EQ(below.get_end_address(), 0x1fffu);
    EXPECT_EQ(below.get_dmi_ptr(), memory.data());
    const auto above = granted(0x3000);
    EXPECT_TRUE(above.is_read_write_allowed());
    EXPECT_EQ(above.get_start_address(), 0x3000u);
    EXPECT_EQ(above.get_end_address(), kBytes - 1);
    EXPECT_EQ(above.get_dmi_ptr(), memory.data() + 0x3000);
    EXPECT_TRUE(reads_right(0x2008, 1));
    EXPECT_TRUE(granted(0x2000).is_none_allowed());
    EXPECT_TRUE(reads_right(0x2ff8, 1));
    EXPECT_EQ(granted(0x2000).get_end_address(), kBytes - 1);
    EXPECT_EQ(taken.back(), (std::pair<std::uint64_t, std::uint64_t>{0, kBytes - 1}));
}

} // namespace
} // namespace stavp
