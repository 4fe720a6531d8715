#include "models/ddr/dram_controller.h"

#include <algorithm>
#include <stdexcept>

namespace stavp {

namespace {

const DdrConfig& checked(const DdrConfig& config) {
    if (const auto error = find_error(config)) throw std::invalid_argument(*error);
    return config;
}

} // namespace

DramController::DramController(const DdrConfig& config)
    : config_(checked(config)), map_(config.address_map, config.timing, config.channels) {
    for (std::uint32_t number = 0; number < config.channels; ++number)
        channels_.emplace_back(config, number);
    const auto most = config.channels * config.queue_depth + 1;
    slots_.resize(most);
    for (auto slot = most; slot > 0; --slot)
        free_slots_.push_back(slot - 1);
    completed_.reserve(most);
    entrance_.bursts.resize(config.channels);
}

void DramController::offer(const DramRequest& request) {
    const std::uint64_t step = config_.timing.burst_bytes();
    entrance_.waits = true;
    entrance_.request = request;
    entrance_.transaction = free_slots_.back();
    free_slots_.pop_back();
    entrance_.next_offset = request.offset & ~(step - 1);
    entrance_.last_offset = (request.offset + request.bytes - 1) & ~(step - 1);
    entrance_.room_clk = 0;
    std::fill(entrance_.bursts.begin(), entrance_.bursts.end(), 0);
    auto& transaction = slots_[entrance_.transaction];
    transaction.bursts_left = static_cast<std::uint32_t>((entrance_.last_offset - entrance_.next_offset) / step) + 1;
    transaction.end = {request.id, 0, {}};
    ++transactions_;
    while (admit_burst())
        ;
}

DramChannel& DramController::earliest_channel() {
    auto* earliest = &channels_.front();
    if (channels_.size() == 1) return *earliest;
    for (auto& channel : channels_)
        if (channel.next_clk() < earliest->next_clk()) earliest = &channel;
    return *earliest;
}

bool DramController::admit_burst() {
    auto& in = entrance_;
    if (!in.waits) return false;
    const auto at = map_.decode(in.next_offset);
    auto& channel = channels_[at.channel];
    if (channel.full() || earliest_channel().next_clk() < in.request.arrival_clk) return false;
    Burst burst;
    burst.at = at;
    burst.command = in.request.command;
    burst.transaction = in.transaction;
    burst.own_before = in.bursts[at.channel]++;
    burst.arrival_clk = in.request.arrival_clk;
    burst.enqueued_clk = std::max(in.request.arrival_clk, in.room_clk);
    channel.push(burst);
    in.waits = in.next_offset != in.last_offset;
    in.next_offset += config_.timing.burst_bytes();
    return true;
}

std::uint64_t DramController::next_event_clk() {
    return idle() ? kNeverClk : earliest_channel().next_clk();
}

void DramController::skip_idle_refreshes(std::uint64_t horizon) {
    for (const auto& channel : channels_)
        if (!channel.empty()) return;
    if (entrance_.waits) horizon = std::min(horizon, entrance_.request.arrival_clk);
    for (auto& channel : channels_)
        channel.skip_idle_refreshes(horizon);
}

void DramController::run(std::uint64_t clk) {
    while (true) {
        while (entrance_.waits && admit_burst())
            ;
        if (idle() || entrance_.waits) skip_idle_refreshes(clk);
        auto& channel = earliest_channel();
        const auto now = channel.next_clk();
        if (now > clk) return;
        if (const auto ended = channel.issue_next()) {
            entrance_.room_clk = now;
            end(*ended);
        }
    }
}

void DramController::end(const DramChannel::BurstEnd& burst) {
    auto& transaction = slots_[burst.transaction];
    if (burst.clock > transaction.end.clock) {
        transaction.end.clock = burst.clock;
        transaction.end.delays = burst.delays;
    }
    if (--transaction.bursts_left != 0) return;
    completed_.push_back(transaction.end);
    free_slots_.push_back(burst.transaction);
    --transactions_;
}

void DramController::on_command(const CommandListener& listener) {
    for (auto& channel : channels_)
        channel.on_command(listener);
}

void DramController::observe(DramListener& listener) {
    for (auto& channel : channels_)
        channel.observe(listener);
}

std::uint64_t DramController::violations() const {
    std::uint64_t count = 0;
    for (const auto& channel : channels_)
        if (const auto* checker = channel.checker()) count += checker->violations();
    return count;
}

std::vector<CommandViolation> DramController::violation_examples() const {
    std::vector<CommandViolation> examples;
    for (const auto& channel : channels_)
        if (const auto* checker = channel.checker())
            examples.insert(examples.end(), checker->examples().begin(), checker->examples().end());
    return examples;
}

DramCounts DramController::counts() const {
    DramCounts sum;
    for (const auto& channel : channels_)
        sum += channel.counts();
    return sum;
}

std::uint64_t DramController::refreshes(std::uint64_t now) const {
    auto count = counts().refreshes;
    if (idle())
        for (const auto& channel : channels_)
            count += channel.refreshes_behind(now);
    return count;
}

} // namespace stavp
