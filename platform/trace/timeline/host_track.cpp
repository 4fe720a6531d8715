#include "platform/trace/timeline/host_track.h"

#include <algorithm>

namespace stavp::trace {

HostTrack::HostTrack(TimelineFile& file, Track track, const ElfProgram& program, Clock clock)
    : file_(file), track_(track), clock_(clock), program_(program) {
    file_.name_track(track_, "cpu");
    for (const auto& function : program_.functions)
        names_.push_back(json_text(function.name));
    names_.emplace_back("unknown");
}

std::size_t HostTrack::function_at(std::uint64_t pc) const {
    return program_.function_at(pc).value_or(program_.functions.size());
}

void HostTrack::ran(std::uint64_t pc, unsigned /*bytes*/, std::uint64_t begin_cycle, bool /*fetched_directly*/) {
    last_cycle_ = begin_cycle;
    if (pc >= first_ && pc < end_) return;
    enter(function_at(pc), pc, begin_cycle);
}

void HostTrack::enter(std::size_t function, std::uint64_t pc, std::uint64_t cycle) {
    const bool named = function != program_.functions.size();
    first_ = named ? program_.functions[function].address : 1;
    end_ = named ? first_ + program_.functions[function].bytes : 0;
    const auto under_way =
        std::find_if(stack_.rbegin(), stack_.rend(), [&](const Frame& frame) { return frame.function == function; });
    if (under_way != stack_.rend()) {
        leave_to(static_cast<std::size_t>(stack_.rend() - under_way), cycle);
        return;
    }
    if (pc != first_ || stack_.size() == kDeepest) leave_to(0, cycle);
    stack_.push_back({function, file_.begin(track_, names_[function], "function", cycle * clock_.period_ps(), {})});
}

void HostTrack::leave_to(std::size_t depth, std::uint64_t cycle) {
    for (; stack_.size() > depth; stack_.pop_back())
        if (stack_.back().shown) file_.end(track_, names_[stack_.back().function], cycle * clock_.period_ps());
}

void HostTrack::slept(std::uint64_t begin_cycle, std::uint64_t end_cycle) {
    last_cycle_ = end_cycle;
    file_.slice(track_, "wfi", "sleep", begin_cycle * clock_.period_ps(), end_cycle * clock_.period_ps());
}

void HostTrack::sleeps(bool asleep, std::uint64_t now_ps) {
    asleep_since_ps_ = asleep ? std::optional(now_ps) : std::nullopt;
}

void HostTrack::finish(std::uint64_t end_ps) {
    const auto end_cycle = std::max(last_cycle_, end_ps / clock_.period_ps());
    if (asleep_since_ps_) slept((*asleep_since_ps_ + clock_.period_ps() - 1) / clock_.period_ps(), end_cycle);
    leave_to(0, end_cycle);
}

} // namespace stavp::trace
