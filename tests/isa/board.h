#pragma once

#include "models/cpu/cpu.h"
#include "tests/isa/program.h"

#include <systemc>
#include <tlm_utils/simple_target_socket.h>

namespace stavp::isa {

/// A CPU with the memory map of the programs, and interrupt lines that the comparison moves.
class Board : public sc_core::sc_module {
public:
    Board(sc_core::sc_module_name name, const CpuConfig& config, bool dmi);

    Cpu cpu;
    std::vector<u8> ram = std::vector<u8>(kRamBytes);
    std::vector<u8> slow = std::vector<u8>(kSlowRamBytes);
    std::vector<u8> device = std::vector<u8>(kDeviceBytes);
    u64 device_writes = 0;

    void load(const Program& program);
    u64 lines() const;
    /// Takes effect one delta later.
    void set_lines(u64 mip);

private:
    void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
    bool get_direct_mem_ptr(tlm::tlm_generic_payload& payload, tlm::tlm_dmi& dmi);

    tlm_utils::simple_target_socket<Board> socket_;
    sc_core::sc_signal<bool, sc_core::SC_MANY_WRITERS> timer_, software_, external_;
    bool dmi_;
};

} // namespace stavp::isa
