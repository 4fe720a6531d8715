#include "platform/dram_trace/trace_reader.h"

#include "platform/run/input_error.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>

namespace stavp {

namespace {

constexpr std::size_t kBufferBytes = 1 << 16; ///< no line is longer
constexpr std::uint64_t kLastCycle = 1ull << 60;
constexpr std::size_t kShownBytes = 40;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/// Takes the next word off the front of `text`.
std::string_view take_word(std::string_view& text) {
    std::size_t begin = 0;
    while (begin < text.size() && is_blank(text[begin]))
        ++begin;
    auto end = begin;
    while (end < text.size() && !is_blank(text[end]))
        ++end;
    const auto word = text.substr(begin, end - begin);
    text.remove_prefix(end);
    return word;
}

std::optional<std::uint64_t> number(std::string_view word) {
    int base = 10;
    if (word.starts_with("0x") || word.starts_with("0X")) {
        word.remove_prefix(2);
        base = 16;
    }
    std::uint64_t value = 0;
    const auto* end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(word.data(), end, value, base);
    if (word.empty() || error != std::errc() || stop != end) return std::nullopt;
    return value;
}

std::optional<ColumnCommand> command_of(std::string_view word) {
    if (word == "READ" || word == "read") return ColumnCommand::read;
    if (word == "WRITE" || word == "write") return ColumnCommand::write;
    return std::nullopt;
}

/// What was found, short and printable.
std::string shown(std::string_view word) {
    std::string text(word.substr(0, kShownBytes));
    for (auto& c : text)
        if (c < ' ' || c > '~') c = '?';
    return text;
}

} // namespace

void TraceReader::Close::operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
}

TraceReader::TraceReader(const std::string& file, std::uint64_t bytes)
    : name_(file == "-" ? "standard input" : file), bytes_(bytes),
      file_(file == "-" ? stdin : std::fopen(file.c_str(), "rb")), buffer_(kBufferBytes) {
    if (file_ == nullptr) throw InputError(fmt::format("{}: {}", name_, std::strerror(errno)));
    std::error_code unknown;
    if (std::filesystem::is_directory(file, unknown)) throw InputError(name_ + ": is a folder, not a trace");
    if (std::filesystem::is_regular_file(file, unknown)) size_ = std::filesystem::file_size(file, unknown);
}

double TraceReader::share() const {
    return size_ == 0 ? 0 : static_cast<double>(read_) / static_cast<double>(size_);
}

bool TraceReader::refill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    const auto got = std::fread(buffer_.data() + end_, 1, buffer_.size() - end_, file_.get());
    if (std::ferror(file_.get()) != 0) throw InputError(fmt::format("{}: {}", name_, std::strerror(errno)));
    end_ += got;
    read_ += got;
    return got != 0;
}

bool TraceReader::read_line(std::string_view& line) {
    std::size_t searched = 0;
    while (true) {
        const auto* start = buffer_.data() + begin_;
        const auto* newline = std::memchr(start + searched, '\n', end_ - begin_ - searched);
        if (newline != nullptr) {
            line = {start, static_cast<std::size_t>(static_cast<const char*>(newline) - start)};
            begin_ += line.size() + 1;
            ++line_number_;
            return true;
        }
        searched = end_ - begin_;
        if (searched == buffer_.size()) {
            ++line_number_;
            refuse(fmt::format("longer than {} bytes", kBufferBytes));
        }
        if (refill()) continue;
        if (searched == 0) return false;
        line = {buffer_.data() + begin_, searched};
        begin_ = end_;
        ++line_number_;
        return true;
    }
}

std::optional<TraceLine> TraceReader::next() {
    std::string_view line;
    while (read_line(line)) {
        line = line.substr(0, line.find('#'));
        auto rest = line;
        if (!take_word(rest).empty()) return parse(line);
    }
    return std::nullopt;
}

TraceLine TraceReader::parse(std::string_view line) const {
    const auto address = take_word(line);
    const auto command_word = take_word(line);
    const auto cycle_word = take_word(line);
    const auto offset = number(address);
    if (!offset) refuse(fmt::format("expected an address, got '{}'", shown(address)));
    if (*offset >= bytes_)
        refuse(fmt::format("address {} lies outside the memory, which ends at 0x{:x}", shown(address), bytes_));
    const auto command = command_of(command_word);
    if (!command) refuse(fmt::format("expected READ or WRITE, got '{}'", shown(command_word)));
    const auto cycle = number(cycle_word);
    if (!cycle || *cycle > kLastCycle)
        refuse(fmt::format("expected a memory clock up to 2^60, got '{}'", shown(cycle_word)));
    if (const auto more = take_word(line); !more.empty())
        refuse(fmt::format("unexpected '{}' after ADDR READ|WRITE CYCLE", shown(more)));
    return {*offset, *command, *cycle};
}

void TraceReader::refuse(const std::string& reason) const {
    throw InputError(fmt::format("{}:{}: {}", name_, line_number_, reason));
}

} // namespace stavp
