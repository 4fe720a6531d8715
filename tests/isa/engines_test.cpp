// The two engines of the CPU side by side: what they have done, and when, at each return to simulated time.

#include "tests/isa/board.h"
#include "tests/isa/program.h"

#include <deque>
#include <gtest/gtest.h>
#include <vector>

namespace stavp::isa {

namespace {

struct Seen {
    u64 cycles = 0, instructions = 0, pc = 0, registers = 0;
    bool operator==(const Seen&) const = default;
};

CpuConfig config_of(CpuEngine engine, u64 quantum_ns, unsigned warm_up, std::size_t code_bytes) {
    CpuConfig config;
    config.engine = engine;
    config.quantum_ns = quantum_ns;
    config.jit_warm_up = warm_up;
    config.jit_code_bytes = code_bytes;
    return config;
}

/// A board that writes down what it sees.
class Watched {
public:
    Watched(const char* name, const CpuConfig& config) : board(name, config, true) {
        board.cpu.on_sync([this] { seen.push_back(look()); });
    }
    Seen look() const {
        Seen now{board.cpu.cycles(), board.cpu.instructions(), board.cpu.pc(), 0};
        for (unsigned i = 1; i < 32; ++i)
            now.registers = now.registers * 31 + board.cpu.read_register(i);
        return now;
    }
    void begin(const Program& program) {
        seen.clear();
        board.load(program);
        board.cpu.reset(program.entry, kPool, 0);
    }

    Board board;
    std::vector<Seen> seen;
};

/// Runs random programs on both, with lines that move at the same times.
void engines_agree(u64 quantum_ns, unsigned warm_up, std::size_t code_bytes, u64 programs) {
    Watched interpreter("interpreter", config_of(CpuEngine::interpreter, quantum_ns, 0, code_bytes));
    Watched jit("jit", config_of(CpuEngine::jit, quantum_ns, warm_up, code_bytes));
    if (!jit.board.cpu.makes_native_code()) GTEST_SKIP() << "no native code on this host";
    u64 syncs = 0;
    for (u64 seed = 1; seed <= programs; ++seed) {
        const auto program = generate(7'000'000 + seed, 16);
        interpreter.begin(program);
        jit.begin(program);
        for (u64 slice = 0; slice < 8; ++slice) {
            const u64 lines = slice * 0x9e3779b9 % 7 == 3 ? 0x888 : slice % 2 * 0x80;
            interpreter.board.set_lines(lines);
            jit.board.set_lines(lines);
            sc_core::sc_start(1777, sc_core::SC_NS);
        }
        ASSERT_EQ(interpreter.seen.size(), jit.seen.size()) << "program " << seed;
        for (std::size_t i = 0; i < jit.seen.size(); ++i)
            ASSERT_EQ(interpreter.seen[i], jit.seen[i])
                << "program " << seed << ", sync " << i << ", cycle " << interpreter.seen[i].cycles << std::hex
                << ", pc " << interpreter.seen[i].pc << " and " << jit.seen[i].pc;
        ASSERT_EQ(interpreter.board.ram, jit.board.ram) << "program " << seed;
        syncs += jit.seen.size();
    }
    EXPECT_GT(syncs, 20 * programs);
    EXPECT_GT(jit.board.cpu.translated_blocks(), 100u);
}

constexpr std::size_t kPlenty = 16u << 20;
constexpr std::size_t kShort = 32u << 10; ///< two blocks' worth at the least: code is given up again and again

TEST(Engines, are_at_the_same_place_with_the_same_counts_at_each_end_of_a_quantum) {
    engines_agree(1000, 0, kPlenty, 60);
}
TEST(Engines, agree_with_a_quantum_of_one_cycle) {
    engines_agree(1, 0, kPlenty, 20);
}
TEST(Engines, agree_while_blocks_warm_up) {
    engines_agree(500, 3, kPlenty, 40);
}
TEST(Engines, agree_when_room_for_code_runs_out) {
    engines_agree(10000, 0, kShort, 40);
}

} // namespace

} // namespace stavp::isa
