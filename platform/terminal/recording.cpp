#include "platform/terminal/recording.h"

#include "platform/run/input_error.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fmt/format.h>

namespace stavp::terminal {

namespace {

constexpr const char* kFirstLine = "# stavp uart input 1: TIME_PS CHARACTER";

/// False if `line` is not "TIME 0xHH".
bool parse(const std::string& line, RecordedInput& input) {
    unsigned long long time = 0;
    unsigned character = 0;
    int used = 0;
    // NOLINTNEXTLINE(cert-err34-c): the characters used are counted
    if (std::sscanf(line.c_str(), "%llu 0x%2x%n", &time, &character, &used) != 2) return false;
    input = {time, static_cast<std::uint8_t>(character)};
    return static_cast<std::size_t>(used) == line.size();
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
