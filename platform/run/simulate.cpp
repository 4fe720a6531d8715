#include "platform/run/simulate.h"
#include "platform/faults/injector.h"
#include "platform/profile/guest_profiler.h"
#include "platform/run/action_counts.h"
#include "platform/run/engine_reports.h"
#include "platform/run/guest_terminal.h"
#include "platform/run/host_stand_in.h"
#include "platform/run/interruption.h"
#include "platform/run/layer_observer.h"
#include "platform/run/live_view.h"
#include "platform/run/misuse_log.h"
#include "platform/run/outcome.h"
#include "platform/run/progress.h"
#include "platform/run/recovery.h"
#include "platform/run/run_debugger.h"
#include "platform/run/tensor_reader.h"
#include "platform/soc/soc.h"
#include "platform/trace/trace_kind.h"

#include "workloads/format/names.h"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <utility>

namespace stavp {

namespace {

/// How much simulated time passes between two looks at the host's clock. Does not touch the simulation.
const sc_core::sc_time kLook(100, sc_core::SC_US);

class Simulation {
public:
    Simulation(const Job& job, Console& console, RunFolder* folder)
        : job_(job), console_(console), soc_("soc", job.config), faults_("faults", soc_),
          misuses_(soc_, job.stand_in == nullptr ? &job.program : nullptr, !job.live) {
        soc_.on_console([this](char character) { print(character); });
        if (job_.terminal != nullptr) soc_.uart.connect_line([this] { return typed(); });
        soc_.on_exit([this](int code) { exit(code); });
        if (job_.program.tohost) soc_.connect_htif(*job_.program.tohost, job_.program.fromhost.value_or(0));
        soc_.watchdog.on_bite([this] { bitten(); });
        soc_.sysctl.on_result([this](std::uint32_t code, std::uint32_t layer) {
            if (!ending_.result) ending_.result = FirmwareResult{code, layer};
        });
        soc_.sysctl.on_event([this](std::uint32_t kind, std::uint32_t count) { recovery_.add(kind, count); });
        load();
        if (job_.workload)
            observer_ = std::make_unique<LayerObserver>(soc_, *job_.workload, job_.workload_address, job_.check);
        for (const auto* kind : job_.traces)
            tracers_.push_back(
                kind->make({soc_, job_.config, job_.workload ? &*job_.workload : nullptr, job_.program, *folder}));
        if (job_.profile) soc_.cpu.observe(profiler_.emplace(job_.program));
        if (job_.on_machine) job_.on_machine(soc_);
        for (const auto& fault : job_.faults)
            faults_.add(fault);
        if (job_.stand_in != nullptr)
            job_.stand_in->connect(soc_);
        else
            soc_.cpu.reset(job_.program.entry, 0, job_.workload_address);
        if (job_.debugger != nullptr) job_.debugger->connect(soc_, faults_);
    }

    RunResult run() {
        run_to_end();
        if (!ended()) measure();
        if (job_.stand_in != nullptr) ending_.difference = job_.stand_in->finish();
        ending_.last_line = console_.last_line();
        finish_traces();
        auto result = std::move(measured_);
        result.faults = faults_.reports();
        if (job_.config.scheduler.protect) result.recovery = recovery_.counters();
        if (observer_) {
            result.layers = observer_->layers();
            ending_.layers_done = result.layers.size();
            result.check = observer_->check();
            if (ending_.contradiction.empty()) ending_.contradiction = observer_->contradiction();
            if (ending_.result) ending_.result_layer = observer_->layer_name(ending_.result->layer);
        }
        result.misuses = misuses_.finish();
        if (ending_.contradiction.empty()) ending_.contradiction = soc_.ddr.contradiction();
        decide(ending_, job_.workload.has_value(), result);
        if (job_.workload && ending_.result && ending_.result->code == 0) {
            result.output = final_output();
            if (!result.output) fail_unreadable(result);
        }
        if (job_.debugger != nullptr) job_.debugger->ended(result.exit_code);
        return result;
    }

private:
    void print(char character) {
        console_.put(character);
        if (job_.terminal != nullptr) job_.terminal->put(character);
    }

