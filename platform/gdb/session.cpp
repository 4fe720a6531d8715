#include "platform/gdb/session.h"
#include "platform/gdb/packet_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace stavp::gdb {

namespace {

constexpr std::string_view kOk = "OK";
constexpr std::string_view kMalformed = "E01";
constexpr std::string_view kNoMemory = "E0e"; // 14, EFAULT
constexpr std::string_view kRefused = "E16";  // 22, EINVAL
constexpr unsigned kPc = 32;
constexpr unsigned kCoreRegisters = kPc + 1;
constexpr unsigned kRegisterBytes = 8;
constexpr std::size_t kRegisterDigits = 2 * std::size_t{kRegisterBytes};

std::string text(std::string_view part) {
    return std::string(part);
}

} // namespace

Session::Session(DebugTarget& target, std::function<void(std::string_view)> send)
    : target_(target), send_(std::move(send)) {}

void Session::receive(const Input& input) {
    switch (input.kind) {
    case Input::Kind::ack:
        return;
    case Input::Kind::nack:
        if (!last_sent_.empty()) send_(last_sent_);
        return;
    case Input::Kind::interrupt:
        if (running_) target_.interrupt();
        return;
    case Input::Kind::damaged_packet:
        if (acknowledges_) send_("-");
        return;
    case Input::Kind::packet:
        break;
    }
    if (acknowledges_) send_("+");
    if (running_) return; // all-stop: only an interrupt means something now
    const auto reply = answer(input.payload);
    if (!running_ && wish_ != Wish::kill) send_packet(reply);
}

void Session::stopped(const Stop& stop) {
    stop_ = stop;
    if (!std::exchange(running_, false)) return;
    send_packet(stop_reply());
}

std::string Session::answer(std::string_view packet) {
    if (packet.empty()) return {};
    const auto rest = packet.substr(1);
    switch (packet.front()) {
    case '?':
        return stop_reply();
    case 'q':
    case 'Q':
        return query(packet);
    case 'v':
        return v_packet(packet);
    case 'H':
    case 'T': // one thread, always there
        return text(kOk);
    case 'g':
        return read_registers();
    case 'G':
        return write_registers(rest);
    case 'p':
        return read_register(rest);
    case 'P':
        return write_register(rest);
    case 'm':
        return read_memory(rest);
    case 'M':
        return write_memory(rest, false);
    case 'X':
        return write_memory(rest, true);
    case 'Z':
        return change_point(rest, true);
    case 'z':
        return change_point(rest, false);
    case 'c':
        return go_on(rest, false);
    case 's':
        return go_on(rest, true);
    case 'D':
        return leave(Wish::detach);
    case 'k':
        return leave(Wish::kill);
    default:
        return {};
    }
}

std::string Session::query(std::string_view packet) {
    Cursor cursor(packet);
    if (cursor.skip("qSupported")) return supported(cursor.rest());
    if (cursor.skip("qXfer:")) return transfer(cursor.rest());
    if (cursor.skip("qRcmd,")) return remote_command(cursor.rest());
    if (packet == "QStartNoAckMode") {
        acknowledges_ = false;
        return text(kOk);
    }
    if (packet == "qfThreadInfo") return "m1";
    if (packet == "qsThreadInfo") return "l";
    if (packet == "qC") return "QC1";
    if (cursor.skip("qAttached")) return "1"; // the machine was there before: leaving detaches
    if (cursor.skip("qThreadExtraInfo")) return to_hex("hart 0");
    return {};
}

std::string Session::supported(std::string_view features) {
    knows_software_breaks_ = features.find("swbreak+") != std::string_view::npos;
    return fmt::format("PacketSize={:x};QStartNoAckMode+;qXfer:features:read+;qXfer:memory-map:read+;swbreak+;hwbreak+;"
                       "vContSupported+",
                       PacketReader::kLongest);
}

std::string Session::transfer(std::string_view packet) const {
    Cursor cursor(packet);
    std::string document;
    if (cursor.skip("features:read:target.xml:")) {
        document = target_.features_xml();
    } else if (cursor.skip("memory-map:read::")) {
        document = target_.memory_map_xml();
    } else {
        return packet.starts_with("features:read:") || packet.starts_with("memory-map:read:") ? "E00" : "";
    }
    const auto offset = cursor.number(',');
    const auto length = cursor.number('\0');
    if (!offset || !length || *offset > document.size()) return text(kMalformed);
    constexpr std::uint64_t kRoomForEscapes = 2;
    const auto count = std::min<std::uint64_t>(*length, PacketReader::kLongest / kRoomForEscapes);
    const auto part = document.substr(*offset, count);
    return (*offset + part.size() == document.size() ? "l" : "m") + part;
}

std::string Session::remote_command(std::string_view digits) {
    const auto line = from_hex(digits);
    if (!line) return text(kMalformed);
    if (*line == "reset") {
        wish_ = Wish::reset;
        return text(kOk);
    }
    auto output = target_.monitor(*line);
    constexpr std::size_t kMost = PacketReader::kLongest / 2 - 1;
    if (output.size() > kMost) output.resize(kMost);
    return output.empty() ? text(kOk) : to_hex(output);
}

