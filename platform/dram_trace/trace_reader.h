#pragma once

#include "platform/dram_trace/trace_line.h"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stavp {

/// Reads a trace line by line, in constant memory. ADDR is decimal or 0x and hexadecimal, READ and WRITE may be
/// lower case; blank lines and what follows a '#' count for nothing. Throws InputError "FILE:LINE: reason".
class TraceReader {
public:
    /// `file` "-" is standard input. Addresses must be below `bytes`.
    TraceReader(const std::string& file, std::uint64_t bytes);

    std::optional<TraceLine> next();
    /// How much of the file has been read, 0 to 1; 0 if its size is not known.
    double share() const;

private:
    struct Close {
        void operator()(std::FILE* file) const;
    };

    bool read_line(std::string_view& line);
    bool refill();
    TraceLine parse(std::string_view line) const;
    [[noreturn]] void refuse(const std::string& reason) const;

    std::string name_;
    std::uint64_t bytes_;
    std::unique_ptr<std::FILE, Close> file_;
    std::uint64_t size_ = 0;
    std::uint64_t read_ = 0;
    std::uint64_t line_number_ = 0;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

} // namespace stavp