    std::optional<std::uint8_t> typed() {
        const auto character = job_.terminal->next();
        if (character) ++received_;
        return character;
    }

    void load() {
        for (const auto& segment : job_.program.segments)
            soc_.poke(segment.address, segment.bytes);
        if (!job_.workload) return;
        soc_.poke(job_.workload_address, job_.workload->ddr_image());
        soc_.sysctl.set_workload_address(job_.workload_address);
    }

    void exit(int code) {
        if (ending_.exit_code) return;
        ending_.exit_code = code;
        measure(); // now: the host may run on for the rest of its quantum
        sc_core::sc_stop();
    }

    void bitten() {
        if (ending_.exit_code) return;
        const auto pc = soc_.cpu.pc();
        const auto function = job_.program.function_at(pc);
        const auto* name = function ? job_.program.functions[*function].name.c_str() : "no known function";
        ending_.bitten = fmt::format("{} (pc {:#x})", name, pc);
        measure();
        sc_core::sc_stop();
    }

    void measure() {
        const auto& now = sc_core::sc_time_stamp();
        measured_.time_ps = now.value();
        measured_.workload = job_.workload_identity;
        measured_.firmware = job_.program.file;
        measured_.layers_overlap = job_.workload.has_value() && job_.config.scheduler.prefetch;
        measured_.cycles = soc_.accelerator_clock.cycles_at(now);
        measured_.instructions = soc_.cpu.instructions();
        measured_.engines = engine_reports(soc_);
        ending_.contradiction = contradiction_in(engine_shares(soc_));
        measured_.dram = dram_counters(soc_.ddr);
        measured_.bus = bus_counters(soc_);
        measured_.actions = action_counts(soc_);
        if (job_.terminal != nullptr)
            measured_.uart = UartReport{std::string(job_.terminal->name()), job_.terminal->interactive(), received_};
        measured_.ecc = ecc_counts(soc_, job_.config);
        if (profiler_) measured_.profile = profiler_->finish(soc_.cpu.instructions(), soc_.cpu.cycles());
    }

    void finish_traces() {
        if (tracers_.empty()) return;
        soc_.close_accounts();
        for (const auto& tracer : tracers_)
            tracer->finish(sc_core::sc_time_stamp().value());
    }

    void run_to_end() {
        const auto limit = job_.stand_in != nullptr ? sc_core::sc_time::from_value(job_.stand_in->end_ps())
                           : job_.timeout_cycles    ? soc_.accelerator_clock.time_of(*job_.timeout_cycles)
                                                    : sc_core::sc_max_time();
        const auto progress = job_.live ? live_progress(console_.shares_terminal()) : quiet_progress();
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
        while (!ended()) {
            if (job_.debugger != nullptr && job_.debugger->hold() == RunDebugger::Verdict::quit) {
                ending_.killed = true;
                return;
            }
            ending_.signal = Interruption::signal();
            if (ending_.signal != 0) return;
            if (job_.terminal != nullptr) {
                attend_terminal();
                if (ended() || ending_.quit) return;
            }
            const auto left = limit - sc_core::sc_time_stamp();
            ending_.starved = !sc_core::sc_pending_activity();
            ending_.timed_out = !ending_.starved && left == sc_core::SC_ZERO_TIME;
            if (ending_.starved && awaits_input()) continue;
            if (ending_.starved && job_.debugger != nullptr && job_.debugger->starved()) continue;
            ending_.played = job_.stand_in != nullptr && (ending_.starved || ending_.timed_out);
            if (ending_.starved || ending_.timed_out) return;
            run_piece(left);
            progress->look([this] { return state(); });
        }
    }

    /// From within the machine.
    bool ended() const { return ending_.exit_code || ending_.bitten; }

