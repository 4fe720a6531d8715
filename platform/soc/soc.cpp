#include "platform/soc/soc.h"

#include <algorithm>
#include <array>
#include <utility>

namespace stavp {

namespace {

using config::PlatformConfig;

constexpr std::size_t kTransferBytes = 1 << 20;

Clock bus_clock(const PlatformConfig& config) {
    return Clock::from_mhz(config.bus.clock_mhz);
}

sc_core::sc_time register_latency(const PlatformConfig& config) {
    return bus_clock(config).time_of(config.register_latency_cycles);
}

/// What the narrower of bus and DDR moves at most.
std::uint32_t memory_bytes_per_kcycle(const PlatformConfig& config) {
    constexpr double kPerKcycle = 1024;
    const auto bus_mb_per_s = config.bus.clock_mhz * config.bus.bytes_per_cycle;
    const auto ddr_mb_per_s = config.ddr.timing.peak_bytes_per_ns() * 1000;
    return static_cast<std::uint32_t>(std::min(bus_mb_per_s, ddr_mb_per_s) * kPerKcycle / config.sta_clock_mhz);
}

SysctlConfig describe(const PlatformConfig& config) {
    using namespace memory_map;
    SysctlConfig result;
    result.cpu_clock_mhz = config.cpu.clock_mhz;
    result.ddr_base = kDdr;
    result.ddr_bytes = config.ddr.bytes;
    result.buffer_base = {kWeightBuffer, kInputBuffer, kIntermediateBuffer, kOutputBuffer};
    const auto bytes = [](const BufferConfig& buffer) { return static_cast<std::uint32_t>(buffer.bytes); };
    result.buffer_bytes = {bytes(config.weight_buffer), bytes(config.input_buffer), bytes(config.intermediate_buffer),
                           bytes(config.output_buffer)};
    result.softmax_off_chip = config.softmax_placement == config::SoftmaxPlacement::off_chip;
    result.fuse = config.scheduler.fuse;
    result.prefetch = config.scheduler.prefetch;
    result.resident = config.scheduler.resident;
    result.protect = config.scheduler.protect;
    result.protect_timeout_us = config.scheduler.timeout_us;
    result.memory_bytes_per_kcycle = memory_bytes_per_kcycle(config);
    return result;
}

EccMemories ecc_memories(const PlatformConfig& config) {
    EccMemories memories{};
    memories[ecc_index(EccMemory::ddr)] = config.ddr.ecc == EccCode::secded;
    memories[ecc_index(EccMemory::weight)] = config.weight_buffer.ecc == EccCode::secded;
    memories[ecc_index(EccMemory::input)] = config.input_buffer.ecc == EccCode::secded;
    memories[ecc_index(EccMemory::intermediate)] = config.intermediate_buffer.ecc == EccCode::secded;
    memories[ecc_index(EccMemory::output)] = config.output_buffer.ecc == EccCode::secded;
    return memories;
}

/// The array's ports cannot take more than all banks of a buffer give: activations from the input buffer, weights from
/// the weight buffer, results to the output buffer. A port of width 0 is as wide as that.
StaConfig within_buffers(const PlatformConfig& config) {
    const auto narrower = [](unsigned port, const BufferConfig& buffer) {
        const auto given = static_cast<unsigned>(buffer.engine_bytes_per_cycle());
        return port == 0 ? given : std::min(port, given);
    };
    auto sta = config.sta;
    sta.activation_port_bytes_per_cycle = narrower(sta.activation_port_bytes_per_cycle, config.input_buffer);
    sta.weight_port_bytes_per_cycle = narrower(sta.weight_port_bytes_per_cycle, config.weight_buffer);
    sta.result_port_bytes_per_cycle = narrower(sta.result_port_bytes_per_cycle, config.output_buffer);
    return sta;
}

} // namespace

Soc::Soc(sc_core::sc_module_name name, const PlatformConfig& config)
    : sc_module(name), accelerator_clock(Clock::from_mhz(config.sta_clock_mhz)),
      bus("bus", config.bus, bus_clock(config)), cpu("cpu", with_time(config.cpu)), ddr("ddr", config.ddr),
      weight_buffer("weight_buffer", config.weight_buffer, accelerator_clock),
      input_buffer("input_buffer", config.input_buffer, accelerator_clock),
      intermediate_buffer("intermediate_buffer", config.intermediate_buffer, accelerator_clock),
      output_buffer("output_buffer", config.output_buffer, accelerator_clock), sync("sync", register_latency(config)),
      dma("dma", config.dma, bus_clock(config), sync, register_latency(config)),
      sta("sta", within_buffers(config), accelerator_clock, sync, register_latency(config)),
      softmax("softmax", config.softmax, accelerator_clock, sync, register_latency(config)),
      vector("vector", config.vector, accelerator_clock, sync, register_latency(config)),
      sysctl("sysctl", describe(config), accelerator_clock, register_latency(config)),
      ecc("ecc", ecc_memories(config), register_latency(config)), clint("clint", register_latency(config)),
      plic("plic", register_latency(config)), uart("uart", register_latency(config)),
      finisher("finisher", register_latency(config)), watchdog("watchdog", register_latency(config)), debug_("debug"),
      interrupts_("interrupts", Plic::kSources), timer_irq_("timer_irq"), software_irq_("software_irq"),
      external_irq_("external_irq") {
    connect_initiators();
    connect_targets(config);
    connect_interrupts();
    connect_engines(config);
    for (const auto& plug : plugged_devices())
        plug_in(plug, register_latency(config));
    sysctl.on_stall_time([this](unsigned engine, unsigned cause) { return stall_time_ps(engine, cause); });
    connect_ecc();
    cpu.on_sleep([this](bool asleep) { sync.ledger().host_sleeps(asleep); });
    uart.on_transmit([this](char character) {
        if (console_) console_(character);
    });
    finisher.on_exit([this](int code) {
        if (exit_) exit_(code);
    });
}

CpuConfig Soc::with_time(CpuConfig config) {
    config.read_mtime = [this] { return clint.mtime(); };
    return config;
}

void Soc::connect_initiators() {
    const auto connect = [this](const char* initiator, BusMaster& master) {
        master.socket.bind(bus.initiator_socket(bus.add_initiator(initiator)));
    };
    connect("cpu", cpu.master);
    connect("dma", dma.master);
    connect("sta", sta.master);
    connect("softmax", softmax.master);
    connect("vector", vector.master);
    connect("debug", debug_);
}

void Soc::connect_targets(const PlatformConfig& config) {
    using namespace memory_map;
    const auto map = [this](std::uint64_t base, std::uint64_t bytes, std::string_view target, auto& socket,
                            TargetProtocol protocol = TargetProtocol::blocking,
                            Activity refusal = Activity::ddr_queue) {
        bus.target_socket(bus.map(base, bytes, std::string(target), protocol, refusal)).bind(socket);
    };
    const auto device = [&](const Region& region, auto& socket) {
        map(region.base, region.bytes, region.name, socket);
    };
    device(kFinisher, finisher.socket);
    device(kClint, clint.bank.socket);
    device(kPlic, plic.bank.socket);
    device(kUart, uart.socket);
    device(kDma, dma.bank.socket);
    device(kSta, sta.bank.socket);
    device(kSoftmax, softmax.bank.socket);
    device(kVector, vector.bank.socket);
    device(kSysctl, sysctl.bank.socket);
    device(kSync, sync.bank.socket);
    device(kEcc, ecc.bank.socket);
    device(kWatchdog, watchdog.bank.socket);
    const auto buffer = [&](std::uint64_t base, const BufferConfig& settings, std::string_view target, Buffer& memory) {
        map(base, settings.bytes, target, memory.socket,
            settings.ping_pong ? TargetProtocol::blocking : TargetProtocol::non_blocking, Activity::buffer_port);
    };
    buffer(kWeightBuffer, config.weight_buffer, "weight_buffer", weight_buffer);
    buffer(kInputBuffer, config.input_buffer, "input_buffer", input_buffer);
    buffer(kIntermediateBuffer, config.intermediate_buffer, "intermediate_buffer", intermediate_buffer);
    buffer(kOutputBuffer, config.output_buffer, "output_buffer", output_buffer);
    map(kDdr, config.ddr.bytes, "ddr", ddr.socket, TargetProtocol::non_blocking, Activity::ddr_queue);
}

void Soc::connect_engines(const PlatformConfig& config) {
    struct Shared {
        Buffer* buffer;
        bool ping_pong;
    };
    const std::array<Shared, kOnChipSlots> shared = {{{&weight_buffer, config.weight_buffer.ping_pong},
                                                      {&input_buffer, config.input_buffer.ping_pong},
                                                      {&intermediate_buffer, config.intermediate_buffer.ping_pong},
                                                      {&output_buffer, config.output_buffer.ping_pong}}};
    const auto use = [shared](unsigned slot, bool begins) {
        const auto& [buffer, ping_pong] = shared[slot];
        buffer->tell_engine(begins);
        if (ping_pong) return;
        if (begins)
            buffer->engine_begins();
        else
            buffer->engine_ends();
    };
    sta.on_buffer_use(use);
    softmax.on_buffer_use(use);
    vector.on_buffer_use(use);
}

void Soc::connect_ecc() {
    using namespace memory_map;
    ddr.ecc().report_to(ecc.log(EccMemory::ddr), kDdr);
    weight_buffer.ecc().report_to(ecc.log(EccMemory::weight), kWeightBuffer);
    input_buffer.ecc().report_to(ecc.log(EccMemory::input), kInputBuffer);
    intermediate_buffer.ecc().report_to(ecc.log(EccMemory::intermediate), kIntermediateBuffer);
    output_buffer.ecc().report_to(ecc.log(EccMemory::output), kOutputBuffer);
}

void Soc::connect_source(unsigned number, sc_core::sc_out<bool>& line) {
    line.bind(interrupts_[number]);
    plic.sources[number].bind(interrupts_[number]);
}

void Soc::connect_interrupts() {
    using namespace memory_map;
    const auto source = [this](const Region& region, sc_core::sc_out<bool>& line) {
        connect_source(region.interrupt, line);
    };
    source(kUart, uart.irq);
    source(kDma, dma.irq);
    source(kSta, sta.irq);
    source(kSoftmax, softmax.irq);
    source(kVector, vector.irq);
    source(kSync, sync.irq);
    source(kEcc, ecc.irq);
    source(kWatchdog, watchdog.irq);
    const auto straight = [](auto& from, auto& wire, auto& to) {
        from.bind(wire);
        to.bind(wire);
    };
    straight(clint.timer_irq, timer_irq_, cpu.timer_irq);
    straight(clint.software_irq, software_irq_, cpu.software_irq);
    straight(plic.external_irq, external_irq_, cpu.external_irq);
}

void Soc::plug_in(const PluggedDevice& plug, sc_core::sc_time latency) {
    auto& device = *plugged_.emplace_back(plug.make(plug.name, latency));
    bus.target_socket(bus.map(plug.base, plug.size_bytes, plug.name)).bind(device.bank.socket);
    if (plug.interrupt == 0) {
        device.irq.bind(*unused_.emplace_back(std::make_unique<sc_core::sc_signal<bool>>()));
        return;
    }
    connect_source(plug.interrupt, device.irq);
}

bool Soc::is_device(unsigned target) const {
    const auto& name = bus.window(target).name;
    return std::ranges::any_of(memory_map::kDevices, [&](const auto& region) { return region.name == name; }) ||
           std::ranges::any_of(plugged_devices(), [&](const auto& plug) { return plug.name == name; });
}

std::vector<Soc::InterruptLine> Soc::interrupt_lines() {
    std::vector<InterruptLine> lines;
    for (const auto& device : memory_map::kDevices)
        if (device.interrupt != 0) lines.push_back({device.name, device.interrupt, &interrupts_[device.interrupt]});
    for (const auto& plug : plugged_devices())
        if (plug.interrupt != 0) lines.push_back({plug.name, plug.interrupt, &interrupts_[plug.interrupt]});
    lines.insert(lines.end(),
                 {{"timer", 0, &timer_irq_}, {"software", 0, &software_irq_}, {"external", 0, &external_irq_}});
    return lines;
}

const StallAccount* Soc::account_of(unsigned engine) const {
    constexpr unsigned kSta = 8;
    constexpr unsigned kSoftmax = 9;
    constexpr unsigned kVector = 10;
    if (engine < dma.channels()) return &dma.account(engine);
    if (engine == kSta) return &sta.account();
    if (engine == kSoftmax) return &softmax.account();
    return engine == kVector ? &vector.account() : nullptr;
}

std::uint64_t Soc::stall_time_ps(unsigned engine, unsigned cause) const {
    const auto* account = account_of(engine);
    return account != nullptr && cause < kActivityCount ? account->attributed_ps(static_cast<Activity>(cause)) : 0;
}

void Soc::close_accounts() {
    for (unsigned channel = 0; channel < dma.channels(); ++channel)
        dma.account(channel).close();
    sta.account().close();
    softmax.account().close();
    vector.account().close();
}

void Soc::on_console(std::function<void(char)> callback) {
    console_ = std::move(callback);
}

void Soc::on_exit(std::function<void(int)> callback) {
    exit_ = std::move(callback);
}

void Soc::on_register_misuse(const std::function<void(std::uint64_t base, const RegisterMisuse& misuse)>& callback) {
    using namespace memory_map;
    const auto from = [&](const Region& region, auto& block) {
        block.on_misuse([callback, base = region.base](const RegisterMisuse& misuse) { callback(base, misuse); });
    };
    from(kFinisher, finisher);
    from(kClint, clint.bank);
    from(kPlic, plic.bank);
    from(kUart, uart);
    from(kDma, dma.bank);
    from(kSta, sta.bank);
    from(kSoftmax, softmax.bank);
    from(kVector, vector.bank);
    from(kSysctl, sysctl.bank);
    from(kSync, sync.bank);
    from(kEcc, ecc.bank);
    from(kWatchdog, watchdog.bank);
    for (std::size_t i = 0; i < plugged_.size(); ++i)
        from(Region{plugged_devices()[i].name, plugged_devices()[i].base, 0}, plugged_[i]->bank);
}

void Soc::connect_htif(std::uint64_t tohost, std::uint64_t fromhost) {
    htif_.emplace(tohost, fromhost,
                  Htif::Memory{[this](std::uint64_t address, void* data, std::size_t bytes) {
                                   return peek(address, {static_cast<std::uint8_t*>(data), bytes});
                               },
                               [this](std::uint64_t address, const void* data, std::size_t bytes) {
                                   return poke(address, {static_cast<const std::uint8_t*>(data), bytes});
                               }});
    htif_->on_console([this](char character) {
        if (console_) console_(character);
    });
    htif_->on_exit([this](int code) {
        if (exit_) exit_(code);
    });
    ddr.watch(tohost - memory_map::kDdr, [this](std::uint64_t value) { htif_->tohost_written(value); });
}

bool Soc::peek(std::uint64_t address, std::span<std::uint8_t> bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const auto count = static_cast<unsigned>(std::min(bytes.size() - done, kTransferBytes));
        if (debug_.debug_read(address + done, bytes.data() + done, count) != count) return false;
        done += count;
    }
    return true;
}

bool Soc::poke(std::uint64_t address, std::span<const std::uint8_t> bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const auto count = static_cast<unsigned>(std::min(bytes.size() - done, kTransferBytes));
        if (debug_.debug_write(address + done, bytes.data() + done, count) != count) return false;
        done += count;
    }
    return true;
}

} // namespace stavp
