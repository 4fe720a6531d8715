#include "platform/gdb/packet_text.h"
#include "platform/gdb/session.h"

#include <gtest/gtest.h>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace stavp::gdb;

/// A machine of 64 bytes from 0x1000 on, which notes what is done to it.
class FakeTarget : public DebugTarget {
public:
    std::map<unsigned, std::uint64_t> registers;
    std::string memory = std::string(64, '\x5a');
    std::vector<std::string> done;

    std::optional<std::uint64_t> read_register(unsigned number) const override {
        if (number > 32) return std::nullopt;
        const auto found = registers.find(number);
        return found == registers.end() ? 0 : found->second;
    }
    bool write_register(unsigned number, std::uint64_t value) override {
        if (number > 32) return false;
        registers[number] = value;
        return true;
    }
    std::string read_memory(std::uint64_t address, std::uint64_t bytes) override {
        return address < 0x1000 || address >= 0x1040 ? "" : memory.substr(address - 0x1000, bytes);
    }
    bool write_memory(std::uint64_t address, std::string_view bytes) override {
        if (address < 0x1000 || address + bytes.size() > 0x1040) return false;
        memory.replace(address - 0x1000, bytes.size(), bytes);
        return true;
    }
    void set_breakpoint(std::uint64_t address, bool on) override { note(on ? "break" : "unbreak", address); }
    bool set_watchpoint(WatchKind kind, std::uint64_t address, std::uint64_t bytes, bool on) override {
        note((on ? "watch" : "unwatch") + std::to_string(static_cast<int>(kind)) + "/" + std::to_string(bytes),
             address);
        return true;
    }
    void resume() override { done.emplace_back("resume"); }
    void step() override { done.emplace_back("step"); }
    void interrupt() override { done.emplace_back("interrupt"); }
    void clear_points() override { done.emplace_back("clear"); }
    std::string features_xml() const override { return "0123456789"; }
    std::string memory_map_xml() const override { return "map"; }
    std::string monitor(std::string_view line) override { return std::string(line) + "?"; }

private:
    void note(const std::string& what, std::uint64_t address) { done.push_back(what + " " + std::to_string(address)); }
};

struct GdbSession : testing::Test {
    FakeTarget target;
    std::string sent;
    Session session{target, [this](std::string_view bytes) { sent += bytes; }};

    /// The payload of the answer; "" also for none.
    std::string ask(const std::string& payload) {
        sent.clear();
        session.receive({Input::Kind::packet, payload});
        const auto start = sent.find('$');
        return start == std::string::npos ? "" : sent.substr(start + 1, sent.find('#') - start - 1);
    }
};

TEST_F(GdbSession, sends_no_answer_to_continue_until_the_machine_stops) {
    ask("vCont;c");
    EXPECT_EQ(sent, "+");
    EXPECT_TRUE(session.running());
    EXPECT_EQ(target.done, std::vector<std::string>{"resume"});
    sent.clear();
    session.stopped({Stop::Kind::breakpoint, {}, 0, 0});
    EXPECT_EQ(sent, framed("T05thread:1;"));
    EXPECT_FALSE(session.running());
}

TEST_F(GdbSession, tells_of_a_software_breakpoint_only_those_who_know_the_word) {
    ask("qSupported:swbreak+;hwbreak+");
    session.stopped({Stop::Kind::breakpoint, {}, 0, 0});
    EXPECT_EQ(ask("?"), "T05thread:1;swbreak:;");
}

TEST_F(GdbSession, names_the_watched_address_and_kind) {
    session.stopped({Stop::Kind::watchpoint, WatchKind::write, 0x80001234, 0});
    EXPECT_EQ(ask("?"), "T05thread:1;watch:80001234;");
    session.stopped({Stop::Kind::watchpoint, WatchKind::access, 0x10, 0});
    EXPECT_EQ(ask("?"), "T05thread:1;awatch:10;");
}

TEST_F(GdbSession, interrupts_only_what_runs) {
    session.receive({Input::Kind::interrupt, {}});
    EXPECT_TRUE(target.done.empty());
    ask("c");
    session.receive({Input::Kind::interrupt, {}});
    EXPECT_EQ(target.done.back(), "interrupt");
}

TEST_F(GdbSession, continues_at_an_address_if_one_is_given) {
    ask("c1040");
    EXPECT_EQ(target.registers[32], 0x1040u);
    session.stopped({});
    EXPECT_EQ(ask("czz"), "E01");
    EXPECT_FALSE(session.running());
}

TEST_F(GdbSession, gives_what_can_be_read_of_a_range) {
    EXPECT_EQ(ask("m103e,8"), "5a5a");
    EXPECT_EQ(ask("m0,4"), "E0e");
    EXPECT_EQ(ask("m1000,0"), "OK");
    EXPECT_EQ(ask("M1000,2:a1b2"), "OK");
    EXPECT_EQ(ask("m1000,3"), "a1b25a");
    EXPECT_EQ(ask("M1000,2:a1"), "E01");
    EXPECT_EQ(ask("M103f,2:a1b2"), "E0e");
    EXPECT_EQ(ask("X1000,0:"), "OK");
}

TEST_F(GdbSession, sends_documents_in_pieces) {
    EXPECT_EQ(ask("qXfer:features:read:target.xml:0,4"), "m0123");
    EXPECT_EQ(ask("qXfer:features:read:target.xml:4,100"), "l456789");
    EXPECT_EQ(ask("qXfer:features:read:target.xml:a,4"), "l");
    EXPECT_EQ(ask("qXfer:features:read:target.xml:b,4"), "E01");
    EXPECT_EQ(ask("qXfer:features:read:other.xml:0,4"), "E00");
    EXPECT_EQ(ask("qXfer:memory-map:read::0,4"), "lmap");
}

TEST_F(GdbSession, passes_monitor_commands_on) {
    EXPECT_EQ(ask("qRcmd," + to_hex("time")), to_hex("time?"));
    EXPECT_EQ(ask("qRcmd," + to_hex("reset")), "OK");
    EXPECT_EQ(session.wish(), Session::Wish::reset);
}

TEST_F(GdbSession, sets_the_points_of_all_five_types) {
    for (const auto* packet : {"Z0,1000,4", "Z1,1000,2", "Z2,1000,8", "Z3,1000,1", "Z4,1000,40", "z4,1000,40"})
        EXPECT_EQ(ask(packet), "OK") << packet;
    EXPECT_EQ(ask("Z5,1000,4"), "");
    EXPECT_EQ(target.done, (std::vector<std::string>{"break 4096", "break 4096", "watch0/8 4096", "watch1/1 4096",
                                                     "watch2/64 4096", "unwatch2/64 4096"}));
}

TEST_F(GdbSession, leaves_no_points_behind) {
    EXPECT_EQ(ask("D"), "OK");
    EXPECT_EQ(session.wish(), Session::Wish::detach);
    EXPECT_EQ(target.done, std::vector<std::string>{"clear"});
}

TEST_F(GdbSession, an_ended_program_does_not_go_on) {
    ask("c");
    session.stopped({Stop::Kind::ended, {}, 0, 3});
    EXPECT_EQ(ask("c"), "W03");
    EXPECT_EQ(target.done, std::vector<std::string>{"resume"});
}

} // namespace
