#include "platform/faults/injector.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace stavp::faults {

namespace {

constexpr std::uint64_t kPsPerNs = 1000;
constexpr std::uint64_t kDataBits = 64;

std::uint64_t now_ps() {
    return sc_core::sc_time_stamp().value();
}

sc_core::sc_time ns(std::uint64_t time_ns) {
    return sc_core::sc_time::from_value(time_ns * kPsPerNs);
}

SecdedWord mask_of(const std::vector<std::uint64_t>& bits) {
    SecdedWord mask;
    for (const auto bit : bits)
        if (bit < kDataBits)
            mask.data |= std::uint64_t{1} << bit;
        else
            mask.check = static_cast<std::uint8_t>(mask.check | 1 << (bit - kDataBits));
    return mask;
}

/// The memory that a bit_flip names and its place on the bus.
std::pair<EccStore&, std::uint64_t> memory_of(Soc& soc, const std::string& name) {
    using namespace memory_map;
    if (name == "weight") return {soc.weight_buffer.ecc(), kWeightBuffer};
    if (name == "input") return {soc.input_buffer.ecc(), kInputBuffer};
    if (name == "intermediate") return {soc.intermediate_buffer.ecc(), kIntermediateBuffer};
    if (name == "output") return {soc.output_buffer.ecc(), kOutputBuffer};
    return {soc.ddr.ecc(), kDdr};
}

unsigned source_of(const std::string& name) {
    for (const auto& device : memory_map::kDevices)
        if (device.name == name) return device.interrupt;
    return 0;
}

QueueEngine& engine_of(Soc& soc, const std::string& name) {
    if (name == "softmax") return soc.softmax;
    if (name == "vector") return soc.vector;
    return soc.sta;
}

} // namespace

FaultInjector::FaultInjector(sc_core::sc_module_name name, Soc& soc) : sc_module(name), soc_(soc) {
    SC_HAS_PROCESS(FaultInjector);
    SC_METHOD(act);
    sensitive << act_;
    dont_initialize();
}

void FaultInjector::add(const Fault& fault) {
    auto& report = reports_.emplace_back();
    report.fault = fault;
    switch (fault.kind) {
    case FaultKind::bus_error:
        add_bus_error(report);
        break;
    case FaultKind::bit_flip:
        add_bit_flip(report);
        break;
    case FaultKind::interrupt_dropped:
        add_dropped(report);
        break;
    case FaultKind::interrupt_spurious:
        add_spurious(report);
        break;
    case FaultKind::dma_stops:
        add_dma_stop(report);
        break;
    case FaultKind::engine_hangs:
        add_hang(report);
        break;
    case FaultKind::ddr_slow:
        add_slow(report);
        break;
    case FaultKind::count:
        break;
    }
}

void FaultInjector::fire(FaultReport& report, const std::string& effect) {
    if (report.fired) return;
    report.fired = true;
    report.time_ps = now_ps();
    report.effect = effect;
}

void FaultInjector::at(std::uint64_t time_ns, std::function<void()> action) {
    const auto time_ps = std::max(time_ns * kPsPerNs, now_ps());
    actions_.emplace(time_ps, std::move(action));
    const auto next_ps = actions_.begin()->first;
    if (next_ps > now_ps())
        act_.notify(sc_core::sc_time::from_value(next_ps - now_ps()));
    else
        act_.notify(sc_core::SC_ZERO_TIME);
}

void FaultInjector::act() {
    while (!actions_.empty() && actions_.begin()->first <= now_ps())
        actions_.extract(actions_.begin()).mapped()();
    if (!actions_.empty()) act_.notify(sc_core::sc_time::from_value(actions_.begin()->first - now_ps()));
}

void FaultInjector::add_bus_error(FaultReport& report) {
    auto& error = bus_errors_.emplace_back();
    error.report = &report;
    const auto& fault = report.fault;
    if (fault.initiator)
        for (unsigned i = 0; i < soc_.bus.initiators(); ++i)
            if (soc_.bus.initiator_name(i) == *fault.initiator) error.initiator = i;
    if (fault.address)
        for (auto page = DmiGaps::page_of(*fault.address); page <= *fault.address + (*fault.bytes - 1);
             page += DmiGaps::kPageBytes)
            gaps_.add(page);
    soc_.bus.spoil(*this);
}

bool FaultInjector::hits(BusError& error, const Access& access) {
    const auto& fault = error.report->fault;
    if (error.initiator && *error.initiator != access.initiator) return false;
    if (fault.access) return ++error.seen == *fault.access;
    const bool inside =
        access.address <= *fault.address + (*fault.bytes - 1) && *fault.address <= access.address + (access.bytes - 1);
    return inside && (!fault.first || ++error.seen <= *fault.first);
}

