// Random programs on the CPU and on the reference: isa_compare [--instructions N] [--seed S] [--program P] [--length L]

#include "tests/isa/lockstep.h"
#include "tests/isa/program.h"

#include <chrono>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <map>
#include <string>

namespace {

using stavp::CpuEngine;
using stavp::isa::Lockstep;
using stavp::isa::u64;

struct Options {
    u64 instructions = 1'000'000, seed = 1, length = 6000;
    bool one_program = false; ///< `seed` is the program's, on every board
};

bool read_options(int argc, char** argv, Options& options) {
    const std::map<std::string, u64*> known = {{"--instructions", &options.instructions},
                                               {"--seed", &options.seed},
                                               {"--program", &options.seed},
                                               {"--length", &options.length}};
    for (int i = 1; i < argc; i += 2) {
        const auto found = known.find(argv[i]);
        if (found == known.end() || i + 1 == argc) return false;
        char* end = nullptr;
        *found->second = std::strtoull(argv[i + 1], &end, 10);
        if (*argv[i + 1] == '\0' || *end != '\0') return false;
        options.one_program = options.one_program || found->first == "--program";
    }
    return options.instructions > 0 && options.length > 0;
}

} // namespace

int sc_main(int argc, char** argv) {
    Options options;
    if (!read_options(argc, argv, options)) {
        std::cerr << "usage: isa_compare [--instructions N] [--seed S] [--program P] [--length L]\n";
        return 2;
    }
    std::deque<Lockstep> boards;
    boards.emplace_back("step", Lockstep::Mode{.step = true});
    boards.emplace_back("block", Lockstep::Mode{});
    boards.emplace_back("block_interpreter", Lockstep::Mode{.engine = CpuEngine::interpreter});
    boards.emplace_back("block_warm", Lockstep::Mode{.quantum_ns = 3000, .warm_up = 3});
    boards.emplace_back("block_interpreter_few_pmp",
                        Lockstep::Mode{.pmp_entries = 5, .quantum_ns = 60, .engine = CpuEngine::interpreter});
    boards.emplace_back("block_few_pmp", Lockstep::Mode{.pmp_entries = 5, .quantum_ns = 60});
    boards.emplace_back("block_long", Lockstep::Mode{.pmp_entries = 64, .quantum_ns = 10000});
    boards.emplace_back("block_no_pmp", Lockstep::Mode{.pmp_entries = 0, .quantum_ns = 1});
    boards.emplace_back("block_bus", Lockstep::Mode{.quantum_ns = 300, .dmi = false});

    const auto begin = std::chrono::steady_clock::now();
    stavp::isa::Tally total;
    for (u64 n = 0; total.instructions < options.instructions; ++n) {
        // Programs are numbered; each has its own board, or one program goes through them all.
        auto& board = boards[n % boards.size()];
        const auto seed = options.one_program ? options.seed : options.seed * 1'000'000 + n;
        const auto report = board.run(stavp::isa::generate(seed, board.mode().pmp_entries), options.length);
        if (!report.empty()) {
            std::cout << report << "again: isa_compare --program " << seed << " --length " << options.length << "\n";
            return 1;
        }
        total = {};
        for (const auto& one : boards)
            total += one.tally();
        if (options.one_program && n + 1 == boards.size()) break;
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::cout << total.programs << " programs, " << total.instructions << " instructions ("
              << boards.front().tally().instructions << " one by one), " << total.traps << " traps, "
              << total.interrupts << " interrupts, " << total.comparisons << " comparisons, " << total.left_open
              << " programs ended where the manual leaves the result open; no difference\n";
    std::cout << total.in_user_mode << " in U mode; traps by cause:";
    for (std::size_t cause = 0; cause < total.causes.size(); ++cause)
        if (total.causes[cause] != 0) std::cout << " " << cause << ": " << total.causes[cause];
    std::cout << "\n";
    std::cerr << seconds.count() << " s\n";
    return 0;
}
