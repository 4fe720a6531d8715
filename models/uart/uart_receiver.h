#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

namespace stavp {

/// The receiving half of a 16550: one holding register, or a FIFO of 16 bytes with a trigger level.
class UartReceiver {
public:
    static constexpr std::size_t kFifoBytes = 16;

    /// A change empties the receiver, as the datasheet asks.
    void set_fifo(bool enabled);
    bool fifo() const { return fifo_; }
    /// FCR bits 7:6.
    void set_trigger(unsigned code);
    void clear();

    void push(std::uint8_t byte);
    /// 0 when there is none.
    std::uint8_t pop();
    std::uint8_t peek() const { return bytes_.empty() ? std::uint8_t{0} : bytes_.front(); }
    bool has_room() const { return bytes_.size() < (fifo_ ? kFifoBytes : 1); }
    bool ready() const { return !bytes_.empty(); }
    /// Enough for the received-data interrupt.
    bool triggered() const { return bytes_.size() >= (fifo_ ? trigger_ : 1); }

    bool overrun() const { return overrun_; }
    void clear_overrun() { overrun_ = false; }

private:
    std::deque<std::uint8_t> bytes_;
    std::size_t trigger_ = 1;
    bool fifo_ = false;
    bool overrun_ = false;
};

} // namespace stavp
