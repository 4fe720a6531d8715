#include "tests/isa/lockstep.h"

#include <algorithm>
#include <sstream>

namespace stavp::isa {

namespace {

constexpr u64 kStuckTraps = 64;
/// One block of the dearest instructions (64 DIV), a trap, and the bus accesses of one instruction.
constexpr u64 kBlockCycles = 64 * 20 + 4 + 6 * 10;

CpuConfig config_of(const Lockstep::Mode& mode) {
    CpuConfig config;
    config.pmp_entries = mode.pmp_entries;
    config.quantum_ns = mode.quantum_ns;
    config.engine = mode.engine;
    config.jit_warm_up = mode.warm_up;
    return config;
}

} // namespace

Tally& Tally::operator+=(const Tally& other) {
    programs += other.programs;
    instructions += other.instructions;
    traps += other.traps;
    interrupts += other.interrupts;
    comparisons += other.comparisons;
    left_open += other.left_open;
    in_user_mode += other.in_user_mode;
    for (std::size_t i = 0; i < causes.size(); ++i)
        causes[i] += other.causes[i];
    return *this;
}

Lockstep::Lockstep(const char* name, const Mode& mode)
    : mode_(mode), board_(name, config_of(mode), mode.dmi), reference_(mode.pmp_entries), random_(0) {
    board_.cpu.on_sync([this] { on_sync(); });
    board_.cpu.on_halt([this](Cpu::HaltReason) { on_halt(); });
    board_.cpu.on_sleep([this](bool asleep) {
        if (asleep) on_sleep();
    });
}

std::string Lockstep::run(const Program& program, u64 instructions) {
    board_.set_lines(0);
    sc_core::sc_start(1, sc_core::SC_NS);
    board_.load(program);
    reference_.memory.ram = program.ram;
    reference_.memory.slow = program.slow;
    reference_.reset(program.entry);
    reference_.x[10] = kPool;
    reference_.lines_move = program.interrupts;
    random_ = Random(program.seed);
    interrupts_ = program.interrupts;
    limit_ = instructions;
    traps_in_a_row_ = synced_at_ = events_ = 0;
    slept_ = false;
    seed_ = program.seed;
    report_.clear();
    done_ = false;
    board_.cpu.reset(program.entry, kPool, 0);
    if (mode_.step)
        board_.cpu.step_instruction();
    else
        board_.cpu.resume();
    sc_core::sc_start();
    if (report_.empty() && !done_) differs("  the CPU sleeps for ever\n");
    ++tally_.programs;
    tally_.instructions += reference_.retired;
    return report_;
}

Event Lockstep::advance() {
    const auto index = reference_.retired;
    if (!reference_.machine) ++tally_.in_user_mode;
    const auto event = reference_.step();
    traced_[events_++ % traced_.size()] = {index, reference_.last_pc, reference_.last_bits, reference_.last_name};
    if (event == Event::trapped) {
        ++tally_.traps;
        ++tally_.causes[reference_.csr.mcause % tally_.causes.size()];
    }
    if (event == Event::interrupted) ++tally_.interrupts;
    traps_in_a_row_ = event == Event::retired ? 0 : traps_in_a_row_ + 1;
    if (event == Event::unspecified) {
        ++tally_.left_open;
        finish();
    }
    return event;
}

void Lockstep::on_sync() {
    if (done_) return;
    if (!mode_.step) compare_block();
    if (done_) return;
    check_bound();
    reference_.csr.mip = board_.lines();
    if (board_.cpu.read_csr(0x344) != reference_.csr.mip) return differs("  mip is not what the lines are\n");
    move_lines();
}

void Lockstep::on_halt() {
    if (done_) {
        sc_core::sc_pause();
        return;
    }
    compare_step();
    if (done_)
        sc_core::sc_pause();
    else
        board_.cpu.step_instruction();
}

void Lockstep::on_sleep() {
    slept_ = true;
    const auto enabled = board_.cpu.read_csr(0x304).value_or(0);
    if (enabled == 0 || !interrupts_) {
        // Nothing will wake it: the program ends here, compared.
        if (mode_.step)
            compare_step();
        else
            compare_block();
        if (!done_) finish();
        return;
    }
    if ((enabled & board_.lines()) == 0) board_.set_lines(enabled);
}

void Lockstep::compare_step() {
    if (advance() == Event::unspecified) return;
    ++tally_.comparisons;
    if (!same_state(board_.cpu, reference_)) return differs(state_difference(board_.cpu, reference_));
    if (reference_.retired >= limit_ || traps_in_a_row_ > kStuckTraps) finish();
}

void Lockstep::compare_block() {
    while (reference_.retired < board_.cpu.instructions()) {
        if (advance() == Event::unspecified) return;
        if (traps_in_a_row_ > kStuckTraps)
            return differs("  the reference is stuck in traps\n" + state_difference(board_.cpu, reference_));
    }
    ++tally_.comparisons;
    // Traps do not count as instructions: the CPU may be some further.
    constexpr int kTrapsAhead = 4;
    for (int i = 0; !same_state(board_.cpu, reference_); ++i) {
        const auto difference = state_difference(board_.cpu, reference_);
        const auto event = i < kTrapsAhead ? advance() : Event::retired;
        if (event == Event::unspecified) return;
        if (event == Event::retired) return differs(difference);
    }
    if (traps_in_a_row_ > 0) ++traps_in_a_row_;
    if (reference_.retired >= limit_ || traps_in_a_row_ > kStuckTraps) finish();
}

void Lockstep::check_bound() {
    const auto now = board_.cpu.cycles();
    const auto bound = mode_.quantum_ns + kBlockCycles;
    if (!slept_ && now - synced_at_ > bound)
        differs("  " + std::to_string(now - synced_at_) + " cycles without a look at the interrupt lines\n");
    slept_ = false;
    synced_at_ = now;
}

void Lockstep::move_lines() {
    if (!interrupts_) return;
    const auto lines = board_.lines();
    if (lines != 0 && random_.once_in(2)) return board_.set_lines(0);
    const bool often = mode_.step || mode_.quantum_ns < 100; // synced
    if (!random_.once_in(often ? 40 : 3)) return;
    constexpr std::array<u64, 3> kLines = {1u << 3, 1u << 7, 1u << 11};
    board_.set_lines(lines ^ random_.of(kLines));
}

void Lockstep::finish() {
    done_ = true;
    // Where the result is left open the CPU may have gone on.
    if (same_state(board_.cpu, reference_)) {
        const auto memory = memory_difference(board_, reference_);
        if (!memory.empty()) return differs(memory);
    }
    board_.cpu.halt();
}

std::string Lockstep::trace() const {
    std::ostringstream text;
    const auto count = std::min<u64>(events_, traced_.size());
    for (u64 i = events_ - count; i < events_; ++i) {
        const auto& one = traced_[i % traced_.size()];
        text << "  #" << std::dec << one.index << std::hex << "  " << one.pc << ": " << one.bits << "  " << one.name
             << "\n";
    }
    return text.str();
}

void Lockstep::differs(const std::string& what) {
    std::ostringstream text;
    text << "difference: seed " << seed_ << ", " << (mode_.step ? "step" : "block") << " mode, pmp_entries "
         << mode_.pmp_entries << ", quantum_ns " << mode_.quantum_ns << (mode_.dmi ? "" : ", no DMI")
         << ", instruction " << reference_.retired << "\n"
         << what << " the reference's latest steps:\n"
         << trace();
    report_ = text.str();
    done_ = true;
    board_.cpu.halt();
}

} // namespace stavp::isa