std::string Session::v_packet(std::string_view packet) {
    if (packet == "vCont?") return "vCont;c;C;s;S";
    Cursor cursor(packet);
    if (cursor.skip("vCont;")) return continue_all(cursor.rest());
    if (cursor.skip("vKill")) {
        send_packet(kOk);
        return leave(Wish::kill);
    }
    return {};
}

/// There is one thread: the first action is its own.
std::string Session::continue_all(std::string_view actions) {
    const auto action = actions.substr(0, actions.find(';'));
    switch (action.empty() ? '\0' : action.front()) {
    case 'c':
    case 'C':
        return go_on({}, false);
    case 's':
    case 'S':
        return go_on({}, true);
    default:
        return text(kMalformed);
    }
}

std::string Session::go_on(std::string_view address, bool step) {
    if (stop_.kind == Stop::Kind::ended) return stop_reply();
    if (!address.empty()) {
        const auto pc = parse_hex(address);
        if (!pc) return text(kMalformed);
        target_.write_register(kPc, *pc);
    }
    running_ = true;
    if (step)
        target_.step();
    else
        target_.resume();
    return {};
}

std::string Session::read_registers() const {
    std::string reply;
    for (unsigned number = 0; number < kCoreRegisters; ++number)
        reply += to_hex_little(target_.read_register(number).value_or(0), kRegisterBytes);
    return reply;
}

std::string Session::write_registers(std::string_view digits) {
    if (digits.size() != kCoreRegisters * kRegisterDigits || !from_hex(digits)) return text(kMalformed);
    for (unsigned number = 0; number < kCoreRegisters; ++number)
        target_.write_register(number, *from_hex_little(digits.substr(number * kRegisterDigits, kRegisterDigits)));
    return text(kOk);
}

std::string Session::read_register(std::string_view digits) const {
    const auto number = parse_hex(digits);
    if (!number || *number > UINT32_MAX) return text(kMalformed);
    const auto value = target_.read_register(static_cast<unsigned>(*number));
    return value ? to_hex_little(*value, kRegisterBytes) : text(kRefused);
}

std::string Session::write_register(std::string_view assignment) {
    Cursor cursor(assignment);
    const auto number = cursor.number('=');
    const auto value = from_hex_little(cursor.rest());
    if (!number || *number > UINT32_MAX || !value) return text(kMalformed);
    return text(target_.write_register(static_cast<unsigned>(*number), *value) ? kOk : kRefused);
}

std::string Session::read_memory(std::string_view range) {
    Cursor cursor(range);
    const auto address = cursor.number(',');
    const auto bytes = cursor.number('\0');
    if (!address || !bytes) return text(kMalformed);
    if (*bytes == 0) return text(kOk);
    const auto read = target_.read_memory(*address, std::min<std::uint64_t>(*bytes, PacketReader::kLongest / 2 - 1));
    return read.empty() ? text(kNoMemory) : to_hex(read);
}

std::string Session::write_memory(std::string_view packet, bool binary) {
    Cursor cursor(packet);
    const auto address = cursor.number(',');
    const auto bytes = cursor.number(':');
    if (!address || !bytes) return text(kMalformed);
    const auto data = binary ? std::optional(text(cursor.rest())) : from_hex(cursor.rest());
    if (!data || data->size() != *bytes) return text(kMalformed);
    return text(data->empty() || target_.write_memory(*address, *data) ? kOk : kNoMemory);
}

std::string Session::change_point(std::string_view packet, bool on) {
    Cursor cursor(packet);
    const auto type = cursor.number(',');
    const auto address = cursor.number(',');
    const auto kind = cursor.number(';');
    if (!type || !address || !kind) return text(kMalformed);
    switch (*type) {
    case 0:
    case 1:
        target_.set_breakpoint(*address, on);
        return text(kOk);
    case 2:
        return text(target_.set_watchpoint(WatchKind::write, *address, *kind, on) ? kOk : kRefused);
    case 3:
        return text(target_.set_watchpoint(WatchKind::read, *address, *kind, on) ? kOk : kRefused);
    case 4:
        return text(target_.set_watchpoint(WatchKind::access, *address, *kind, on) ? kOk : kRefused);
    default:
        return {};
    }
}

std::string Session::leave(Wish wish) {
    wish_ = wish;
    target_.clear_points();
    return text(kOk);
}

std::string Session::stop_reply() const {
    switch (stop_.kind) {
    case Stop::Kind::ended:
        return fmt::format("W{:02x}", static_cast<unsigned>(stop_.exit_code) & 0xffu);
    case Stop::Kind::request:
    case Stop::Kind::asleep_for_ever:
        return "T02thread:1;";
    case Stop::Kind::breakpoint:
        return knows_software_breaks_ ? "T05thread:1;swbreak:;" : "T05thread:1;";
    case Stop::Kind::watchpoint: {
        constexpr const char* kNames[] = {"watch", "rwatch", "awatch"};
        return fmt::format("T05thread:1;{}:{:x};", kNames[static_cast<std::size_t>(stop_.watch)], stop_.address);
    }
    case Stop::Kind::step:
        break;
    }
    return "T05thread:1;";
}

void Session::send_packet(std::string_view payload) {
    last_sent_ = framed(payload);
    send_(last_sent_);
}

} // namespace stavp::gdb
