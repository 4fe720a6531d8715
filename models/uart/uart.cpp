#include "models/uart/uart.h"

#include "regs/uart_regs.hpp"

#include <cstring>
#include <utility>

namespace stavp {

namespace reg = regs::uart;

namespace {

constexpr std::uint64_t kBaseBaud = 399193;     // QEMU's virt machine
constexpr std::uint16_t kResetDivisor = 0x0c;   // QEMU's 16550; the datasheet leaves it open
constexpr std::uint64_t kTimeoutCharacters = 4; // NS16550A datasheet, FIFO interrupt mode
constexpr std::uint64_t kPsPerSecond = 1'000'000'000'000;

// Interrupt identifications, NS16550A datasheet, table "Interrupt Control Functions".
constexpr std::uint8_t kIdNone = 0x1;
constexpr std::uint8_t kIdThre = 0x2;
constexpr std::uint8_t kIdReceived = 0x4;
constexpr std::uint8_t kIdLineStatus = 0x6;
constexpr std::uint8_t kIdTimeout = 0xc;

constexpr std::uint8_t kFcrFifoEnable = 1 << 0;
constexpr std::uint8_t kFcrClearReceiver = 1 << 1;
constexpr std::uint8_t kFcrClearTransmitter = 1 << 2;
constexpr unsigned kFcrTriggerShift = 6;
constexpr std::uint8_t kFcrReserved = 3 << 4;
constexpr std::uint8_t kMcrMask = 0x1f;

constexpr std::uint64_t offset_of(reg::Register which) {
    return reg::kTable[which].offset;
}

bool takes(const tlm::tlm_generic_payload& payload) {
    const auto bytes = payload.get_data_length();
    const bool width = bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
    return width && payload.get_address() % bytes == 0 && payload.get_address() < reg::kSizeBytes;
}

} // namespace

Uart::Uart(sc_core::sc_module_name name, sc_core::sc_time latency)
    : sc_module(name), socket("socket"), irq("irq"), latency_(latency), line_("line"),
      mcr_(reg::kTable[reg::MCR].reset), divisor_(kResetDivisor), irq_output_("irq_output", irq) {
    socket.register_b_transport(this, &Uart::b_transport);
    socket.register_transport_dbg(this, &Uart::transport_dbg);
    SC_HAS_PROCESS(Uart);
    SC_METHOD(timed_out);
    sensitive << timeout_;
    dont_initialize();
}

void Uart::b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    delay += latency_;
    if (payload.get_byte_enable_ptr() != nullptr) {
        payload.set_response_status(tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
        return;
    }
    if (!takes(payload)) {
        payload.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
        return;
    }
    const auto offset = payload.get_address();
    if (payload.is_read()) {
        std::memset(payload.get_data_ptr(), 0, payload.get_data_length());
        *payload.get_data_ptr() = peek(offset);
        read_side_effects(offset);
    }
    if (payload.is_write() && misuse_) tell_misuse(offset, *payload.get_data_ptr());
    if (payload.is_write()) write(offset, *payload.get_data_ptr());
    payload.set_response_status(tlm::TLM_OK_RESPONSE);
}

unsigned Uart::transport_dbg(tlm::tlm_generic_payload& payload) {
    if (!payload.is_read() || !takes(payload)) return 0;
    std::memset(payload.get_data_ptr(), 0, payload.get_data_length());
    *payload.get_data_ptr() = peek(payload.get_address());
    return payload.get_data_length();
}

std::uint8_t Uart::peek(std::uint64_t offset) const {
    switch (offset) {
    case offset_of(reg::DATA):
        return divisor_access() ? divisor_ & 0xff : receiver_.peek();
    case offset_of(reg::IER):
        return divisor_access() ? divisor_ >> 8 : ier_;
    case offset_of(reg::IIR):
        return interrupt_id() | (receiver_.fifo() ? reg::IIR_FIFO : 0);
    case offset_of(reg::LCR):
        return lcr_;
    case offset_of(reg::MCR):
        return mcr_;
    case offset_of(reg::LSR):
        return reg::LSR_THRE | reg::LSR_TEMT | (receiver_.ready() ? reg::LSR_DATA_READY : 0) |
               (receiver_.overrun() ? reg::LSR_OVERRUN : 0);
    case offset_of(reg::MSR):
        return modem_status();
    default:
        return scr_;
    }
}

void Uart::read_side_effects(std::uint64_t offset) {
    if (offset == offset_of(reg::DATA) && !divisor_access()) {
        receiver_.pop();
        timeout_pending_ = false;
        restart_timeout();
    } else if (offset == offset_of(reg::IIR)) {
        if (interrupt_id() == kIdThre) thre_pending_ = false;
    } else if (offset == offset_of(reg::LSR)) {
        receiver_.clear_overrun();
    }
    update_irq();
    update_line();
    if (offset == offset_of(reg::LSR) || (offset == offset_of(reg::DATA) && !divisor_access())) line_.look();
}

void Uart::tell_misuse(std::uint64_t offset, std::uint8_t value) const {
    std::uint8_t reserved = 0;
    switch (offset) {
    case offset_of(reg::IER):
        if (!divisor_access()) reserved = value & ~reg::kTable[reg::IER].write_mask;
        break;
    case offset_of(reg::IIR):
        reserved = value & kFcrReserved;
        break;
    case offset_of(reg::MCR):
        reserved = value & ~kMcrMask;
        break;
    case offset_of(reg::LSR):
    case offset_of(reg::MSR):
        misuse_({RegisterMisuse::Kind::read_only, offset, value});
        return;
    default:
        return;
    }
    if (reserved != 0) misuse_({RegisterMisuse::Kind::reserved_bits, offset, reserved});
}

void Uart::write(std::uint64_t offset, std::uint8_t value) {
    switch (offset) {
    case offset_of(reg::DATA):
        write_data(value);
        break;
    case offset_of(reg::IER):
        write_ier(value);
        break;
    case offset_of(reg::IIR):
        write_fcr(value);
        break;
    case offset_of(reg::LCR):
        lcr_ = value;
        break;
    case offset_of(reg::MCR):
        mcr_ = value & kMcrMask;
        break;
    case offset_of(reg::SCR):
        scr_ = value;
        break;
    default: // LSR, MSR
        break;
    }
    update_irq();
    update_line();
    if (listens()) line_.look();
}

void Uart::write_data(std::uint8_t value) {
    if (divisor_access()) {
        divisor_ = static_cast<std::uint16_t>((divisor_ & 0xff00) | value);
        return;
    }
    if (loopback()) {
        accept(value);
    } else if (transmit_) {
        transmit_(static_cast<char>(value));
    }
    thre_pending_ = true; // empty again at once
}

void Uart::write_ier(std::uint8_t value) {
    if (divisor_access()) {
        divisor_ = static_cast<std::uint16_t>(value << 8 | (divisor_ & 0xff));
        return;
    }
    const bool thre_was_enabled = (ier_ & reg::IER_THRE) != 0;
    ier_ = value & reg::kTable[reg::IER].write_mask;
    const bool thre_is_enabled = (ier_ & reg::IER_THRE) != 0;
    if (thre_is_enabled != thre_was_enabled) thre_pending_ = thre_is_enabled; // enabling it while empty raises it
}

void Uart::write_fcr(std::uint8_t value) {
    const bool fifo = (value & kFcrFifoEnable) != 0;
    const bool changed = fifo != receiver_.fifo();
    receiver_.set_fifo(fifo);
    if (fifo) receiver_.set_trigger(value >> kFcrTriggerShift);
    if (changed || (value & kFcrClearReceiver) != 0) {
        receiver_.clear();
        timeout_pending_ = false;
        restart_timeout();
    }
    if (changed || (value & kFcrClearTransmitter) != 0) thre_pending_ = true;
}

bool Uart::divisor_access() const {
    return (lcr_ & reg::LCR_DLAB) != 0;
}

bool Uart::loopback() const {
    return (mcr_ & reg::MCR_LOOP) != 0;
}

bool Uart::listens() const {
    return (ier_ & reg::IER_RECEIVED) != 0;
}

void Uart::receive(char character) {
    if (loopback()) return;
    accept(static_cast<std::uint8_t>(character));
    update_irq();
    update_line();
}

void Uart::connect_line(UartLine::Source source) {
    line_.connect(std::move(source), [this](std::uint8_t byte) { receive(static_cast<char>(byte)); });
    update_line();
}

/// Loop-back makes the modem outputs inactive, RTS among them: the other end holds back.
void Uart::update_line() {
    line_.set_receiver(receiver_.has_room() && !loopback(), character_time(1));
}

void Uart::accept(std::uint8_t byte) {
    receiver_.push(byte);
    restart_timeout();
}

void Uart::restart_timeout() {
    timeout_.cancel();
    if (!receiver_.fifo() || !receiver_.ready() || divisor_ == 0) return;
    timeout_.notify(character_time(kTimeoutCharacters));
}

sc_core::sc_time Uart::character_time(std::uint64_t characters) const {
    const std::uint64_t bits = 1 + 5 + (lcr_ & reg::LCR_WORD_LENGTH) + ((lcr_ & reg::LCR_PARITY) != 0 ? 1 : 0) +
                               ((lcr_ & reg::LCR_STOP) != 0 ? 2 : 1);
    return sc_core::sc_time::from_value(characters * bits * divisor_ * kPsPerSecond / kBaseBaud);
}

void Uart::timed_out() {
    timeout_pending_ = receiver_.ready();
    update_irq();
}

std::uint8_t Uart::interrupt_id() const {
    if ((ier_ & reg::IER_LINE_STATUS) != 0 && receiver_.overrun()) return kIdLineStatus;
    if ((ier_ & reg::IER_RECEIVED) != 0 && timeout_pending_) return kIdTimeout;
    if ((ier_ & reg::IER_RECEIVED) != 0 && receiver_.triggered()) return kIdReceived;
    if ((ier_ & reg::IER_THRE) != 0 && thre_pending_) return kIdThre;
    return kIdNone;
}

std::uint8_t Uart::modem_status() const {
    if (!loopback()) return reg::kTable[reg::MSR].reset;
    return ((mcr_ & reg::MCR_RTS) != 0 ? reg::MSR_CTS : 0) | ((mcr_ & reg::MCR_DTR) != 0 ? reg::MSR_DSR : 0) |
           ((mcr_ & reg::MCR_OUT1) != 0 ? reg::MSR_RI : 0) | ((mcr_ & reg::MCR_OUT2) != 0 ? reg::MSR_DCD : 0);
}

void Uart::update_irq() {
    irq_output_.set(interrupt_id() != kIdNone);
}

} // namespace stavp
