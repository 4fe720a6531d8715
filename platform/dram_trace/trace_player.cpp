#include "platform/dram_trace/trace_player.h"

#include <algorithm>

namespace stavp {

namespace {

void add(DramDelays& sum, const DramDelays& delays) {
    sum.queue += delays.queue;
    sum.refresh += delays.refresh;
    sum.row_miss += delays.row_miss;
    sum.row_conflict += delays.row_conflict;
    sum.activate += delays.activate;
    sum.turnaround += delays.turnaround;
    sum.access += delays.access;
    sum.data += delays.data;
}

} // namespace

TracePlayer::TracePlayer(const DdrConfig& config, std::uint32_t window)
    : config_(config), controller_(config), offered_clk_(window), window_(window) {
    for (auto id = window; id > 0; --id)
        free_ids_.push_back(id - 1);
}

void TracePlayer::advance(std::uint64_t clk) {
    advanced_clk_ = std::max(advanced_clk_, clk);
    controller_.advance(clk, [this](const DramCompletion& completion) {
        const auto id = static_cast<std::uint32_t>(completion.id);
        const auto latency = completion.clock - offered_clk_[id];
        result_.latency.add(latency);
        add(result_.delays, completion.delays);
        result_.delays.queue += latency - completion.delays.total(); // before the controller took it
        last_clk_ = std::max(last_clk_, completion.clock);
        ends_.push(completion.clock);
        free_ids_.push_back(id);
    });
}

void TracePlayer::step() {
    advance(controller_.next_event_clk());
}

std::uint64_t TracePlayer::next_retired() {
    while (ends_.empty() || controller_.next_event_clk() < ends_.top())
        step();
    const auto end = ends_.top();
    ends_.pop();
    --outstanding_;
    return end;
}

void TracePlayer::play(const TraceLine& line) {
    now_ = std::max(now_, line.cycle);
    if (outstanding_ == window_) now_ = std::max(now_, next_retired());
    if (result_.requests++ == 0) first_clk_ = now_;
    while (!controller_.can_accept())
        step();
    if (now_ > 0) advance(now_ - 1);
    const auto id = free_ids_.back();
    free_ids_.pop_back();
    offered_clk_[id] = now_;
    controller_.offer({id, line.command, line.offset, 1, std::max(now_, advanced_clk_)});
    ++outstanding_;
}

TraceResult TracePlayer::finish() {
    while (controller_.next_event_clk() != kNeverClk)
        step();
    const auto& timing = config_.timing;
    result_.clocks = last_clk_ - first_clk_;
    result_.counts = controller_.counts();
    result_.violations = controller_.violations();
    result_.violation_examples = controller_.violation_examples();
    result_.peak_gb_s = timing.peak_bytes_per_ns() * config_.channels;
    if (result_.clocks != 0) {
        const auto ns = static_cast<double>(result_.clocks) * timing.tCK_ps / 1000;
        result_.bandwidth_gb_s = static_cast<double>(result_.requests * timing.burst_bytes()) / ns;
        result_.fraction_of_peak = result_.bandwidth_gb_s / result_.peak_gb_s;
    }
    return std::move(result_);
}

} // namespace stavp
