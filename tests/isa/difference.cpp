#include "tests/isa/difference.h"

#include <sstream>

namespace stavp::isa {

namespace {

struct NamedCsr {
    const char* name;
    unsigned number;
};
constexpr NamedCsr kCompared[] = {
    {"mstatus", 0x300},       {"mie", 0x304},      {"mtvec", 0x305},    {"mepc", 0x341},   {"mcause", 0x342},
    {"mtval", 0x343},         {"mscratch", 0x340}, {"minstret", 0xb02}, {"misa", 0x301},   {"mcounteren", 0x306},
    {"mcountinhibit", 0x320}, {"menvcfg", 0x30a},  {"pmpcfg0", 0x3a0},  {"pmpcfg2", 0x3a2}};
constexpr unsigned kPmpAddress0 = 0x3b0;
constexpr unsigned kPmpAddresses = 16;

constexpr int kNoIndex = -1;

/// Calls `differs(name, index or kNoIndex, cpu, reference)` for each difference; both absent is equal.
template <class Differs> void compare(const Cpu& cpu, const Reference& reference, Differs differs) {
    for (unsigned i = 1; i < 32; ++i)
        if (cpu.read_register(i) != reference.x[i])
            differs("x", static_cast<int>(i), cpu.read_register(i), reference.x[i]);
    if (cpu.pc() != reference.pc) differs("pc", kNoIndex, cpu.pc(), reference.pc);
    const bool machine = cpu.privilege() == Privilege::machine;
    if (machine != reference.machine) differs("privilege", kNoIndex, machine ? 3 : 0, reference.machine ? 3 : 0);
    if (cpu.instructions() != reference.retired) differs("retired", kNoIndex, cpu.instructions(), reference.retired);
    const auto csr = [&](const char* name, int index, unsigned number) {
        const auto a = cpu.read_csr(number);
        const auto b = reference.csr.read(number);
        if (a != b) differs(name, index, a.value_or(0), b.value_or(0));
    };
    for (const auto& [name, number] : kCompared)
        csr(name, kNoIndex, number);
    for (unsigned i = 0; i < kPmpAddresses; ++i)
        csr("pmpaddr", static_cast<int>(i), kPmpAddress0 + i);
}

std::string bytes_difference(const char* name, const std::vector<u8>& cpu, const std::vector<u8>& reference) {
    for (std::size_t i = 0; i < cpu.size(); ++i)
        if (cpu[i] != reference[i]) {
            std::ostringstream text;
            text << std::hex << "  " << name << " + 0x" << i << ": cpu " << +cpu[i] << " reference " << +reference[i]
                 << "\n";
            return text.str();
        }
    return "";
}

} // namespace

std::string state_difference(const Cpu& cpu, const Reference& reference) {
    std::ostringstream text;
    text << std::hex;
    compare(cpu, reference, [&](const char* name, int index, u64 a, u64 b) {
        text << "  " << name;
        if (index != kNoIndex) text << std::dec << index << std::hex;
        text << ": cpu " << a << " reference " << b << "\n";
    });
    return text.str();
}

bool same_state(const Cpu& cpu, const Reference& reference) {
    bool same = true;
    compare(cpu, reference, [&](const char*, int, u64, u64) { same = false; });
    return same;
}

std::string memory_difference(const Board& board, const Reference& reference) {
    auto text = bytes_difference("ram", board.ram, reference.memory.ram) +
                bytes_difference("slow ram", board.slow, reference.memory.slow) +
                bytes_difference("device", board.device, reference.memory.device);
    if (board.device_writes != reference.memory.device_writes)
        text += "  writes to the device: cpu " + std::to_string(board.device_writes) + " reference " +
                std::to_string(reference.memory.device_writes) + "\n";
    return text;
}

} // namespace stavp::isa
