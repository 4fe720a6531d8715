#pragma once

#include <string_view>

namespace stavp::terminal {

/// Writes to a reader that may be slow or absent. While it reads, nothing is lost: a full pipe is waited for. Once it
/// has not read for a second, what does not fit is dropped, until there is room again.
class PatientWriter {
public:
    void write(int descriptor, std::string_view bytes);

private:
    bool reader_sleeps_ = false;
};

} // namespace stavp::terminal
