#pragma once

#include "models/core/bus_master.h"
#include "models/cpu/block_cache.h"
#include "models/cpu/cpu_config.h"
#include "models/cpu/cpu_listener.h"
#include "models/cpu/csr_file.h"
#include "models/cpu/hart.h"
#include "models/cpu/interpreter.h"
#include "models/cpu/jit/jit.h"
#include "models/cpu/local_time.h"
#include "models/cpu/memory_port.h"
#include "models/cpu/pmp.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <systemc>
#include <utility>
#include <vector>

namespace stavp {

/// The host: one RV64IMAC + Zicsr + Zifencei hart with M and U mode, PMP, and no caches or address translation.
///
/// Timing rule: each instruction costs a fixed number of cycles (CpuConfig); an access that memory does not grant for
/// DMI adds its bus delay, rounded up to whole cycles, and so does each instruction fetched that way. Cycle n of the
/// CPU begins at n periods after simulation start. The CPU runs ahead of simulated time by up to a quantum and comes
/// back to it before every bus access, after it, at WFI, and before reading `time`. Interrupt lines are looked at
/// whenever it has come back; they are taken between basic blocks.
class Cpu : public sc_core::sc_module {
public:
    /// Throws std::invalid_argument for a zero cost, clock or quantum, or too many PMP entries.
    Cpu(sc_core::sc_module_name name, const CpuConfig& config);

    BusMaster master;
    sc_core::sc_in<bool> timer_irq, software_irq, external_irq;

    /// Starts (again) in M mode at `pc` with the given a0 and a1 and all other state reset. The hart stands still
    /// before the first call. During simulation it takes effect at the next instruction.
    void reset(std::uint64_t pc, std::uint64_t a0, std::uint64_t a1);
    /// In place of instructions the hart's process executes `part`, once: for those who play a recorded host. Before
    /// the simulation.
    void stand_in(std::function<void()> part) { stand_in_ = std::move(part); }
    /// Makes the CPU come back to simulated time before its next basic block; from a bus access: its next instruction.
    void request_sync() { sync_requested_ = true; }
    /// Forgets decoded code: after instructions were changed from outside, as by a debugger or loader.
    void flush_code() { flush_requested_ = true; }

    /// Since reset; exact whenever the CPU is in a bus access or waiting.
    std::uint64_t instructions() const { return hart_.instructions; }
    std::uint64_t cycles() const { return time_.cycles() - cycles_at_reset_; }
    std::uint64_t wfi_cycles() const { return wfi_cycles_; }
    /// Adds a callback: when the hart begins (true) and ends (false) to wait in WFI, at that simulated time.
    void on_sleep(std::function<void(bool asleep)> callback) { on_sleep_.push_back(std::move(callback)); }
    /// Adds a callback: whenever the hart has come to simulated time before a basic block, at the end of each quantum
    /// and around what reaches the bus.
    void on_sync(std::function<void()> callback) { on_sync_.push_back(std::move(callback)); }
    /// For traces, before the simulation; the listener outlives it. Times and results stay the same.
    void observe(CpuListener& listener);
    const Clock& clock() const { return time_.clock(); }
    std::uint64_t pc() const { return hart_.pc; }

    /// For debuggers. A halted hart executes nothing; simulated time goes on. Halting takes effect at the next sync.
    enum class HaltReason { request, breakpoint, step, watchpoint };
    void on_halt(std::function<void(HaltReason)> callback) { on_halt_ = std::move(callback); }
    void halt();
    void resume();
    /// Executes one instruction (or takes one trap or interrupt) and halts again.
    void step_instruction();
    bool halted() const { return halted_; }
    void set_breakpoint(std::uint64_t pc, bool on);
    /// The hart halts after an instruction that loads or stores there; on_watch_hit comes before on_halt. Fetches are
    /// not looked at. Costs no simulated time.
    void set_watchpoint(const Watchpoint& point, bool on);
    void on_watch_hit(Watchpoints::Callback callback);
    /// x0 to x31, the pc, and CSRs as M mode sees them. Write only while halted; memory: master.debug_read/_write.
    std::uint64_t read_register(unsigned index) const { return hart_.x.at(index); }
    void write_register(unsigned index, std::uint64_t value);
    void set_pc(std::uint64_t pc) { hart_.pc = pc & ~std::uint64_t{1}; }
    std::optional<std::uint64_t> read_csr(unsigned number) const;
    bool write_csr(unsigned number, std::uint64_t value);
    Privilege privilege() const { return hart_.privilege; }
    /// Whether native code is made, and how many blocks were translated.
    bool makes_native_code() const { return jit_.has_value() && !interpreter_.observed(); }
    std::uint64_t translated_blocks() const { return jit_ ? jit_->translated() : 0; }

private:
    struct ResetRequest {
        std::uint64_t pc, a0, a1;
    };

    void thread();
    void apply_requests();
    bool held();
    void halt_now(HaltReason reason);
    void finish_single_step();
    void apply_reset(const ResetRequest& request);
    void step();
    void run_from(Block* block, std::int64_t budget);
    void act_on(Exit exit);
    void run_one_instruction();
    void execute_system(const Op& op);
    bool access_csr(const Op& op);
    void sleep_until_interrupt();
    void leave_trap(const Op& op);
    void retire(const Op& op);
    void trap(Cause cause, std::uint64_t value);
    void enter_trap(std::uint64_t cause, std::uint64_t value);
    void come_to_time();
    void look_at_lines();
    RawCounts counts() const { return {cycles(), hart_.instructions}; }

    OpCosts costs_;
    unsigned trap_cycles_;
    Pmp pmp_;
    CsrFile csr_;
    LocalTime time_;
    Hart hart_;
    MemoryPort memory_;
    BlockCache blocks_;
    Interpreter interpreter_;
    std::optional<Jit> jit_; ///< if the engine is one, and the host allows it
    Block single_;           ///< one instruction fetched over the bus

    std::optional<ResetRequest> reset_request_;
    bool started_ = false;
    bool sync_requested_ = false;
    bool flush_requested_ = false;
    bool halt_requested_ = false;
    HaltReason requested_because_ = HaltReason::request;
    bool halted_ = false;
    bool stepping_ = false;             ///< the next step runs one instruction, breakpoints ignored
    bool step_over_breakpoint_ = false; ///< and then goes on
    std::uint64_t pmp_generation_ = 0;
    std::function<void()> stand_in_;
    std::function<void(HaltReason)> on_halt_;
    std::vector<CpuListener*> listeners_; ///< of sleep, traps, resets; memory_ and interpreter_ have the rest
    std::uint64_t cycles_at_reset_ = 0;
    std::uint64_t wfi_cycles_ = 0;
    std::vector<std::function<void(bool)>> on_sleep_;
    std::vector<std::function<void()>> on_sync_;
    sc_core::sc_event wake_;
};

} // namespace stavp
