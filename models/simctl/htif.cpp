#include "models/simctl/htif.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace stavp {

namespace {

constexpr unsigned kDeviceShift = 56;
constexpr unsigned kCommandShift = 48;
constexpr std::uint64_t kPayloadMask = (1ull << kCommandShift) - 1;
constexpr std::uint64_t kSystemCallDevice = 0;
constexpr std::uint64_t kConsoleDevice = 1;
constexpr std::uint64_t kConsoleRead = 0;
constexpr std::uint64_t kConsoleWrite = 1;
constexpr std::uint64_t kCharacterPresent = 0x100;
// Numbers of the RISC-V Linux ABI, which the proxied calls use.
constexpr std::uint64_t kSysWrite = 64;
constexpr std::uint64_t kSysExit = 93;
constexpr std::int64_t kBadFile = -9;
constexpr std::int64_t kFault = -14;
constexpr std::int64_t kNoSuchCall = -38;

std::uint64_t word(std::uint64_t device, std::uint64_t command, std::uint64_t payload) {
    return device << kDeviceShift | command << kCommandShift | payload;
}

} // namespace

Htif::Htif(std::uint64_t tohost, std::uint64_t fromhost, Memory memory)
    : tohost_(tohost), fromhost_(fromhost), memory_(std::move(memory)) {}

void Htif::tohost_written(std::uint64_t value) {
    if (value == 0 || exited_) return;
    const auto device = value >> kDeviceShift;
    const auto command = value >> kCommandShift & 0xff;
    const auto payload = value & kPayloadMask;
    if (device == kSystemCallDevice && command == 0 && (payload & 1) != 0) {
        exit_with(payload >> 1);
        return;
    }
    put(tohost_, 0);
    if (device == kSystemCallDevice && command == 0) {
        system_call(payload);
    } else if (device == kConsoleDevice && command == kConsoleWrite) {
        const auto character = payload & 0xff;
        if (console_) console_(static_cast<char>(character));
        std::uint64_t waiting = 0;
        if (fromhost_ != 0 && memory_.read(fromhost_, &waiting, sizeof waiting) && waiting == 0)
            put(fromhost_, word(kConsoleDevice, kConsoleWrite, kCharacterPresent | character));
    } else if (device == kConsoleDevice && command == kConsoleRead) {
        read_wanted_ = true;
        answer_read();
    }
}

void Htif::receive(char character) {
    input_.push_back(character);
    answer_read();
}

void Htif::answer_read() {
    if (!read_wanted_ || input_.empty()) return;
    const auto character = static_cast<unsigned char>(input_.front());
    input_.erase(0, 1);
    read_wanted_ = false;
    put(fromhost_, word(kConsoleDevice, kConsoleRead, kCharacterPresent | character));
}

void Htif::exit_with(std::uint64_t code) {
    exited_ = true;
    // A code too large for the exit status must not turn into another one, least of all 0.
    constexpr std::uint64_t kLargest = std::numeric_limits<int>::max();
    if (exit_) exit_(static_cast<int>(std::min(code, kLargest)));
}

void Htif::system_call(std::uint64_t address) {
    std::array<std::uint64_t, 4> call{};
    if (!memory_.read(address, call.data(), sizeof call)) return;
    if (call[0] == kSysExit) {
        exit_with(call[1] & 0xffff'ffff);
        return;
    }
    const auto result = call[0] == kSysWrite ? write_call(call[1], call[2], call[3]) : kNoSuchCall;
    put(address, static_cast<std::uint64_t>(result));
    put(fromhost_, word(kSystemCallDevice, 0, 1));
}

std::int64_t Htif::write_call(std::uint64_t file, std::uint64_t address, std::uint64_t bytes) {
    if (file != 1 && file != 2) return kBadFile;
    for (std::uint64_t done = 0; done < bytes; ++done) {
        char character = 0;
        if (!memory_.read(address + done, &character, 1)) return done == 0 ? kFault : static_cast<std::int64_t>(done);
        if (console_) console_(character);
    }
    return static_cast<std::int64_t>(bytes);
}

void Htif::put(std::uint64_t address, std::uint64_t value) {
    if (address != 0) memory_.write(address, &value, sizeof value);
}

} // namespace stavp
