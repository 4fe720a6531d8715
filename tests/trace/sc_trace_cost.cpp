// What a step of simulated time costs when 100 signals are traced and one of them changes: without a trace, with
// SystemC's own VCD file, which compares all of them at each step, and with the recorder, which is told. Prints
// nanoseconds of a step. One simulation per process: `sc_trace_cost none|sc_trace|recorder`.

#include "platform/trace/vcd_recorder.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <systemc>
#include <utility>

namespace {

constexpr std::size_t kSignals = 100;
constexpr std::uint64_t kSteps = 300'000;

class Machine : public sc_core::sc_module {
public:
    explicit Machine(const sc_core::sc_module_name& name) : sc_module(name) {
        SC_HAS_PROCESS(Machine);
        SC_THREAD(run);
    }

    std::array<std::uint64_t, kSignals> signals{};
    std::function<void(std::size_t)> changed = [](std::size_t) {};

private:
    void run() {
        for (std::uint64_t step = 0; step < kSteps; ++step) {
            wait(1, sc_core::SC_NS);
            ++signals[step % kSignals];
            changed(step % kSignals);
        }
    }
};

double simulate() {
    const auto start = std::chrono::steady_clock::now();
    sc_core::sc_start();
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    return spent.count() / kSteps;
}

double with_sc_trace(Machine& machine, const std::filesystem::path& file) {
    auto* trace = sc_core::sc_create_vcd_trace_file(file.c_str());
    for (std::size_t i = 0; i < kSignals; ++i)
        sc_core::sc_trace(trace, machine.signals[i], "signal" + std::to_string(i));
    const auto cost = simulate();
    sc_core::sc_close_vcd_trace_file(trace);
    return cost;
}

double with_recorder(Machine& machine, const std::filesystem::path& file) {
    stavp::trace::VcdRecorder recorder({}, file.string() + ".vcd", file.string());
    std::array<stavp::trace::VcdRecorder::Signal, kSignals> numbers{};
    for (std::size_t i = 0; i < kSignals; ++i)
        numbers[i] = recorder.add("signal" + std::to_string(i), 64, 0);
    recorder.begin();
    machine.changed = [&](std::size_t i) {
        recorder.set(numbers[i], sc_core::sc_time_stamp().value(), machine.signals[i]);
    };
    const auto cost = simulate();
    recorder.finish(sc_core::sc_time_stamp().value());
    return cost;
}

} // namespace

int sc_main(int argc, char** argv) {
    sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
    const std::string way = argc == 2 ? argv[1] : "";
    const auto file = std::filesystem::temp_directory_path() / ("sc_trace_cost_" + way);
    Machine machine("machine");
    double cost = 0;
    if (way == "none") {
        cost = simulate();
    } else if (way == "sc_trace") {
        cost = with_sc_trace(machine, file);
    } else if (way == "recorder") {
        cost = with_recorder(machine, file);
    } else {
        std::fputs("usage: sc_trace_cost none|sc_trace|recorder\n", stderr);
        return 2;
    }
    std::printf("%.0f\n", cost);
    std::filesystem::remove(file.string() + ".vcd");
    return 0;
}
