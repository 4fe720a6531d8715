// A second reading of the standards: all commands of random streams are recorded and each pair is held against the
// minimum distances, written down here without the controller's bookkeeping.

#include "tests/ddr/request_stream.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <vector>

namespace {

using stavp::ColumnCommand;
using stavp::DramCommand;
using stavp::DramTiming;
using stavp::IssuedCommand;

class Checker {
public:
    Checker(const DramTiming& timing, std::vector<IssuedCommand> commands) : t(timing), all(std::move(commands)) {
        std::stable_sort(all.begin(), all.end(),
                         [](const IssuedCommand& a, const IssuedCommand& b) { return a.clock < b.clock; });
    }

    void check() {
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t j = i + 1; j < all.size() && all[j].clock - all[i].clock < 600; ++j)
                check_pair(all[i], all[j]);
        check_four_activates();
        check_rows();
    }

private:
    static bool on_pins(const IssuedCommand& c) { return c.command != DramCommand::auto_precharge; }
    static bool is_column(const IssuedCommand& c) {
        return c.command == DramCommand::read || c.command == DramCommand::write;
    }
    static bool is_precharge(const IssuedCommand& c) {
        return c.command == DramCommand::precharge || c.command == DramCommand::auto_precharge ||
               c.command == DramCommand::precharge_all;
    }
    std::uint64_t data_start(const IssuedCommand& c) const {
        return c.clock + (c.command == DramCommand::read ? t.CL : t.CWL);
    }
    std::uint64_t data_end(const IssuedCommand& c) const { return data_start(c) + t.burst_length / 2; }

    void apart(const IssuedCommand& a, const IssuedCommand& b, std::uint64_t clocks, const char* rule) const {
        EXPECT_GE(b.clock, a.clock + clocks) << rule;
    }

    void check_pair(const IssuedCommand& a, const IssuedCommand& b) const {
        if (on_pins(a) && on_pins(b)) apart(a, b, 1, "one command in a clock");
        if (a.command == DramCommand::refresh) apart(a, b, t.tRFC, "tRFC");
        if (b.command == DramCommand::refresh) {
            if (a.command == DramCommand::activate) apart(a, b, t.tRC, "tRC before REF");
            if (is_precharge(a)) apart(a, b, t.tRP, "tRP before REF");
            return;
        }
        if (is_column(a) && is_column(b)) check_columns(a, b);
        const bool same_group = a.at.group == b.at.group;
        if (a.command == DramCommand::activate && b.command == DramCommand::activate && a.at.rank == b.at.rank)
            apart(a, b, same_group ? t.tRRD_L : t.tRRD_S, "tRRD");
        const bool same_bank = a.at.bank == b.at.bank || a.command == DramCommand::precharge_all ||
                               b.command == DramCommand::precharge_all;
        if (!same_bank) return;
        if (a.command == DramCommand::activate && b.command == DramCommand::activate) apart(a, b, t.tRC, "tRC");
        if (a.command == DramCommand::activate && is_column(b)) apart(a, b, t.tRCD, "tRCD");
        if (a.command == DramCommand::activate && is_precharge(b)) apart(a, b, t.tRAS, "tRAS");
        if (is_precharge(a) && b.command == DramCommand::activate) apart(a, b, t.tRP, "tRP");
        if (a.command == DramCommand::read && is_precharge(b)) apart(a, b, t.tRTP, "tRTP");
        if (a.command == DramCommand::write && is_precharge(b)) {
            EXPECT_GE(b.clock, data_end(a) + t.tWR) << "tWR";
        }
    }

    void check_columns(const IssuedCommand& a, const IssuedCommand& b) const {
        const bool same_group = a.at.group == b.at.group;
        apart(a, b, same_group ? t.tCCD_L : t.tCCD_S, "tCCD");
        std::uint64_t gap = a.at.rank != b.at.rank ? t.tCS : 0;
        if (a.command == DramCommand::read && b.command == DramCommand::write)
            gap = std::max<std::uint64_t>(gap, t.tRTW);
        EXPECT_GE(data_start(b), data_end(a) + gap) << "data bus";
        if (a.command == DramCommand::write && b.command == DramCommand::read && a.at.rank == b.at.rank) {
            EXPECT_GE(b.clock, data_end(a) + (same_group ? t.tWTR_L : t.tWTR_S)) << "tWTR";
        }
    }

