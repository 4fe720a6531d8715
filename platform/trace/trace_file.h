#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace stavp::trace {

/// A text file that grows by whole blocks: what is on disk ends with one at any moment, so that even a run that is
/// killed leaves a file that can be read. Holds back up to 256 KiB.
class TraceFile {
public:
    /// Opens it at `path`; `name` is what messages call it. Throws InputError.
    TraceFile(const std::filesystem::path& path, std::string name);

    void write(std::string_view block);
    /// Bytes so far.
    std::uint64_t size() const { return size_; }
    /// Throws InputError if anything could not be written.
    void close();

private:
    void flush();

    std::string name_;
    std::ofstream out_;
    std::string held_;
    std::uint64_t size_ = 0;
};

} // namespace stavp::trace
