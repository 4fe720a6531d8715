#pragma once

#include "platform/config/trace_config.h"
#include "platform/trace/ordered_changes.h"
#include "platform/trace/patterns.h"
#include "platform/trace/recording_window.h"
#include "platform/trace/trace_file.h"
#include "platform/trace/vcd_text.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stavp::trace {

/// Names of the numbers that a signal takes, for the viewer.
struct ValueNames {
    struct Entry {
        std::uint64_t value;
        std::string name;
        std::string_view colour; ///< of X11; "" for the viewer's own
    };
    std::string file; ///< of the names, in OUT
    std::vector<Entry> entries;
};

/// A source of changes that knows some of them only after their time has passed.
class LateSource {
public:
    virtual ~LateSource() = default;
    /// It has told all its changes before this time, which is `now_ps` at most; it may tell more first.
    virtual std::uint64_t known_until_ps(std::uint64_t now_ps) = 0;
    /// There is no room to wait for it: what it does not know up to `now_ps`, it sets to unknown, and leaves so.
    virtual void give_up(std::uint64_t now_ps) = 0;
};

/// A VCD file under way. Signals are declared, then begin(), then their changes in any order of time; nothing is
/// compared that does not change.
///
/// Changes wait in a buffer until no source can tell an earlier one: up to the least of LateSource::known_until_ps.
/// When kMostWaiting wait, the sources that lag give up, and nothing before now is waited for.
class VcdRecorder {
public:
    using Signal = std::uint32_t;
    static constexpr Signal kNone = ~Signal{0};
    static constexpr std::size_t kMostWaiting = std::size_t{1} << 18;

    struct Declared {
        VcdVariable variable;
        const ValueNames* names; ///< or nullptr
    };

    VcdRecorder(const config::TraceConfig& config, const std::filesystem::path& path, const std::string& name);

    /// kNone where trace.signals does not name it. `names` outlives the recorder.
    Signal add(const std::string& name, unsigned width, const Level& initial, const ValueNames* names = nullptr);
    /// A counter of clock cycles, written whenever something else changes.
    void add_clock(const std::string& name, std::uint64_t period_ps);
    void add_source(LateSource& source) { sources_.push_back(&source); }
    /// Throws InputError where trace.signals names nothing.
    void begin();

    void set(Signal signal, std::uint64_t time_ps, const Level& level) {
        if (signal == kNone || stopped_) return;
        change({time_ps, signal, level});
    }
    /// How many of the layers of trace.layers are under way.
    void set_layers(std::uint64_t time_ps, std::uint64_t layers) { change({time_ps, kLayers, layers}); }
    void set_mark(std::uint64_t time_ps, std::uint64_t mark) { change({time_ps, kMark, mark}); }
    /// While on, changes are only collected: a source is in the middle of telling.
    void hold(bool on) { held_ = on; }
    void finish(std::uint64_t end_ps);

    const std::vector<Declared>& signals() const { return signals_; }
    /// Where trace.max_bytes stopped it; 0 if it did not.
    std::uint64_t stopped_ps() const { return stopped_ ? stopped_ps_ : 0; }
    /// Changes that came too late for their time and were moved to a later one: none, or a source lied.
    std::uint64_t misplaced() const { return misplaced_; }

private:
    struct ClockCounter {
        Signal signal;
        std::uint64_t period_ps;
    };
    // Told through the same buffer.
    static constexpr Signal kEdge = ~Signal{0} - 3; ///< of the window in time
    static constexpr Signal kLayers = ~Signal{0} - 2;
    static constexpr Signal kMark = ~Signal{0} - 1;

    void change(const Change& change) {
        changes_.add(change);
        if (changes_.size() >= next_flush_ && !held_) flush();
    }
    void flush();
    void write_before(std::uint64_t time_ps);
    void apply(const Change& change);
    void write_moment(std::uint64_t time_ps);
    void append_time(std::string& text, std::uint64_t time_ps);
    void append_all(std::string& text, std::string_view keyword, bool known);
    void append_changes(std::string& text);
    void put(const std::string& text, std::uint64_t time_ps);

    Patterns chosen_;
    RecordingWindow window_;
    std::uint64_t max_bytes_;
    TraceFile file_;
    std::vector<Declared> signals_;
    std::vector<ClockCounter> clocks_;
    std::vector<LateSource*> sources_;

    OrderedChanges changes_;
    std::size_t next_flush_;
    bool held_ = false;
    std::uint64_t told_before_ps_ = 0; ///< up to here changes have left the buffer

    std::vector<Level> now_;
    std::vector<Level> written_;
    std::vector<Signal> changed_;
    std::vector<bool> is_changed_;
    std::string block_;
    bool open_ = false;
    std::uint64_t time_written_ps_ = 0;
    bool stopped_ = false;
    std::uint64_t stopped_ps_ = 0;
    std::uint64_t misplaced_ = 0;
};

} // namespace stavp::trace
