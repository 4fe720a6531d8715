#include "platform/trace/dram_signals.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp::trace {

namespace {

constexpr unsigned kStateBits = 2;
constexpr unsigned kCommandBits = 3;
constexpr unsigned kBankBits = 10;
constexpr unsigned kRowBits = 24;
constexpr unsigned kQueueBits = 11;
/// Of an idle memory that is caught up with, at most so many refreshes are shown one by one.
constexpr std::uint64_t kMostRepeats = 4096;

std::uint64_t number_of(DramCommand command) {
    return static_cast<std::uint64_t>(command);
}

} // namespace

DramSignals::DramSignals(VcdRecorder& recorder, Ddr& ddr, const ValueNames& commands, const ValueNames& states)
    : recorder_(recorder), ddr_(ddr), timing_(ddr.config().timing) {
    const auto before = recorder.signals().size();
    for (std::uint32_t number = 0; number < ddr.config().channels; ++number) {
        const auto prefix = ddr.config().channels == 1 ? std::string("ddr.") : fmt::format("ddr.channel{}.", number);
        Channel channel{recorder.add(prefix + "command", kCommandBits, kUndriven, &commands),
                        recorder.add(prefix + "command_bank", kBankBits, kUndriven),
                        recorder.add(prefix + "queue", kQueueBits, 0),
                        {}};
        for (std::uint32_t bank = 0; bank < timing_.banks * timing_.ranks; ++bank) {
            const auto name = fmt::format("{}bank{}", prefix, bank);
            channel.banks.push_back({recorder.add(name + ".state", kStateBits, idle, &states),
                                     recorder.add(name + ".row", kRowBits, kUndriven)});
        }
        channels_.push_back(std::move(channel));
    }
    if (recorder.signals().size() == before) return;
    ddr.observe(*this);
    recorder.add_source(*this);
}

void DramSignals::issued(const IssuedCommand& command) {
    recorder_.hold(true);
    auto& channel = channels_[command.at.channel];
    auto& bank = channel.banks[command.at.bank];
    switch (command.command) {
    case DramCommand::activate:
        recorder_.set(bank.state, time_of(command.clock), active);
        recorder_.set(bank.row, time_of(command.clock), command.at.row);
        break;
    case DramCommand::precharge:
        close(bank, command.clock);
        break;
    case DramCommand::precharge_all:
        for (std::uint32_t i = 0; i < timing_.banks; ++i)
            close(channel.banks[command.at.rank * timing_.banks + i], command.clock);
        break;
    case DramCommand::read:
    case DramCommand::write:
        if (command.closes_row) close(bank, command.clock);
        break;
    case DramCommand::refresh:
        for (auto left = std::min(command.repeats, kMostRepeats); left-- > 1;)
            show_refresh(channel, command.at.rank, command.clock - left * timing_.tREFI);
        show_refresh(channel, command.at.rank, command.clock);
        break;
    }
    if (command.command != DramCommand::refresh) show_command(channel, command);
    recorder_.hold(false);
}

void DramSignals::show_command(Channel& channel, const IssuedCommand& command) {
    const auto begin = time_of(command.clock);
    const auto end = time_of(command.clock + 1);
    recorder_.set(channel.command, begin, number_of(command.command));
    recorder_.set(channel.command, end, kUndriven);
    const bool one_bank = command.command != DramCommand::precharge_all;
    recorder_.set(channel.bank, begin, one_bank ? Level(command.at.bank) : kUndriven);
    recorder_.set(channel.bank, end, kUndriven);
}

void DramSignals::show_refresh(Channel& channel, std::uint32_t rank, std::uint64_t clock) {
    recorder_.set(channel.command, time_of(clock), number_of(DramCommand::refresh));
    recorder_.set(channel.command, time_of(clock + 1), kUndriven);
    for (std::uint32_t i = 0; i < timing_.banks; ++i) {
        auto& bank = channel.banks[rank * timing_.banks + i];
        close(bank, clock, refresh);
        recorder_.set(bank.state, time_of(clock + timing_.tRFC), idle);
    }
}

void DramSignals::close(Bank& bank, std::uint64_t clock, BankState state) {
    recorder_.set(bank.state, time_of(clock), state);
    recorder_.set(bank.row, time_of(clock), kUndriven);
}

void DramSignals::queued(std::uint32_t channel, std::uint64_t clock, std::uint32_t bursts) {
    recorder_.hold(true);
    recorder_.set(channels_[channel].queue, time_of(clock), bursts);
    recorder_.hold(false);
}

std::uint64_t DramSignals::known_until_ps(std::uint64_t now_ps) {
    recorder_.hold(true);
    ddr_.catch_up();
    recorder_.hold(false);
    return now_ps;
}

} // namespace stavp::trace
