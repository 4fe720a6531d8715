#pragma once

#include "models/cpu/cpu.h"

#include <cstdint>
#include <string>
#include <systemc>
#include <tlm_utils/simple_target_socket.h>
#include <vector>

namespace stavp::test {

inline constexpr std::uint64_t kRam = 0x8000'0000;        ///< 8 MiB with DMI
inline constexpr std::uint64_t kSlowRam = 0x9000'0000;    ///< 64 KiB without DMI, kSlowRamDelay each
inline constexpr std::uint64_t kDevice = 0x1000'0000;     ///< registers below; kDeviceDelay each
inline constexpr std::uint64_t kDeviceExit = 0x00;        ///< write: stops the simulation
inline constexpr std::uint64_t kDeviceLines = 0x08;       ///< write: interrupt lines as bits of mip; read: same
inline constexpr std::uint64_t kDeviceTimer = 0x10;       ///< write: raise the timer line that many ns from now
inline constexpr std::uint64_t kDeviceLog = 0x18;         ///< write: appended to `log` with the time
inline constexpr std::uint64_t kDeviceWaits = 0x20;       ///< read: the target itself waits 7.5 ns, then 2.2 ns delay
inline constexpr std::uint64_t kDeviceExternalAt = 0x28;  ///< write: raise the external line that many ns from now
inline constexpr std::uint64_t kDeviceLinesLater = 0x30;  ///< write: interrupt lines 1 delta later
inline constexpr std::uint64_t kDeviceWithdrawDmi = 0x38; ///< write: withdraw_dmi()
inline constexpr std::uint64_t kDeviceReset = 0x40;       ///< write: cpu.reset() to the address written
inline constexpr std::uint64_t kExpected = 0x8008'0000;
inline constexpr std::uint64_t kLines = 0x8009'0000;
inline constexpr std::uint64_t kResults = 0x800a'0000;
inline const sc_core::sc_time kSlowRamDelay(30, sc_core::SC_NS);
inline const sc_core::sc_time kDeviceDelay(10, sc_core::SC_NS);

struct Logged {
    std::uint64_t value;
    sc_core::sc_time time; ///< of the write
    std::uint64_t cycles;  ///< the CPU's own count at that moment
    std::uint64_t instructions;
    std::uint64_t pc;
};

/// A CPU with memory and a device that knows the tests' needs. STAVP_TEST_CPU_ENGINE: interpreter; jit, for native code
/// from the first time on; else as configured.
class Machine : public sc_core::sc_module {
public:
    Machine(sc_core::sc_module_name name, const CpuConfig& config);

    Cpu cpu;
    std::vector<Logged> log;
    bool exited = false;
    std::uint64_t exit_code = 0;
    bool dmi_enabled = true;
    std::uint64_t ram_bytes_for_dmi = 8u << 20;
    tlm_utils::simple_target_socket<Machine> socket;

    /// Loads programs/NAME.bin at 0x8000_0000 and resets the CPU to there.
    void load(const std::string& program);
    void load_words(std::uint64_t address, const std::vector<std::uint32_t>& words);
    /// Until the program writes to kDeviceExit, at most `limit`.
    void run(sc_core::sc_time limit = sc_core::sc_time(1, sc_core::SC_MS));
    std::uint64_t word(std::uint64_t address) const;
    void set_word(std::uint64_t address, std::uint64_t value);
    void set_lines(std::uint64_t mip);
    /// Takes DMI back and grants none from now on.
    void withdraw_dmi();

private:
    void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
    bool get_direct_mem_ptr(tlm::tlm_generic_payload& payload, tlm::tlm_dmi& dmi);
    unsigned transport_dbg(tlm::tlm_generic_payload& payload);
    std::uint8_t* memory_at(std::uint64_t address, std::uint64_t bytes);
    bool device(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
    void write_device(std::uint64_t offset, std::uint64_t value);

    std::vector<std::uint8_t> ram_;
    std::vector<std::uint8_t> slow_ram_;
    sc_core::sc_signal<bool, sc_core::SC_MANY_WRITERS> timer_line_, software_line_, external_line_;
    sc_core::sc_event raise_timer_, raise_external_, lines_later_event_;
    std::uint64_t lines_later_ = 0;
};

} // namespace stavp::test
