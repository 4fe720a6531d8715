#pragma once

#include <cstddef>
#include <cstdint>
#include <fmt/format.h>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>

namespace stavp::trace {

/// A row of the timeline: a thread of a process in the words of the format.
struct Track {
    unsigned pid = 0;
    unsigned tid = 0;

    bool operator==(const Track&) const = default;
};

/// Writes events in Chrome's Trace Event Format, as JSON that is whole after finish(). Times are simulated ones; `ts`
/// and `dur` are microseconds with all digits of a picosecond. Events need not come in the order of their times. A name
/// must have passed json_text(); `args` is the inside of a JSON object.
///
/// Memory does not grow with the trace. Past `max_bytes` (0: never) no further events begin; those that are open can
/// end.
class TimelineFile {
public:
    /// Whether what begins at that time is shown; what began before the trace stopped can end.
    using Shows = std::function<bool(std::uint64_t begin_ps)>;
    /// `out` outlives the file.
    TimelineFile(std::ostream& out, std::uint64_t max_bytes, Shows shows);

    void name_process(unsigned pid, std::string_view name);
    void name_track(Track track, std::string_view name);

    void slice(Track track, std::string_view name, std::string_view category, std::uint64_t begin_ps,
               std::uint64_t end_ps, std::string_view args = {});
    /// A slice whose end is not known yet; false where it is not shown.
    [[nodiscard]] bool begin(Track track, std::string_view name, std::string_view category, std::uint64_t begin_ps,
                             std::string_view args);
    void end(Track track, std::string_view name, std::uint64_t end_ps, std::string_view args = {});
    /// One that may overlap with others of its track; `id` tells them apart. As begin() and end().
    [[nodiscard]] bool begin_async(Track track, std::uint64_t id, std::string_view name, std::string_view category,
                                   std::uint64_t begin_ps, std::string_view args);
    void end_async(Track track, std::uint64_t id, std::string_view name, std::string_view category,
                   std::uint64_t end_ps);
    void counter(unsigned pid, std::string_view name, std::uint64_t time_ps, std::string_view series);
    /// An arrow between the slices that are there at these times.
    void flow(Track from, std::uint64_t from_ps, Track to, std::uint64_t to_ps);

    /// The time of the first event for which there was no more room; 0: none.
    std::uint64_t stopped_ps() const { return stopped_ps_; }
    void finish();

private:
    void open(char phase, Track track, std::string_view name, std::string_view category, std::uint64_t time_ps);
    void close(std::string_view args);
    void text(std::string_view chars) { buffer_.append(chars); }
    void number(std::uint64_t value);
    /// Picoseconds as microseconds.
    void time(std::uint64_t ps);
    void drain();
    bool wanted(std::uint64_t begin_ps);

    std::ostream& out_;
    std::uint64_t max_bytes_;
    std::uint64_t bytes_ = 0;
    Shows shows_;
    bool full_ = false;
    std::uint64_t stopped_ps_ = 0;
    bool first_ = true;
    std::uint64_t flows_ = 0;
    fmt::basic_memory_buffer<char, 1 << 12> buffer_;
};

/// `text` as the inside of a JSON string.
std::string json_text(std::string_view text);

} // namespace stavp::trace