    void check_four_activates() const {
        for (std::uint32_t rank = 0; rank < t.ranks; ++rank) {
            std::vector<std::uint64_t> clocks;
            for (const auto& c : all)
                if (c.command == DramCommand::activate && c.at.rank == rank) clocks.push_back(c.clock);
            for (std::size_t i = 4; i < clocks.size(); ++i)
                EXPECT_GE(clocks[i], clocks[i - 4] + t.tFAW) << "tFAW";
        }
    }

    /// Columns go to the row that is open; ACT finds the bank closed; REF finds all closed.
    void check_rows() const {
        std::map<std::uint32_t, std::uint32_t> open;
        for (const auto& c : all) {
            switch (c.command) {
            case DramCommand::activate:
                EXPECT_FALSE(open.contains(c.at.bank));
                open[c.at.bank] = c.at.row;
                break;
            case DramCommand::precharge:
            case DramCommand::auto_precharge:
                EXPECT_EQ(open.erase(c.at.bank), 1u);
                break;
            case DramCommand::precharge_all:
                open.clear();
                break;
            case DramCommand::refresh:
                EXPECT_TRUE(open.empty());
                break;
            case DramCommand::read:
            case DramCommand::write:
                ASSERT_TRUE(open.contains(c.at.bank));
                EXPECT_EQ(open[c.at.bank], c.at.row);
                break;
            }
        }
    }

    DramTiming t;
    std::vector<IssuedCommand> all;
};

void check_random_stream(stavp::DdrConfig config, unsigned seed) {
    std::mt19937_64 random(seed);
    stavp::DramController dram(config);
    std::vector<IssuedCommand> commands;
    dram.on_command([&](const IssuedCommand& command) { commands.push_back(command); });
    stavp::test::RequestStream stream(dram, 1 + seed % 16);
    std::uint64_t place = 0;
    for (int i = 0; i < 4000; ++i) {
        // Streams, a few rows of a few banks, and anywhere, so that hits and conflicts both come often.
        const auto kind = random() % 4;
        if (kind == 0) place = random() % config.timing.capacity_bytes();
        if (kind == 1) place = random() % 8 * 131072 + random() % 131072;
        if (kind >= 2) place += 64;
        const auto bytes = 1 + random() % 300;
        if (place + bytes > config.timing.capacity_bytes()) place = 0;
        stream.request(random() % 3 == 0 ? ColumnCommand::write : ColumnCommand::read, place, bytes);
        if (random() % 100 == 0) stream.idle_until(stream.end() + random() % 5000);
    }
    ASSERT_GT(commands.size(), 4000u);
    EXPECT_GT(dram.refreshes(stream.end()), 2u);
    Checker(config.timing, commands).check();
}

TEST(CommandLegalityTest, random_streams_keep_every_minimum_distance) {
    for (unsigned seed = 0; seed < 6; ++seed)
        check_random_stream(stavp::DdrConfig{}, seed);
}

TEST(CommandLegalityTest, also_with_two_ranks_other_maps_and_closed_pages) {
    stavp::DdrConfig config;
    config.timing.ranks = 2;
    config.address_map = "row column rank bank bankgroup";
    check_random_stream(config, 21);
    config.page_policy = stavp::PagePolicy::closed;
    check_random_stream(config, 22);
    config.address_map = "rank row bank bankgroup column";
    check_random_stream(config, 23);
}

TEST(CommandLegalityTest, also_without_bank_groups_and_with_short_bursts) {
    stavp::DdrConfig config;
    config.timing.bankgroups = 1;
    config.timing.burst_length = 2;
    config.timing.tCCD_S = config.timing.tCCD_L = 1;
    config.timing.tRRD_S = config.timing.tRRD_L = 1;
    check_random_stream(config, 31);
}

} // namespace