FaultInjector::Echo FaultInjector::echo_of(const Fault& fault, const Access& access) {
    if (fault.access) return {access.initiator, access.write, access.address, access.address};
    return {access.initiator, access.write, *fault.address, *fault.address + (*fault.bytes - 1)};
}

bool FaultInjector::fails(const Access& access) {
    const auto echo = std::exchange(echo_, std::nullopt);
    if (echo && echo->initiator == access.initiator) {
        if (echo->write == access.write && access.address <= echo->last &&
            echo->first <= access.address + (access.bytes - 1))
            return true;
        echo_ = echo;
    }
    bool failed = false;
    for (auto& error : bus_errors_) {
        if (!hits(error, access)) continue;
        failed = true;
        const auto& initiator = soc_.bus.initiator_name(access.initiator);
        fire(*error.report, fmt::format("{} of {} bytes at {:#x} by {}", access.write ? "write" : "read", access.bytes,
                                        access.address, initiator));
        if (initiator == "dma" && access.bytes > soc_.dma.burst_bytes()) echo_ = echo_of(error.report->fault, access);
    }
    return failed;
}

void FaultInjector::add_bit_flip(FaultReport& report) {
    if (report.fault.at_ns) {
        at(*report.fault.at_ns, [this, &report] { flip(report); });
        return;
    }
    soc_.sysctl.on_layer_begin([this, &report](std::uint32_t layer, std::uint32_t, std::uint32_t) {
        if (layer == *report.fault.at_layer && !report.fired) flip(report);
    });
}

void FaultInjector::flip(FaultReport& report) {
    const auto& fault = report.fault;
    auto [store, base] = memory_of(soc_, *fault.memory);
    const auto seen = [&] {
        std::uint64_t word = 0;
        const bool good = soc_.peek(*fault.address, {reinterpret_cast<std::uint8_t*>(&word), sizeof word});
        return good ? fmt::format("{:#018x}", word) : std::string("unreadable");
    };
    const auto before = seen();
    store.flip(*fault.address - base, mask_of(fault.bits));
    fire(report, store.code() == EccCode::none ? fmt::format("{} became {}", before, seen())
                                               : fmt::format("{} under secded", before));
}

void FaultInjector::add_dropped(FaultReport& report) {
    edges_.push_back({&report, source_of(*report.fault.source), 0});
    if (edges_.size() > 1) return;
    soc_.plic.filter_edges([this](unsigned source) {
        bool drops = false;
        for (auto& edge : edges_) {
            if (edge.source != source || ++edge.seen != *edge.report->fault.edge) continue;
            fire(*edge.report, fmt::format("edge of PLIC source {}", source));
            drops = true;
        }
        return drops;
    });
}

void FaultInjector::add_spurious(FaultReport& report) {
    at(*report.fault.at_ns, [this, &report] {
        const auto source = source_of(*report.fault.source);
        soc_.plic.pend(source);
        fire(report, fmt::format("PLIC source {} pending", source));
    });
}

void FaultInjector::add_dma_stop(FaultReport& report) {
    const auto channel = static_cast<unsigned>(*report.fault.channel);
    dma_stops_[channel].push_back({&report, 0});
    soc_.dma.spoil(channel, [this, channel] {
        CommandFault injected;
        for (auto& stop : dma_stops_[channel]) {
            const auto& fault = stop.report->fault;
            if (++stop.seen != *fault.command) continue;
            injected.stops_after_bytes = fault.after_bytes;
            injected.hangs = *fault.mode == "hangs";
            fire(*stop.report, fmt::format("command with tag {:#x}", soc_.dma.queue(channel).current_tag()));
        }
        return injected;
    });
}

void FaultInjector::add_hang(FaultReport& report) {
    const auto& name = *report.fault.engine;
    hangs_[name].push_back({&report, 0});
    engine_of(soc_, name).spoil([this, name] {
        CommandFault injected;
        for (auto& hang : hangs_[name]) {
            if (++hang.seen != *hang.report->fault.command) continue;
            injected.hangs = true;
            fire(*hang.report, fmt::format("command with tag {:#x}", engine_of(soc_, name).queue().current_tag()));
        }
        return injected;
    });
}

void FaultInjector::add_slow(FaultReport& report) {
    const auto& fault = report.fault;
    soc_.ddr.slow_down(ns(*fault.from_ns), ns(*fault.to_ns), static_cast<unsigned>(*fault.factor),
                       [this, &report] { fire(report, "first transaction delayed"); });
}

} // namespace stavp::faults
