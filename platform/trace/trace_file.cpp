#include "platform/trace/trace_file.h"
#include "platform/run/input_error.h"

#include <utility>

namespace stavp::trace {

namespace {

constexpr std::size_t kHeldBytes = 256 * 1024;

} // namespace

TraceFile::TraceFile(const std::filesystem::path& path, std::string name)
    : name_(std::move(name)), out_(path, std::ios::binary) {
    if (!out_) throw InputError(name_ + ": cannot be written");
    held_.reserve(kHeldBytes);
}

void TraceFile::write(std::string_view block) {
    if (held_.size() + block.size() > kHeldBytes) flush();
    held_ += block;
    size_ += block.size();
}

void TraceFile::flush() {
    // The stream keeps nothing back either: its own buffer is smaller than what it gets at once.
    out_.write(held_.data(), static_cast<std::streamsize>(held_.size()));
    out_.flush();
    held_.clear();
}

void TraceFile::close() {
    flush();
    out_.close();
    if (!out_) throw InputError(name_ + ": cannot be written");
}

} // namespace stavp::trace
