#pragma once

#include "models/buffer/buffer.h"
#include "models/bus/bus.h"
#include "models/core/device.h"
#include "models/core/wire.h"
#include "models/cpu/cpu.h"
#include "models/ddr/ddr.h"
#include "models/dma/dma.h"
#include "models/ecc/ecc.h"
#include "models/intc/plic.h"
#include "models/simctl/finisher.h"
#include "models/simctl/htif.h"
#include "models/softmax/softmax.h"
#include "models/sta/sta.h"
#include "models/sync/sync.h"
#include "models/sysctl/sysctl.h"
#include "models/timer/clint.h"
#include "models/uart/uart.h"
#include "models/vector/vector.h"
#include "models/watchdog/watchdog.h"
#include "platform/config/platform_config.h"
#include "platform/soc/memory_map.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <systemc>
#include <vector>

namespace stavp {

/// The whole machine: a RISC-V host, the STA engines, on-chip buffers and DDR on one crossbar, with the devices of
/// QEMU's `virt` machine beside them.
///
///   cpu  dma  sta  softmax  vector            initiators
///    |    |    |      |       |
///   ==+====+====+=bus==+=======+==            addresses: memory_map.h
///    |      |        |        |
///   devices  registers  buffers  ddr          targets
///
/// Interrupts of uart, dma, sta, softmax, vector, sync, ecc and watchdog go through the PLIC, those of the CLINT
/// straight to the cpu.
class Soc : public sc_core::sc_module {
public:
    Soc(sc_core::sc_module_name name, const config::PlatformConfig& config);

    Clock accelerator_clock;
    Bus bus;
    Cpu cpu;
    Ddr ddr;
    Buffer weight_buffer;
    Buffer input_buffer;
    Buffer intermediate_buffer;
    Buffer output_buffer;
    Sync sync;
    Dma dma;
    Sta sta;
    Softmax softmax;
    Vector vector;
    Sysctl sysctl;
    Ecc ecc;
    Clint clint;
    Plic plic;
    Uart uart;
    Finisher finisher;
    Watchdog watchdog;

    /// Characters that the guest prints, through the UART or HTIF.
    void on_console(std::function<void(char)> callback);
    /// The guest ends the simulation, through the finisher or HTIF.
    void on_exit(std::function<void(int)> callback);
    /// An access that misuses the register at `misuse.offset` of the block at `base`, by bus.served_initiator().
    void on_register_misuse(const std::function<void(std::uint64_t base, const RegisterMisuse& misuse)>& callback);
    /// For programs with a `tohost` symbol; after on_console and on_exit, before the simulation.
    void connect_htif(std::uint64_t tohost, std::uint64_t fromhost);

    /// Memory as the bus sees it, without time or side effects; false where it is not mapped.
    bool peek(std::uint64_t address, std::span<std::uint8_t> bytes);
    bool poke(std::uint64_t address, std::span<const std::uint8_t> bytes);

    /// The interrupt lines that are in use: those into the PLIC by their source's name and number, and the three of the
    /// cpu ("timer", "software", "external") with number 0.
    struct InterruptLine {
        std::string_view name;
        unsigned source;
        Wire* wire;
    };
    std::vector<InterruptLine> interrupt_lines();
    /// Whether a target of the bus is registers, not memory.
    bool is_device(unsigned target) const;
    /// At the end of a run: StallAccount::close() for every engine.
    void close_accounts();

private:
    /// The `time` CSR reads the CLINT.
    CpuConfig with_time(CpuConfig config);
    /// Numbers of sysctl.STALL_SELECT.
    const StallAccount* account_of(unsigned engine) const;
    std::uint64_t stall_time_ps(unsigned engine, unsigned cause) const;
    void connect_initiators();
    void connect_targets(const config::PlatformConfig& config);
    void connect_source(unsigned number, sc_core::sc_out<bool>& line);
    void connect_interrupts();
    void connect_ecc();
    /// Without ping-pong an engine's commands and the bus exclude each other.
    void plug_in(const PluggedDevice& plug, sc_core::sc_time latency);
    void connect_engines(const config::PlatformConfig& config);

    BusMaster debug_;                                               ///< the way of peek and poke
    std::vector<std::unique_ptr<Device>> plugged_;                  ///< as plugged_devices()
    std::vector<std::unique_ptr<sc_core::sc_signal<bool>>> unused_; ///< lines of those without an interrupt
    sc_core::sc_vector<Wire> interrupts_;
    Wire timer_irq_;
    Wire software_irq_;
    Wire external_irq_;
    std::function<void(char)> console_;
    std::function<void(int)> exit_;
    std::optional<Htif> htif_;
};

} // namespace stavp
