#include "tests/ddr/ddr_fixture.h"

#include <array>
#include <gmock/gmock.h>
#include <stdexcept>
#include <vector>

namespace {

using testing::ElementsAre;

class DdrMemoryTest : public stavp::test::DdrFixture {
protected:
    void store(std::uint64_t address, std::uint64_t value, unsigned bytes = 8) {
        access(tlm::TLM_WRITE_COMMAND, address, &value, bytes);
    }
    std::uint64_t load(std::uint64_t address) {
        std::uint64_t value = 0;
        access(tlm::TLM_READ_COMMAND, address, &value, 8);
        return value;
    }
};

TEST_F(DdrMemoryTest, starts_as_zeros_and_keeps_what_is_written) {
    EXPECT_EQ(load(kBytes - 8), 0u);
    store(kBytes - 8, 0x1122334455667788);
    store(12345, 0xaabb, 2);
    EXPECT_EQ(load(kBytes - 8), 0x1122334455667788u);
    EXPECT_EQ(load(12345), 0xaabbu);
}

TEST_F(DdrMemoryTest, out_of_range_and_empty_accesses_are_address_errors_and_not_counted) {
    std::array<std::uint8_t, 16> data{};
    for (const auto& [address, bytes] :
         {std::pair{kBytes - 15, 16u}, {kBytes, 1u}, {~0ull, 1u}, {~0ull - 7, 16u}, {std::uint64_t{0}, 0u}}) {
        access(tlm::TLM_READ_COMMAND, address, data.data(), bytes);
        EXPECT_EQ(status, tlm::TLM_ADDRESS_ERROR_RESPONSE) << address;
    }
    EXPECT_EQ(ddr.statistics().reads, 0u);
    EXPECT_EQ(ddr.statistics().row_misses, 0u);
}

TEST_F(DdrMemoryTest, byte_enables_are_refused) {
    tlm::tlm_generic_payload payload;
    std::uint8_t data = 0;
    std::uint8_t enable = 0xff;
    payload.set_command(tlm::TLM_WRITE_COMMAND);
    payload.set_address(0);
    payload.set_data_ptr(&data);
    payload.set_data_length(1);
    payload.set_streaming_width(1);
    payload.set_byte_enable_ptr(&enable);
    payload.set_byte_enable_length(1);
    sc_core::sc_time delay;
    master.socket->b_transport(payload, delay);
    EXPECT_EQ(payload.get_response_status(), tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
}

TEST_F(DdrMemoryTest, direct_access_covers_all_without_a_watch) {
    auto* place = master.direct(0, kBytes, tlm::TLM_WRITE_COMMAND);
    ASSERT_NE(place, nullptr);
    place[77] = 5;
    EXPECT_EQ(load(77), 5u);
}

TEST_F(DdrMemoryTest, a_watch_is_told_the_value_after_each_write_that_touches_it) {
    std::vector<std::uint64_t> seen;
    ddr.watch(0x8010, [&](std::uint64_t value) { seen.push_back(value); });
    store(0x8010, 0x0102030405060708);
    store(0x8008, 1);
    store(0x8018, 1);
    store(0x8017, 0xff, 1);
    store(0x800f, 0xeeee, 2);
    load(0x8010);
    EXPECT_THAT(seen, ElementsAre(0x0102030405060708u, 0xff02030405060708u, 0xff020304050607eeu));
    std::uint64_t debug = 3;
    EXPECT_EQ(master.debug_write(0x8010, &debug, 8), 8u);
    EXPECT_EQ(seen.size(), 3u);
    EXPECT_EQ(load(0x8010), 3u);
}

TEST_F(DdrMemoryTest, the_page_of_a_watch_is_left_out_of_direct_access) {
    ddr.watch(0x8010, [](std::uint64_t) {});
    EXPECT_EQ(master.direct(0x8010, 1, tlm::TLM_READ_COMMAND), nullptr);
    EXPECT_EQ(master.direct(0x8000, 1, tlm::TLM_READ_COMMAND), nullptr);
    EXPECT_EQ(master.direct(0x8fff, 1, tlm::TLM_READ_COMMAND), nullptr);
    EXPECT_EQ(master.direct(0x7fff, 2, tlm::TLM_READ_COMMAND), nullptr);
    auto* below = master.direct(0, 0x8000, tlm::TLM_WRITE_COMMAND);
    auto* above = master.direct(0x9000, kBytes - 0x9000, tlm::TLM_WRITE_COMMAND);
    ASSERT_NE(below, nullptr);
    EXPECT_EQ(above, below + 0x9000);
}

TEST_F(DdrMemoryTest, between_two_watches_direct_access_is_between_their_pages) {
    ddr.watch(0x2000, [](std::uint64_t) {});
    ddr.watch(0x5ff8, [](std::uint64_t) {});
    EXPECT_NE(master.direct(0x3000, 0x2000, tlm::TLM_READ_COMMAND), nullptr);
    EXPECT_EQ(master.direct(0x3000, 0x2001, tlm::TLM_READ_COMMAND), nullptr);
    EXPECT_EQ(master.direct(0x5000, 1, tlm::TLM_READ_COMMAND), nullptr);
}

TEST_F(DdrMemoryTest, a_watch_set_while_running_takes_direct_access_back) {
    sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_NS));
    ASSERT_NE(master.direct(0x4000, 8, tlm::TLM_WRITE_COMMAND), nullptr);
    ddr.watch(0x4000, [](std::uint64_t) {});
    EXPECT_EQ(master.direct(0x4000, 8, tlm::TLM_WRITE_COMMAND), nullptr);
}

TEST_F(DdrMemoryTest, a_watch_outside_or_unaligned_is_refused) {
    EXPECT_THROW(ddr.watch(kBytes, [](std::uint64_t) {}), std::invalid_argument);
    EXPECT_THROW(ddr.watch(4, [](std::uint64_t) {}), std::invalid_argument);
}

TEST(DdrConfigTest, a_size_beyond_the_channel_is_refused_and_the_whole_channel_costs_no_memory) {
    stavp::DdrConfig config;
    config.bytes = config.timing.capacity_bytes() + 1;
    EXPECT_THROW(stavp::Ddr("large", config), std::invalid_argument);
    config.bytes = config.timing.capacity_bytes();
    EXPECT_EQ(config.bytes, 8ull << 30);
    EXPECT_NO_THROW(stavp::Ddr("full", config));
}

} // namespace
