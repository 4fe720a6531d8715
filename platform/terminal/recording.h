#pragma once

#include <cstdint>
#include <deque>
#include <fstream>
#include <string>

namespace stavp::terminal {

/// When interactive input came: what makes a run with it repeatable. A text file: a line that says what it is, then a
/// line "TIME_PS 0xHH" for each character, after whose simulated time it was there.
struct RecordedInput {
    std::uint64_t time_ps = 0;
    std::uint8_t character = 0;
};

class RecordingWriter {
public:
    /// Throws InputError when the file cannot be written.
    explicit RecordingWriter(const std::string& file);
    void add(const RecordedInput& input);

private:
    std::ofstream stream_;
};

/// Throws InputError "FILE:LINE: ..." for what is no recording.
std::deque<RecordedInput> read_recording(const std::string& file);

} // namespace stavp::terminal
