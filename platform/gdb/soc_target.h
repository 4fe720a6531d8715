#pragma once

#include "platform/config/platform_config.h"
#include "platform/gdb/debug_target.h"
#include "platform/gdb/engine_watch.h"
#include "platform/gdb/monitor.h"
#include "platform/soc/soc.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace stavp::gdb {

/// The SoC behind the debugger's interface. Memory goes through debug transport: device registers can be read where
/// that has no side effect, and are never written.
class SocTarget : public DebugTarget {
public:
    SocTarget(Soc& soc, const config::PlatformConfig& config, faults::FaultInjector& injector);

    /// Since the last call: why the hart has halted.
    std::optional<Stop> take_stop();
    bool halted() const { return soc_.cpu.halted(); }

    std::optional<std::uint64_t> read_register(unsigned number) const override;
    bool write_register(unsigned number, std::uint64_t value) override;
    std::string read_memory(std::uint64_t address, std::uint64_t bytes) override;
    bool write_memory(std::uint64_t address, std::string_view bytes) override;
    void set_breakpoint(std::uint64_t address, bool on) override;
    bool set_watchpoint(WatchKind kind, std::uint64_t address, std::uint64_t bytes, bool on) override;
    void resume() override;
    void step() override;
    void interrupt() override;
    void clear_points() override;
    std::string features_xml() const override;
    std::string memory_map_xml() const override;
    std::string monitor(std::string_view line) override { return monitor_.run(line); }

private:
    void halted(Cpu::HaltReason reason);

    Soc& soc_;
    Monitor monitor_;
    EngineWatch engines_;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> memories_; ///< base and bytes
    std::set<std::uint64_t> breakpoints_;
    std::vector<Watchpoint> watchpoints_;
    std::optional<Stop> stop_;
    Stop watch_hit_;
    bool engine_hit_ = false; ///< the halt that was asked for is due to watch_hit_
};

} // namespace stavp::gdb
