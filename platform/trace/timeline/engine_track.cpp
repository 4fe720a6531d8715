#include "platform/trace/timeline/engine_track.h"

#include <algorithm>
#include <cstring>
#include <fmt/compile.h>
#include <systemc>
#include <utility>

namespace stavp::trace {

namespace {

constexpr unsigned kLayerShift = 16;
constexpr std::uint32_t kTileMask = 0xffff;
constexpr unsigned kTrackShift = 48;

template <class T> T as(const DescriptorBytes& bytes) {
    T command;
    static_assert(sizeof command <= sizeof bytes);
    std::memcpy(&command, bytes.data(), sizeof command);
    return command;
}

OperandRows source_of(const stavp_dma_descriptor& copy) {
    return {copy.source, copy.rows, copy.row_bytes, copy.source_stride};
}

OperandRows destination_of(const stavp_dma_descriptor& copy) {
    return {copy.destination, copy.rows, copy.row_bytes, copy.destination_stride};
}

} // namespace

EngineTrack::EngineTrack(const Environment& environment, Track track, std::string name, Clock clock)
    : to_(environment), track_(track), name_(std::move(name)), depth_name_(name_ + " queue"), clock_(clock),
      command_(std::uint64_t{track.tid} << kTrackShift) {
    consumer_.track = track;
    to_.file.name_track(track, name_);
}

std::uint64_t EngineTrack::now_edge() const {
    return edge(sc_core::sc_time_stamp().value());
}

void EngineTrack::depth(std::uint32_t entries) {
    to_.file.counter(track_.pid, depth_name_, sc_core::sc_time_stamp().value(),
                     fmt::format(FMT_COMPILE("\"commands\":{}"), entries));
}

std::string EngineTrack::arguments_of(const DescriptorBytes& bytes) const {
    const auto header = as<stavp_command_header>(bytes);
    const auto layer = header.tag >> kLayerShift;
    auto pattern = to_.layers.pattern(layer);
    std::string shape;
    if (header.opcode == STAVP_OP_STA_MATMUL) {
        const auto product = as<stavp_sta_descriptor>(bytes);
        pattern =
            product.pattern_n == 0 ? "dense" : fmt::format(FMT_COMPILE("{}:{}"), product.pattern_n, product.pattern_m);
        shape = fmt::format(FMT_COMPILE(",\"m\":{},\"k\":{},\"n\":{}"), product.m, product.k, product.n);
    } else if (header.opcode == STAVP_OP_DMA_COPY) {
        const auto copy = as<stavp_dma_descriptor>(bytes);
        shape = fmt::format(FMT_COMPILE(",\"source\":\"0x{:x}\",\"destination\":\"0x{:x}\",\"rows\":{}"), copy.source,
                            copy.destination, copy.rows);
    }
    auto text = fmt::format(FMT_COMPILE("\"op\":\"{}\",\"layer\":\"{}\",\"tile\":{}"), operation_name(bytes),
                            to_.layers.name(layer), header.tag & kTileMask);
    if (!pattern.empty()) text += fmt::format(FMT_COMPILE(",\"pattern\":\"{}\""), pattern);
    return text + shape;
}

void EngineTrack::begun(const DescriptorBytes& command) {
    const auto tag = as<stavp_command_header>(command).tag;
    ++command_;
    in_work_ = true;
    written_.clear();
    read_bytes_ = write_bytes_ = 0;
    auto& next = commands_.emplace_back();
    next.begin_ps = now_edge();
    next.name = fmt::format(FMT_COMPILE("{} tile {}"), to_.layers.name(tag >> kLayerShift), tag & kTileMask);
    next.begin_args = arguments_of(command);
}

void EngineTrack::executes(const DescriptorBytes& command) {
    consumer_.begin_ps = now_edge();
    consumer_.sources.clear();
    if (as<stavp_command_header>(command).opcode != STAVP_OP_DMA_COPY) return;
    const auto copy = as<stavp_dma_descriptor>(command);
    operand(source_of(copy), false, false, true);
    operand(destination_of(copy), true, false, true);
}

void EngineTrack::operand(const OperandRows& rows, bool write, bool /*direct*/, bool ok) {
    if (!ok) return;
    (write ? write_bytes_ : read_bytes_) += rows.rows * rows.row_bytes;
    if (write)
        written_.push_back(rows);
    else
        to_.flow.read(consumer_, rows);
}

void EngineTrack::ended(const DescriptorBytes& /*command*/, bool ok) {
    in_work_ = false;
    auto& command = commands_.back();
    command.end_ps = now_edge();
    command.end_args = fmt::format(FMT_COMPILE("\"read_bytes\":{},\"write_bytes\":{}{}"), read_bytes_, write_bytes_,
                                   ok ? "" : ",\"failed\":true");
    if (command.end_ps <= command.begin_ps) return;
    for (const auto& rows : written_)
        to_.flow.wrote(rows, track_, command.end_ps - clock_.period_ps(), command_);
}

/// Ends and begins the slices of commands whose time has come, in order.
void EngineTrack::draw_commands(std::uint64_t up_to_ps) {
    while (!commands_.empty()) {
        auto& command = commands_.front();
        if (!command.begun && command.begin_ps <= up_to_ps && command.begin_ps < command.end_ps) {
            command.begun = true;
            command.shown = to_.file.begin(track_, command.name, "command", command.begin_ps, command.begin_args);
        }
        if (command.end_ps > up_to_ps) return;
        if (command.shown) to_.file.end(track_, command.name, command.end_ps, command.end_args);
        commands_.pop_front();
    }
}

void EngineTrack::spent(Activity activity, std::uint64_t begin_ps, std::uint64_t end_ps) {
    const auto cycles = end_ps / clock_.period_ps() - begin_ps / clock_.period_ps();
    const bool moves = activity == Activity::busy || is_transfer_cause(activity);
    if (!moves) flush();
    if (step_count_ == 0) draw_commands(edge(begin_ps));
    if (cycles == 0 || activity == Activity::no_command) return;
    if (step_count_ == 0) step_begin_ps_ = edge(begin_ps);
    auto* const end = step_.begin() + step_count_;
    auto* const same = std::find_if(step_.begin(), end, [&](const Shares& s) { return s.activity == activity; });
    if (same == end) step_[step_count_++] = {activity, 0};
    same->cycles += cycles;
    step_cycles_ += cycles;
    if (!moves || step_cycles_ >= kStepCycles) flush();
}

void EngineTrack::flush() {
    auto begin_ps = step_begin_ps_;
    for (std::size_t i = 0; i < step_count_; ++i) {
        const auto end_ps = begin_ps + step_[i].cycles * clock_.period_ps();
        to_.file.slice(track_, kActivityNames[activity_index(step_[i].activity)],
                       step_[i].activity == Activity::busy ? "busy" : "stall", begin_ps, end_ps);
        begin_ps = end_ps;
    }
    step_count_ = 0;
    step_cycles_ = 0;
}

void EngineTrack::finish(std::uint64_t end_ps) {
    flush();
    if (in_work_) {
        commands_.back().end_ps = edge(end_ps);
        commands_.back().end_args = "\"unfinished\":true";
    }
    draw_commands(edge(end_ps));
}

} // namespace stavp::trace