    void run_piece(const sc_core::sc_time& left) {
        const auto next = std::max(kLook, sc_core::sc_time_to_pending_activity());
        const auto input = std::min(left, time_to_input());
        if (next >= input) {
            sc_core::sc_start(input, sc_core::SC_RUN_TO_TIME);
        } else {
            sc_core::sc_start(next, sc_core::SC_EXIT_ON_STARVATION);
        }
    }

    /// Until input comes whose time is known.
    sc_core::sc_time time_to_input() const {
        if (job_.terminal == nullptr) return sc_core::sc_max_time();
        const auto at = job_.terminal->looks_again_ps();
        const auto now = sc_core::sc_time_stamp().value();
        return at && *at > now ? sc_core::sc_time::from_value(*at - now) : sc_core::sc_max_time();
    }

    void attend_terminal() {
        while (!ended() && sc_core::sc_pending_activity_at_current_time())
            sc_core::sc_start(sc_core::SC_ZERO_TIME);
        if (ended()) return;
        if (job_.terminal->look(sc_core::sc_time_stamp().value())) soc_.uart.wake_line();
        ending_.quit = job_.terminal->quit();
    }

    /// No event is left: whether input may still come that wakes the host. Waits for it a moment.
    bool awaits_input() {
        if (job_.terminal == nullptr || !soc_.uart.listens()) return false;
        ending_.input_ended = job_.terminal->ended();
        if (ending_.input_ended) return false;
        if (const auto time = time_to_input(); time != sc_core::sc_max_time())
            sc_core::sc_start(time, sc_core::SC_RUN_TO_TIME);
        else
            job_.terminal->wait(job_.debugger != nullptr ? job_.debugger->descriptor() : -1);
        return true;
    }

    RunState state() const {
        RunState state;
        if (observer_) {
            state.layers = job_.workload->layers().size();
            state.layers_done = observer_->layers_ended();
            state.layer = observer_->current_layer();
            state.done_share = observer_->done_share();
        }
        const auto& now = sc_core::sc_time_stamp();
        state.time_ps = now.value();
        state.cycles = soc_.accelerator_clock.cycles_at(now);
        state.instructions = soc_.cpu.instructions();
        const auto busy = [](const StallAccount& account) {
            return static_cast<double>(account.attributed_ps(Activity::busy));
        };
        double dma = 0;
        for (unsigned channel = 0; channel < soc_.dma.channels(); ++channel)
            dma += busy(soc_.dma.account(channel)) / soc_.dma.channels();
        const auto ddr = static_cast<double>(soc_.ddr.statistics().busy_clocks) * job_.config.ddr.timing.tCK_ps;
        state.busy_ps = {busy(soc_.sta.account()), dma, busy(soc_.vector.account()), busy(soc_.softmax.account()),
                         ddr / job_.config.ddr.channels};
        return state;
    }

    /// Nothing where it cannot be read.
    std::optional<OutputTensor> final_output() {
        const auto& image = *job_.workload;
        const auto& tensor = image.tensors()[image.header().output_tensor];
        auto bytes = read_tensor(soc_, image, job_.workload_address, tensor);
        if (!bytes) return std::nullopt;
        return OutputTensor{std::string(workloads::name_of(tensor)),
                            workloads::dtype_name(tensor.dtype),
                            tensor.rows,
                            tensor.cols,
                            tensor.scale,
                            std::move(*bytes)};
    }

    const Job& job_;
    Console& console_;
    Soc soc_;
    faults::FaultInjector faults_;
    MisuseLog misuses_;
    std::unique_ptr<LayerObserver> observer_;
    std::vector<std::unique_ptr<trace::Tracer>> tracers_;
    std::optional<profile::GuestProfiler> profiler_;
    RecoveryCounts recovery_;
    Ending ending_;
    RunResult measured_;
    std::uint64_t received_ = 0; ///< characters
};

} // namespace

RunResult simulate(const Job& job, Console& console, RunFolder* folder) {
    return Simulation(job, console, folder).run();
}

} // namespace stavp
