#include "platform/trace/timeline/dram_track.h"

#include <fmt/compile.h>
#include <utility>

namespace stavp::trace {

DramTracks::DramTracks(TimelineFile& file, Track first, const DdrConfig& config) : file_(file), timing_(config.timing) {
    auto next = first;
    const auto add = [&](const std::string& name) {
        file_.name_track(next, name);
        return Track{next.pid, next.tid++};
    };
    for (unsigned number = 0; number < config.channels; ++number) {
        const auto name = fmt::format("ddr{}", number);
        const auto data = add(name + " data");
        std::vector<Track> refresh;
        for (unsigned rank = 0; rank < timing_.ranks; ++rank)
            refresh.push_back(
                add(fmt::format("{} refresh{}", name, timing_.ranks == 1 ? "" : fmt::format(" {}", rank))));
        channels_.push_back(std::make_unique<Channel>(Channel{data,
                                                              std::move(refresh),
                                                              {file_, first.pid, name + " GB/s", {"read", "write"}},
                                                              {file_, first.pid, name + " queue", {"bursts"}}}));
    }
}

void DramTracks::issued(const IssuedCommand& command) {
    auto& channel = *channels_[command.at.channel];
    if (command.command == DramCommand::refresh) {
        file_.slice(channel.refresh.at(command.at.rank), "refresh", "refresh", ps(command.clock),
                    ps(command.clock + timing_.tRFC), fmt::format(FMT_COMPILE("\"repeats\":{}"), command.repeats));
        return;
    }
    const bool write = command.command == DramCommand::write;
    if (!write && command.command != DramCommand::read) return;
    const auto begin = command.clock + (write ? timing_.CWL : timing_.CL);
    const auto end = begin + timing_.burst_clocks();
    // Bytes per picosecond are terabytes per second.
    channel.bandwidth.add(write ? 1 : 0, ps(end), static_cast<double>(timing_.burst_bytes()) * 1000);
    if (channel.bursts != 0 && (channel.write != write || begin > channel.end_clk + kJoinClocks)) draw(channel);
    if (channel.bursts == 0) {
        channel.write = write;
        channel.begin_clk = begin;
    }
    channel.end_clk = end;
    ++channel.bursts;
}

void DramTracks::draw(Channel& channel) {
    const auto bursts = std::exchange(channel.bursts, 0);
    file_.slice(channel.data, channel.write ? "write" : "read", "data", ps(channel.begin_clk), ps(channel.end_clk),
                fmt::format(FMT_COMPILE("\"bytes\":{},\"clocks\":{}"), bursts * timing_.burst_bytes(),
                            bursts * timing_.burst_clocks()));
}

void DramTracks::queued(std::uint32_t channel, std::uint64_t clock, std::uint32_t bursts) {
    channels_[channel]->queue.set_level(0, ps(clock), bursts);
}

void DramTracks::finish(std::uint64_t end_ps) {
    for (auto& channel : channels_) {
        if (channel->bursts != 0) draw(*channel);
        channel->bandwidth.finish(end_ps);
        channel->queue.finish(end_ps);
    }
}

} // namespace stavp::trace
