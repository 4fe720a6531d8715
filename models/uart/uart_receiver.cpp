#include "models/uart/uart_receiver.h"

#include <array>

namespace stavp {

void UartReceiver::set_fifo(bool enabled) {
    if (enabled != fifo_) clear();
    fifo_ = enabled;
}

void UartReceiver::set_trigger(unsigned code) {
    constexpr std::array<std::size_t, 4> kLevels{1, 4, 8, 14};
    trigger_ = kLevels[code & 3];
}

void UartReceiver::clear() {
    bytes_.clear();
}

void UartReceiver::push(std::uint8_t byte) {
    if (!fifo_) {
        overrun_ = overrun_ || !bytes_.empty();
        bytes_.assign(1, byte); // the holding register is overwritten, a full FIFO is not
    } else if (bytes_.size() < kFifoBytes) {
        bytes_.push_back(byte);
    } else {
        overrun_ = true;
    }
}

std::uint8_t UartReceiver::pop() {
    const auto byte = peek();
    if (!bytes_.empty()) bytes_.pop_front();
    return byte;
}

} // namespace stavp
