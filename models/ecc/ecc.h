#pragma once

#include "models/core/ecc_log.h"
#include "models/core/irq_output.h"
#include "models/core/register_bank.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <systemc>

namespace stavp {

/// The memories in the order of the arrays of ecc.regs.yaml.
enum class EccMemory : std::size_t { ddr, weight, input, intermediate, output, count };
constexpr std::size_t ecc_index(EccMemory memory) {
    return static_cast<std::size_t>(memory);
}
inline constexpr std::size_t kEccMemories = ecc_index(EccMemory::count);
/// Which of them have ECC.
using EccMemories = std::array<bool, kEccMemories>;

/// Counts what the memories' ECC finds, and interrupts the host (ecc.regs.yaml).
///
/// Timing rule: an event is counted when the memory moves the bytes, which at `lt` and for the host's accesses through
/// DMI may lie ahead of the time by as much as their initiator does; the interrupt wire follows one delta cycle later.
/// Register accesses cost `latency`.
class Ecc : public sc_core::sc_module {
public:
    Ecc(sc_core::sc_module_name name, const EccMemories& memories, sc_core::sc_time latency);

    RegisterBank bank;
    sc_core::sc_out<bool> irq;

    EccLog& log(EccMemory memory) { return logs_[ecc_index(memory)]; }
    std::uint64_t corrected(EccMemory memory) const;
    std::uint64_t uncorrectable(EccMemory memory) const;

private:
    class Log : public EccLog {
    public:
        void corrected(std::uint64_t address) override;
        void uncorrectable(std::uint64_t address) override;

        Ecc* block = nullptr;
        std::size_t memory = 0;
    };

    void count(std::size_t reg, std::size_t memory, std::uint64_t address, std::uint64_t status);
    void drive();

    std::array<Log, kEccMemories> logs_;
    IrqOutput irq_output_;
};

} // namespace stavp
