#pragma once

#include "models/core/irq_output.h"
#include "models/core/register_misuse.h"
#include "models/uart/uart_line.h"
#include "models/uart/uart_receiver.h"

#include <cstdint>
#include <functional>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_target_socket.h>

namespace stavp {

/// NS16550A (uart.regs.yaml) with the reset values of QEMU's virt machine. The transport is written by hand: DLAB
/// puts several registers behind one offset, and QEMU takes accesses of any width, which the register bank does not.
///
/// Timing rule: a sent byte leaves at once (the transmitter is always ready). A character on the line in takes the time
/// of start + word + parity + stop bits, each bit lasting divisor / 399193 s (the base rate of QEMU's virt machine):
/// see UartLine. The character time-out is 4 of these after the last byte came or was taken. `irq` follows one delta
/// cycle after its cause. Register accesses cost `latency`.
class Uart : public sc_core::sc_module {
public:
    Uart(sc_core::sc_module_name name, sc_core::sc_time latency);

    tlm_utils::simple_target_socket<Uart> socket;
    sc_core::sc_out<bool> irq;

    void on_transmit(std::function<void(char)> callback) { transmit_ = std::move(callback); }
    /// As RegisterBank::on_misuse.
    void on_misuse(MisuseCallback callback) { misuse_ = std::move(callback); }
    /// A byte from the line, at once. Lost in loop-back mode, which disconnects the line.
    void receive(char character);
    /// What is at the other end of the line in; before the simulation.
    void connect_line(UartLine::Source source);
    /// The source has characters again, after it had none.
    void wake_line() { line_.wake(); }
    /// A character would interrupt the host.
    bool listens() const;

private:
    void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
    unsigned transport_dbg(tlm::tlm_generic_payload& payload);
    std::uint8_t peek(std::uint64_t offset) const;
    void read_side_effects(std::uint64_t offset);
    void write(std::uint64_t offset, std::uint8_t value);
    void tell_misuse(std::uint64_t offset, std::uint8_t value) const;
    void write_data(std::uint8_t value);
    void write_ier(std::uint8_t value);
    void write_fcr(std::uint8_t value);

    bool divisor_access() const;
    bool loopback() const;
    void accept(std::uint8_t byte);
    sc_core::sc_time character_time(std::uint64_t characters) const;
    void update_line();
    void timed_out();
    void restart_timeout();
    std::uint8_t interrupt_id() const;
    std::uint8_t modem_status() const;
    void update_irq();

    sc_core::sc_time latency_;
    std::function<void(char)> transmit_;
    MisuseCallback misuse_;
    UartReceiver receiver_;
    UartLine line_;
    std::uint8_t ier_ = 0;
    std::uint8_t lcr_ = 0;
    std::uint8_t mcr_;
    std::uint8_t scr_ = 0;
    std::uint16_t divisor_;
    bool thre_pending_ = false;
    bool timeout_pending_ = false;
    sc_core::sc_event timeout_;
    IrqOutput irq_output_;
};

} // namespace stavp
