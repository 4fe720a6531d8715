#include "platform/gdb/soc_target.h"
#include "platform/gdb/csr_names.h"
#include "platform/gdb/target_description.h"

#include <algorithm>
#include <span>
#include <utility>

namespace stavp::gdb {

namespace {

Watchpoint watchpoint(WatchKind kind, std::uint64_t address, std::uint64_t bytes) {
    return {address, bytes, kind != WatchKind::write, kind != WatchKind::read};
}

WatchKind kind_of(const Watchpoint& point) {
    if (point.reads && point.writes) return WatchKind::access;
    return point.writes ? WatchKind::write : WatchKind::read;
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> memories_of(const config::PlatformConfig& config) {
    return {{memory_map::kWeightBuffer, config.weight_buffer.bytes},
            {memory_map::kInputBuffer, config.input_buffer.bytes},
            {memory_map::kIntermediateBuffer, config.intermediate_buffer.bytes},
            {memory_map::kOutputBuffer, config.output_buffer.bytes},
            {memory_map::kDdr, config.ddr.bytes}};
}

} // namespace

SocTarget::SocTarget(Soc& soc, const config::PlatformConfig& config, faults::FaultInjector& injector)
    : soc_(soc), monitor_(soc, config, injector), engines_(soc), memories_(memories_of(config)) {
    soc_.cpu.on_halt([this](Cpu::HaltReason reason) { halted(reason); });
    soc_.cpu.on_watch_hit([this](const Watchpoint& point, std::uint64_t address) {
        watch_hit_ = {Stop::Kind::watchpoint, kind_of(point), address, 0};
    });
    engines_.points.on_hit([this](const Watchpoint& point, std::uint64_t address) {
        if (engine_hit_) return;
        watch_hit_ = {Stop::Kind::watchpoint, kind_of(point), address, 0};
        engine_hit_ = true;
        soc_.cpu.halt();
    });
}

void SocTarget::halted(Cpu::HaltReason reason) {
    switch (reason) {
    case Cpu::HaltReason::request:
        stop_ = engine_hit_ ? watch_hit_ : Stop{};
        break;
    case Cpu::HaltReason::breakpoint:
        stop_ = Stop{Stop::Kind::breakpoint, {}, 0, 0};
        break;
    case Cpu::HaltReason::step:
        stop_ = Stop{Stop::Kind::step, {}, 0, 0};
        break;
    case Cpu::HaltReason::watchpoint:
        stop_ = watch_hit_;
        break;
    }
    engine_hit_ = false;
    sc_core::sc_pause(); // simulated time stands still while the hart does
}

std::optional<Stop> SocTarget::take_stop() {
    return std::exchange(stop_, std::nullopt);
}

std::optional<std::uint64_t> SocTarget::read_register(unsigned number) const {
    if (number < kPcNumber) return soc_.cpu.read_register(number);
    if (number == kPcNumber) return soc_.cpu.pc();
    if (number == kPrivilegeNumber) return static_cast<std::uint64_t>(soc_.cpu.privilege());
    if (number < kFirstCsrNumber || number > kPrivilegeNumber) return std::nullopt;
    return soc_.cpu.read_csr(number - kFirstCsrNumber);
}

bool SocTarget::write_register(unsigned number, std::uint64_t value) {
    if (number < kPcNumber) {
        soc_.cpu.write_register(number, value);
        return true;
    }
    if (number == kPcNumber) {
        soc_.cpu.set_pc(value);
        return true;
    }
    if (number < kFirstCsrNumber || number >= kPrivilegeNumber) return false;
    return soc_.cpu.write_csr(number - kFirstCsrNumber, value);
}

std::string SocTarget::read_memory(std::uint64_t address, std::uint64_t bytes) {
    std::string data(bytes, '\0');
    const auto read = [&](std::uint64_t count) {
        return soc_.peek(address, {reinterpret_cast<std::uint8_t*>(data.data()), count});
    };
    while (bytes > 0 && !read(bytes))
        bytes /= 2;
    data.resize(bytes);
    return data;
}

bool SocTarget::write_memory(std::uint64_t address, std::string_view bytes) {
    const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.data());
    if (!soc_.poke(address, {first, bytes.size()})) return false;
    soc_.cpu.flush_code();
    return true;
}

void SocTarget::set_breakpoint(std::uint64_t address, bool on) {
    soc_.cpu.set_breakpoint(address, on);
    if (on)
        breakpoints_.insert(address);
    else
        breakpoints_.erase(address);
}

bool SocTarget::set_watchpoint(WatchKind kind, std::uint64_t address, std::uint64_t bytes, bool on) {
    if (bytes == 0) return false;
    const auto point = watchpoint(kind, address, bytes);
    soc_.cpu.set_watchpoint(point, on);
    engines_.points.set(point, on);
    std::erase(watchpoints_, point);
    if (on) watchpoints_.push_back(point);
    return true;
}

void SocTarget::clear_points() {
    for (const auto address : std::exchange(breakpoints_, {}))
        soc_.cpu.set_breakpoint(address, false);
    for (const auto& point : std::exchange(watchpoints_, {}))
        set_watchpoint(kind_of(point), point.address, point.bytes, false);
}

void SocTarget::resume() {
    soc_.cpu.resume();
}

void SocTarget::step() {
    soc_.cpu.step_instruction();
}

void SocTarget::interrupt() {
    soc_.cpu.halt();
}

std::string SocTarget::features_xml() const {
    std::vector<unsigned> present;
    for (const auto& csr : kCsrNames)
        if (soc_.cpu.read_csr(csr.number)) present.push_back(csr.number);
    return features_document(present);
}

std::string SocTarget::memory_map_xml() const {
    std::vector<MemoryWindow> windows;
    for (const auto& device : memory_map::kDevices)
        windows.push_back({device.base, device.bytes});
    for (const auto& [base, bytes] : memories_)
        windows.push_back({base, bytes});
    return memory_map_document(windows);
}

} // namespace stavp::gdb
