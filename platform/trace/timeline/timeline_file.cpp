#include "platform/trace/timeline/timeline_file.h"

#include <array>
#include <charconv>
#include <utility>

namespace stavp::trace {

namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::uint64_t kPicosecondsPerMicrosecond = 1'000'000;
constexpr std::uint64_t kPicosecondsPerNanosecond = 1000;

} // namespace

std::string json_text(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (result += '\\') += c;
        else if (code < 0x20 || code >= 0x7f)
            result += fmt::format("\\u{:04x}", code);
        else
            result += c;
    }
    return result;
}

TimelineFile::TimelineFile(std::ostream& out, std::uint64_t max_bytes, Shows shows)
    : out_(out), max_bytes_(max_bytes), shows_(std::move(shows)) {
    buffer_.reserve(kBufferBytes + kBufferBytes / 4);
    text("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[");
}

void TimelineFile::number(std::uint64_t value) {
    std::array<char, 20> digits;
    const auto* end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    buffer_.append(digits.data(), end);
}

void TimelineFile::time(std::uint64_t ps) {
    number(ps / kPicosecondsPerMicrosecond);
    auto fraction = static_cast<unsigned>(ps % kPicosecondsPerMicrosecond);
    if (fraction == 0) return;
    std::size_t count = 6;
    if (fraction % kPicosecondsPerNanosecond == 0) {
        count = 3;
        fraction /= kPicosecondsPerNanosecond;
    }
    std::array<char, 7> digits;
    digits[0] = '.';
    for (auto i = count; i > 0; --i, fraction /= 10)
        digits.at(i) = static_cast<char>('0' + fraction % 10);
    buffer_.append(digits.data(), digits.data() + count + 1);
}

void TimelineFile::open(char phase, Track track, std::string_view name, std::string_view category,
                        std::uint64_t time_ps) {
    text(first_ ? "\n{\"ph\":\"" : ",\n{\"ph\":\"");
    first_ = false;
    buffer_.push_back(phase);
    text("\",\"pid\":");
    number(track.pid);
    text(",\"tid\":");
    number(track.tid);
    text(",\"ts\":");
    time(time_ps);
    if (!name.empty()) {
        text(",\"name\":\"");
        text(name);
        buffer_.push_back('"');
    }
    if (!category.empty()) {
        text(",\"cat\":\"");
        text(category);
        buffer_.push_back('"');
    }
}

void TimelineFile::close(std::string_view args) {
    if (!args.empty()) {
        text(",\"args\":{");
        text(args);
        buffer_.push_back('}');
    }
    buffer_.push_back('}');
    if (buffer_.size() >= kBufferBytes) drain();
    full_ = full_ || (max_bytes_ != 0 && bytes_ + buffer_.size() >= max_bytes_);
}

bool TimelineFile::wanted(std::uint64_t begin_ps) {
    if (!shows_(begin_ps)) return false;
    if (full_ && stopped_ps_ == 0) stopped_ps_ = begin_ps;
    return !full_;
}

void TimelineFile::drain() {
    out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    bytes_ += buffer_.size();
    buffer_.clear();
}

void TimelineFile::name_process(unsigned pid, std::string_view name) {
    open('M', {pid, 0}, "process_name", {}, 0);
    close(fmt::format("\"name\":\"{}\"", name));
    open('M', {pid, 0}, "process_sort_index", {}, 0);
    close(fmt::format("\"sort_index\":{}", pid));
}

void TimelineFile::name_track(Track track, std::string_view name) {
    open('M', track, "thread_name", {}, 0);
    close(fmt::format("\"name\":\"{}\"", name));
    open('M', track, "thread_sort_index", {}, 0);
    close(fmt::format("\"sort_index\":{}", track.tid));
}

void TimelineFile::slice(Track track, std::string_view name, std::string_view category, std::uint64_t begin_ps,
                         std::uint64_t end_ps, std::string_view args) {
    if (begin_ps < end_ps && begin(track, name, category, begin_ps, args)) end(track, name, end_ps);
}

bool TimelineFile::begin(Track track, std::string_view name, std::string_view category, std::uint64_t begin_ps,
                         std::string_view args) {
    if (!wanted(begin_ps)) return false;
    open('B', track, name, category, begin_ps);
    close(args);
    return true;
}

void TimelineFile::end(Track track, std::string_view name, std::uint64_t end_ps, std::string_view args) {
    open('E', track, name, {}, end_ps);
    close(args);
}

bool TimelineFile::begin_async(Track track, std::uint64_t id, std::string_view name, std::string_view category,
                               std::uint64_t begin_ps, std::string_view args) {
    if (!wanted(begin_ps)) return false;
    open('b', track, name, category, begin_ps);
    text(",\"id\":");
    number(id);
    close(args);
    return true;
}

void TimelineFile::end_async(Track track, std::uint64_t id, std::string_view name, std::string_view category,
                             std::uint64_t end_ps) {
    open('e', track, name, category, end_ps);
    text(",\"id\":");
    number(id);
    close({});
}

void TimelineFile::counter(unsigned pid, std::string_view name, std::uint64_t time_ps, std::string_view series) {
    if (!wanted(time_ps)) return;
    open('C', {pid, 0}, name, {}, time_ps);
    close(series);
}

void TimelineFile::flow(Track from, std::uint64_t from_ps, Track to, std::uint64_t to_ps) {
    if (!wanted(from_ps) || !wanted(to_ps)) return;
    ++flows_;
    const auto part = [&](char phase, Track track, std::uint64_t time_ps) {
        open(phase, track, "data", "data", time_ps);
        text(",\"id\":");
        number(flows_);
        if (phase == 'f') text(",\"bp\":\"e\"");
        close({});
    };
    part('s', from, from_ps);
    part('f', to, to_ps);
}

void TimelineFile::finish() {
    text("\n]}\n");
    drain();
    out_.flush();
}

} // namespace stavp::trace
