#include "platform/run/input_error.h"
#include "platform/trace/tlm/tlm_filter.h"
#include "platform/trace/tlm/tlm_writer.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace stavp;
using namespace stavp::trace;
using testing::ElementsAre;
using testing::HasSubstr;

/// Six accesses, which are told apart by their length.
class TlmQueryTest : public testing::Test {
protected:
    std::filesystem::path path = std::filesystem::path(testing::TempDir()) /
                                 (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".tlm");

    void SetUp() override {
        std::ofstream out(path, std::ios::binary);
        TlmWriter writer(out, {{"cpu", "dma0", "dma1"}, {{"ddr", 0x1000, 0x1000}, {"uart", 0x100, 0x10}}, {"a", "b"}});
        const auto add = [&](unsigned length, unsigned initiator, unsigned target, std::uint64_t address,
                             std::uint64_t begin_ps, std::uint64_t end_ps, bool write, TlmPath path_taken) {
            TlmAccess access;
            access.initiator = initiator;
            access.target = target;
            access.address = address;
            access.begin_ps = begin_ps;
            access.end_ps = end_ps;
            access.write = write;
            access.path = path_taken;
            access.row_bytes = length;
            if (length == 3) access.status = TlmStatus::address_error;
            if (length == 4) access.fetch = true;
            if (length == 6) {
                access.rows = 3;
                access.stride = 0x100;
            }
            writer.add(access);
        };
        constexpr auto kNone = TlmAccess::kNoTarget;
        add(1, 0, 1, 0x107, 1000, 2000, true, TlmPath::blocking);
        writer.add(TlmMarker{2000, 0, true});
        add(2, 1, 0, 0x1000, 3000, 9000, false, TlmPath::non_blocking);
        writer.add(TlmMarker{4000, 1, true});
        add(3, 0, kNone, 0x8000, 5000, 5000, false, TlmPath::blocking);
        writer.add(TlmMarker{6000, 0, false});
        add(4, 0, 0, 0x1800, 7000, 7000, false, TlmPath::dmi);
        writer.add(TlmMarker{8000, 1, false});
        add(5, 2, 0, 0x1ffb, 9000, 20000, true, TlmPath::non_blocking);
        add(6, 2, 0, 0x1400, 9500, 9500, true, TlmPath::dmi);
        writer.finish();
    }
    void TearDown() override { std::filesystem::remove(path); }

    std::vector<unsigned> found(const TlmQuery& query) {
        TlmReader reader(path);
        const TlmFilter filter(query, reader);
        std::vector<unsigned> lengths;
        while (const auto record = reader.next())
            if (const auto* access = std::get_if<TlmAccess>(&*record); access != nullptr && filter.wants(*access))
                lengths.push_back(static_cast<unsigned>(access->row_bytes));
        return lengths;
    }
    template <class Set> std::vector<unsigned> found_with(Set&& set) {
        TlmQuery query;
        set(query);
        return found(query);
    }
};

TEST_F(TlmQueryTest, without_wishes_everything_is_shown) {
    EXPECT_THAT(found({}), ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST_F(TlmQueryTest, names_are_patterns_and_one_of_a_list) {
    EXPECT_THAT(found_with([](auto& q) { q.initiators = {"dma*"}; }), ElementsAre(2, 5, 6));
    EXPECT_THAT(found_with([](auto& q) { q.initiators = {"cpu", "dma0"}; }), ElementsAre(1, 2, 3, 4));
    EXPECT_THAT(found_with([](auto& q) { q.targets = {"uart", "none"}; }), ElementsAre(1, 3));
}

TEST_F(TlmQueryTest, a_name_that_nothing_has_is_told_with_those_that_there_are) {
    try {
        found_with([](auto& q) { q.initiators = {"gpu"}; });
        FAIL();
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("no initiator 'gpu' in the trace; there are cpu, dma0, dma1"));
    }
}

// The last byte of access 5 is 0x1fff; access 6 has rows of 6 bytes at 0x1400, 0x1500, 0x1600.
TEST_F(TlmQueryTest, an_address_range_takes_what_touches_one_of_its_bytes) {
    const auto range = [&](std::uint64_t first, std::uint64_t last) {
        return found_with([&](auto& q) { q.addresses = {{first, last}}; });
    };
    EXPECT_THAT(range(0x1fff, 0x1fff), ElementsAre(5));
    EXPECT_THAT(range(0x2000, 0x2fff), ElementsAre());
    EXPECT_THAT(range(0x1605, 0x1700), ElementsAre(6));
    EXPECT_THAT(range(0x1506, 0x15ff), ElementsAre());
    EXPECT_THAT(range(0x1001, 0x1001), ElementsAre(2));
}

TEST_F(TlmQueryTest, a_time_takes_what_is_under_way_in_it) {
    EXPECT_THAT(found_with([](auto& q) { q.from_ps = 9000; }), ElementsAre(2, 5, 6));
    EXPECT_THAT(found_with([](auto& q) { q.to_ps = 3000; }), ElementsAre(1, 2));
    EXPECT_THAT(found_with([](auto& q) {
                    q.from_ps = 5000;
                    q.to_ps = 7000;
                }),
                ElementsAre(2, 3, 4));
}

TEST_F(TlmQueryTest, command_status_and_path_are_told_apart) {
    EXPECT_THAT(found_with([](auto& q) { q.command = "write"; }), ElementsAre(1, 5, 6));
    EXPECT_THAT(found_with([](auto& q) { q.command = "read"; }), ElementsAre(2, 3));
    EXPECT_THAT(found_with([](auto& q) { q.command = "fetch"; }), ElementsAre(4));
    EXPECT_THAT(found_with([](auto& q) { q.status = "error"; }), ElementsAre(3));
    EXPECT_THAT(found_with([](auto& q) { q.status = "ok"; }), ElementsAre(1, 2, 4, 5, 6));
    EXPECT_THAT(found_with([](auto& q) { q.path = "non_blocking"; }), ElementsAre(2, 5));
}

// Layer a from 2000 to 6000, b from 4000 to 8000; an access belongs to where it begins.
TEST_F(TlmQueryTest, a_layer_takes_what_begins_between_its_markers) {
    EXPECT_THAT(found_with([](auto& q) { q.layer = "a"; }), ElementsAre(2, 3));
    EXPECT_THAT(found_with([](auto& q) { q.layer = "b"; }), ElementsAre(3, 4));
    EXPECT_THAT(found_with([](auto& q) { q.layer = "?"; }), ElementsAre(2, 3, 4));
}

} // namespace
