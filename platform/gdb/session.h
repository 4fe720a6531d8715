#pragma once

#include "platform/gdb/debug_target.h"
#include "platform/gdb/packet_reader.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace stavp::gdb {

/// One debugger's conversation with the machine: GDB's Remote Serial Protocol, all-stop, one thread. Unknown packets
/// are answered as the protocol asks, with nothing; malformed ones with an error.
class Session {
public:
    /// What a debugger may ask for besides.
    enum class Wish { none, detach, kill, reset };

    /// `send` takes bytes for the debugger.
    Session(DebugTarget& target, std::function<void(std::string_view)> send);

    void receive(const Input& input);
    /// The machine has stopped; the debugger is told if it waits for that.
    void stopped(const Stop& stop);
    /// Whether the machine has been told to go on and has not stopped since.
    bool running() const { return running_; }
    Wish wish() const { return wish_; }
    bool acknowledges() const { return acknowledges_; }
    /// For a debugger that is connected already: after a reset.
    void adopt(bool acknowledges) { acknowledges_ = acknowledges; }

private:
    std::string answer(std::string_view packet);
    std::string query(std::string_view packet);
    std::string supported(std::string_view features);
    std::string transfer(std::string_view packet) const;
    std::string remote_command(std::string_view digits);
    std::string v_packet(std::string_view packet);
    std::string continue_all(std::string_view actions);
    std::string go_on(std::string_view address, bool step);
    std::string read_registers() const;
    std::string write_registers(std::string_view digits);
    std::string read_register(std::string_view digits) const;
    std::string write_register(std::string_view assignment);
    std::string read_memory(std::string_view range);
    std::string write_memory(std::string_view packet, bool binary);
    std::string change_point(std::string_view packet, bool on);
    std::string leave(Wish wish);
    std::string stop_reply() const;
    void send_packet(std::string_view payload);

    DebugTarget& target_;
    std::function<void(std::string_view)> send_;
    Stop stop_;
    std::string last_sent_;
    bool running_ = false;
    bool acknowledges_ = true;
    bool knows_software_breaks_ = false;
    Wish wish_ = Wish::none;
};

} // namespace stavp::gdb
