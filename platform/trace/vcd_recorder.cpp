#include "platform/trace/vcd_recorder.h"
#include "platform/run/input_error.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <systemc>

namespace stavp::trace {

namespace {

constexpr std::size_t kFirstFlush = 8192;
constexpr unsigned kClockBits = 48;
constexpr std::size_t kNoteBytes = 200; ///< room for the note behind what trace.max_bytes cuts

std::uint64_t now_ps() {
    return sc_core::sc_time_stamp().value();
}

} // namespace

VcdRecorder::VcdRecorder(const config::TraceConfig& config, const std::filesystem::path& path, const std::string& name)
    : chosen_(config.signals), window_(config),
      max_bytes_(config.max_bytes == 0 ? std::numeric_limits<std::uint64_t>::max() : config.max_bytes),
      file_(path, name), next_flush_(kFirstFlush) {}

VcdRecorder::Signal VcdRecorder::add(const std::string& name, unsigned width, const Level& initial,
                                     const ValueNames* names) {
    if (!chosen_.empty() && !chosen_.match(name)) return kNone;
    const auto signal = static_cast<Signal>(signals_.size());
    signals_.push_back({{name, width, vcd_code(signal)}, names});
    now_.push_back(initial);
    written_.push_back(initial);
    is_changed_.push_back(false);
    return signal;
}

void VcdRecorder::add_clock(const std::string& name, std::uint64_t period_ps) {
    const auto signal = add(name, kClockBits, 0);
    if (signal != kNone) clocks_.push_back({signal, period_ps});
}

void VcdRecorder::begin() {
    if (const auto pattern = chosen_.unmatched(); !pattern.empty())
        throw InputError(
            fmt::format("trace.signals: no signal is called '{}'; docs/tracing.md has their names", pattern));
    std::vector<VcdVariable> variables;
    for (const auto& signal : signals_)
        variables.push_back(signal.variable);
    open_ = window_.open(0);
    auto text = vcd_header(variables, "soc");
    append_vcd_time(text, 0);
    append_all(text, "$dumpvars", open_);
    file_.write(text);
    change({window_.from_ps(), kEdge, {}});
    change({window_.to_ps(), kEdge, {}});
}

void VcdRecorder::flush() {
    const auto now = now_ps();
    auto known = now;
    for (auto* source : sources_)
        known = std::min(known, source->known_until_ps(now));
    write_before(known);
    if (changes_.size() >= kMostWaiting) {
        held_ = true;
        for (auto* source : sources_)
            if (source->known_until_ps(now) < now) source->give_up(now);
        held_ = false;
        write_before(now);
    }
    next_flush_ = std::clamp(2 * changes_.size(), kFirstFlush, kMostWaiting);
}

void VcdRecorder::write_before(std::uint64_t time_ps) {
    std::uint64_t moment = told_before_ps_;
    bool any = false;
    for (auto change : changes_.take_before(time_ps)) {
        if (change.time_ps < told_before_ps_) {
            change.time_ps = told_before_ps_;
            ++misplaced_;
        }
        if (any && change.time_ps != moment) write_moment(moment);
        moment = change.time_ps;
        any = true;
        apply(change);
    }
    if (any) write_moment(moment);
    told_before_ps_ = std::max(told_before_ps_, time_ps);
}

void VcdRecorder::apply(const Change& change) {
    if (change.signal == kEdge) return;
    if (change.signal == kLayers) return window_.set_layers(change.level.bits);
    if (change.signal == kMark) return window_.set_mark(change.level.bits);
    if (change.level.kind == Level::Kind::step)
        now_[change.signal].bits += change.level.bits;
    else
        now_[change.signal] = change.level;
    if (is_changed_[change.signal]) return;
    is_changed_[change.signal] = true;
    changed_.push_back(change.signal);
}

void VcdRecorder::write_moment(std::uint64_t time_ps) {
    if (stopped_) return;
    const bool open = window_.open(time_ps);
    block_.clear();
    if (open != open_) {
        open_ = open;
        append_time(block_, time_ps);
        for (const auto& clock : clocks_)
            now_[clock.signal] = time_ps / clock.period_ps;
        append_all(block_, open ? "$dumpon" : "$dumpoff", open);
    } else if (open) {
        append_changes(block_);
        if (!block_.empty()) {
            for (const auto& clock : clocks_)
                if (const Level cycle(time_ps / clock.period_ps); cycle != written_[clock.signal]) {
                    append_vcd_value(block_, signals_[clock.signal].variable, cycle);
                    written_[clock.signal] = cycle;
                }
            std::string time;
            append_time(time, time_ps);
            block_.insert(0, time);
        }
    }
    for (const auto signal : changed_)
        is_changed_[signal] = false;
    changed_.clear();
    if (!block_.empty()) put(block_, time_ps);
}

void VcdRecorder::append_time(std::string& text, std::uint64_t time_ps) {
    if (time_ps != time_written_ps_) append_vcd_time(text, time_ps);
}

void VcdRecorder::append_all(std::string& text, std::string_view keyword, bool known) {
    text += keyword;
    text += '\n';
    for (Signal signal = 0; signal < signals_.size(); ++signal) {
        append_vcd_value(text, signals_[signal].variable, known ? now_[signal] : kUnknown);
        written_[signal] = now_[signal];
    }
    text += "$end\n";
}

void VcdRecorder::append_changes(std::string& text) {
    for (const auto signal : changed_) {
        if (now_[signal] == written_[signal]) continue;
        append_vcd_value(text, signals_[signal].variable, now_[signal]);
        written_[signal] = now_[signal];
    }
}

void VcdRecorder::put(const std::string& text, std::uint64_t time_ps) {
    if (file_.size() + text.size() + kNoteBytes > max_bytes_) {
        stopped_ = true;
        stopped_ps_ = time_ps;
        std::string note;
        append_time(note, time_ps);
        file_.write(note + "$comment trace.max_bytes: nothing is recorded from here on $end\n");
        return;
    }
    time_written_ps_ = time_ps;
    file_.write(text);
}

void VcdRecorder::finish(std::uint64_t end_ps) {
    for (auto* source : sources_)
        source->known_until_ps(end_ps);
    write_before(end_ps + 1);
    if (!stopped_ && end_ps > time_written_ps_) {
        std::string text;
        append_vcd_time(text, end_ps);
        file_.write(text);
    }
    file_.close();
}

} // namespace stavp::trace
