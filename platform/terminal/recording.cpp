#include "platform/terminal/recording.h"

#include "platform/run/input_error.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <string_view>

namespace stavp::terminal {

namespace {

constexpr const char* kFirstLine = "# stavp uart input 1: TIME_PS CHARACTER";

/// False if the text is no number, or one that is too large.
template <typename Number> bool parse_number(std::string_view text, int base, Number& number) {
    const auto* end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, number, base);
    return error == std::errc() && last == end;
}

/// False if `line` is not "TIME 0xHH".
bool parse(std::string_view line, RecordedInput& input) {
    constexpr std::string_view kBetween = " 0x";
    constexpr int kDecimal = 10;
    constexpr int kHexadecimal = 16;
    const auto between = line.find(kBetween);
    return between != std::string_view::npos && parse_number(line.substr(0, between), kDecimal, input.time_ps) &&
           parse_number(line.substr(between + kBetween.size()), kHexadecimal, input.character);
}

} // namespace

RecordingWriter::RecordingWriter(const std::string& file) : stream_(file) {
    if (!stream_) throw InputError(fmt::format("--uart-record: {}: {}", file, std::strerror(errno)));
    stream_ << kFirstLine << std::endl;
}

void RecordingWriter::add(const RecordedInput& input) {
    stream_ << fmt::format("{} 0x{:02x}", input.time_ps, input.character)
            << std::endl; // so that a run that is killed leaves what it had
}

std::deque<RecordedInput> read_recording(const std::string& file) {
    std::ifstream stream(file);
    if (!stream) throw InputError(fmt::format("{}: cannot be opened: {}", file, std::strerror(errno)));
    std::string line;
    if (!std::getline(stream, line) || line != kFirstLine)
        throw InputError(fmt::format("{}:1: no recording of --uart-record", file));
    std::deque<RecordedInput> inputs;
    for (unsigned number = 2; std::getline(stream, line); ++number) {
        RecordedInput input;
        if (!parse(line, input)) throw InputError(fmt::format("{}:{}: '{}' is not 'TIME_PS 0xHH'", file, number, line));
        if (!inputs.empty() && input.time_ps < inputs.back().time_ps)
            throw InputError(fmt::format("{}:{}: earlier than the line before", file, number));
        inputs.push_back(input);
    }
    return inputs;
}

} // namespace stavp::terminal
