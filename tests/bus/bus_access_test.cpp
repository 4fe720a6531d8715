#include "tests/bus/bus_fixture.h"

#include <cstring>
#include <gmock/gmock.h>
#include <stdexcept>

namespace {

class BusAccessTest : public stavp::test::BusFixture {};

TEST_F(BusAccessTest, targets_see_addresses_relative_to_their_window) {
    std::uint32_t value = 0x11223344;
    sc_core::sc_time delay;
    EXPECT_EQ(a.transport(tlm::TLM_WRITE_COMMAND, kSecond + 0x10, reinterpret_cast<std::uint8_t*>(&value), 4, delay),
              tlm::TLM_OK_RESPONSE);
    EXPECT_EQ(second.arrivals.back().address, 0x10u);
    EXPECT_EQ(std::memcmp(second.memory.data() + 0x10, &value, 4), 0);
    EXPECT_TRUE(first.arrivals.empty());
}

TEST_F(BusAccessTest, what_no_window_takes_is_an_address_error_after_the_latency) {
    struct Case {
        std::uint64_t address;
        unsigned bytes;
    };
    // Below, above, across both ends, across two neighbouring windows, nothing at all, the end of the address space.
    for (const auto& [address, bytes] : {Case{0x0, 4}, Case{0x3000, 1}, Case{0xffe, 4}, Case{0x2ffe, 4},
                                         Case{0x1ffe, 4}, Case{0x1000, 0}, Case{~0ull, 1}, Case{~0ull, 2}}) {
        EXPECT_EQ(read(a, address, bytes), kLatencyCycles * kCyclePs) << std::hex << address;
        EXPECT_EQ(status, tlm::TLM_ADDRESS_ERROR_RESPONSE) << std::hex << address;
    }
    EXPECT_EQ(bus.initiator_statistics(0).errors, 8u);
    EXPECT_TRUE(first.arrivals.empty());
    EXPECT_TRUE(second.arrivals.empty());
    EXPECT_EQ(bus.target_statistics(0).busy_cycles(), 0u);
}

TEST_F(BusAccessTest, the_last_byte_of_a_window_belongs_to_it) {
    read(a, 0x1ffc, 4);
    EXPECT_EQ(status, tlm::TLM_OK_RESPONSE);
    EXPECT_EQ(first.arrivals.back().address, 0xffcu);
}

TEST_F(BusAccessTest, the_payload_keeps_its_address) {
    tlm::tlm_generic_payload payload;
    std::uint8_t byte = 0;
    payload.set_command(tlm::TLM_READ_COMMAND);
    payload.set_address(kSecond + 5);
    payload.set_data_ptr(&byte);
    payload.set_data_length(1);
    payload.set_streaming_width(1);
    sc_core::sc_time delay;
    a.socket->b_transport(payload, delay);
    EXPECT_EQ(payload.get_address(), kSecond + 5);
    tlm::tlm_dmi region;
    a.socket->get_direct_mem_ptr(payload, region);
    EXPECT_EQ(payload.get_address(), kSecond + 5);
}

TEST_F(BusAccessTest, direct_pointers_are_translated_there_and_back) {
    auto* place = a.direct(kSecond + 0x20, 8, tlm::TLM_WRITE_COMMAND);
    EXPECT_EQ(place, second.memory.data() + 0x20);
    EXPECT_EQ(a.direct(kFirst + 0x20, 8, tlm::TLM_READ_COMMAND), first.memory.data() + 0x20);
    EXPECT_EQ(a.direct(kSecond + 0xfff, 2, tlm::TLM_READ_COMMAND), nullptr);
    EXPECT_EQ(a.direct(0x5000, 1, tlm::TLM_READ_COMMAND), nullptr);
}

TEST_F(BusAccessTest, invalidation_reaches_every_initiator_with_bus_addresses) {
    tlm::tlm_generic_payload payload;
    tlm::tlm_dmi region;
    payload.set_address(kSecond + 0x20);
    ASSERT_TRUE(a.socket->get_direct_mem_ptr(payload, region));
    EXPECT_EQ(region.get_start_address(), kSecond);
    EXPECT_EQ(region.get_end_address(), kSecond + 0xfff);

    // A region that has been dropped is asked for anew, so that the memory's new place shows.
    ASSERT_EQ(a.direct(kSecond, 1, tlm::TLM_READ_COMMAND), second.memory.data());
    ASSERT_EQ(b.direct(kSecond, 1, tlm::TLM_READ_COMMAND), second.memory.data());
    auto* old_first = a.direct(kFirst, 1, tlm::TLM_READ_COMMAND);
    std::vector<std::uint8_t> moved(0x1000);
    std::vector<std::uint8_t> first_moved(0x1000);
    second.memory.swap(moved);
    first.memory.swap(first_moved);
    second.socket->invalidate_direct_mem_ptr(0x800, 0x800);
    EXPECT_EQ(a.direct(kSecond, 1, tlm::TLM_READ_COMMAND), second.memory.data());
    EXPECT_EQ(b.direct(kSecond, 1, tlm::TLM_READ_COMMAND), second.memory.data());
    EXPECT_EQ(a.direct(kFirst, 1, tlm::TLM_READ_COMMAND), old_first);
}

TEST_F(BusAccessTest, debug_access_takes_no_time_and_stops_at_the_end_of_the_window) {
    std::uint8_t out[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    EXPECT_EQ(a.debug_write(kFirst + 4, out, 8), 8u);
    EXPECT_EQ(first.memory[4], 1);
    EXPECT_EQ(a.debug_write(kFirst + 0xffc, out, 8), 4u);
    EXPECT_EQ(second.memory[0], 0);
    EXPECT_EQ(a.debug_read(0x9000, out, 8), 0u);
    EXPECT_TRUE(first.arrivals.empty());
    EXPECT_EQ(bus.target_statistics(0).transactions, 0u);
}

} // namespace
