// Simulated instructions per host second on guest programs: cpu_mips [PROGRAM [QUANTUM_NS]]

#include "tests/cpu/machine.h"

#include <chrono>
#include <cstdlib>
#include <iostream>

int sc_main(int argc, char** argv) {
    const std::string program = argc > 1 ? argv[1] : "mips_integer";
    stavp::CpuConfig config;
    if (argc > 2) config.quantum_ns = std::strtoull(argv[2], nullptr, 10);
    stavp::test::Machine machine("machine", config);
    machine.load(program);
    const auto begin = std::chrono::steady_clock::now();
    machine.run(sc_core::sc_time(100, sc_core::SC_SEC));
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::cout << program << ": " << machine.cpu.instructions() << " instructions, " << machine.cpu.cycles()
              << " cycles, " << static_cast<double>(machine.cpu.instructions()) / seconds.count() / 1e6 << " MIPS\n";
    return machine.exited ? 0 : 1;
}
