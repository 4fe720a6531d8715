#pragma once

#include "models/core/register_misuse.h"

#include <functional>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_target_socket.h>

namespace stavp {

/// The test finisher (finisher.regs.yaml). Its transport is written by hand, because the register bank takes a
/// 32-bit register by 4 bytes only, and QEMU's device takes 2 bytes as well and reads 0 everywhere else.
///
/// Timing rule: a command takes effect when the access arrives; accesses cost `latency`.
class Finisher : public sc_core::sc_module {
public:
    Finisher(sc_core::sc_module_name name, sc_core::sc_time latency);

    tlm_utils::simple_target_socket<Finisher> socket;

    /// Exit code 0 for pass, 0 to 65535 for fail; a host process passes on its low 8 bits only.
    void on_exit(std::function<void(int)> callback) { exit_ = std::move(callback); }
    /// As RegisterBank::on_misuse.
    void on_misuse(MisuseCallback callback) { misuse_ = std::move(callback); }
    /// Without a handler a reset ends the simulation with code 0, as QEMU does under -no-reboot.
    void on_reset(std::function<void()> callback) { reset_ = std::move(callback); }

private:
    void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
    unsigned transport_dbg(tlm::tlm_generic_payload& payload);
    void command(std::uint32_t value);

    sc_core::sc_time latency_;
    std::function<void(int)> exit_;
    MisuseCallback misuse_;
    std::function<void()> reset_;
};

} // namespace stavp
