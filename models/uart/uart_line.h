#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <systemc>

namespace stavp {

/// The line into a UART: takes characters from a source, one at a time.
///
/// Timing rule: a character takes one character time, and is asked for at its end. The next one begins at once if the
/// receiver has room then, else when room is made (assumption: the other end keeps to flow control, so that input that
/// is there from the start is not lost). The first one begins when the guest first looks for input, the next one
/// behind a pause when wake() is called.
class UartLine : public sc_core::sc_module {
public:
    /// The next character; nothing: there is none now. May block the host.
    using Source = std::function<std::optional<std::uint8_t>()>;

    explicit UartLine(sc_core::sc_module_name name);

    void connect(Source source, std::function<void(std::uint8_t)> deliver);
    /// The guest looks for input.
    void look();
    /// The source may have characters again.
    void wake();
    /// Of the receiver. Zero time: the baud generator stands still.
    void set_receiver(bool has_room, const sc_core::sc_time& character_time);

private:
    void begin_character();
    void end_character();

    Source source_;
    std::function<void(std::uint8_t)> deliver_;
    sc_core::sc_time character_time_;
    bool has_room_ = true;
    bool looked_at_ = false;
    bool waits_for_source_ = false;
    bool under_way_ = false;
    sc_core::sc_event character_ends_;
};

} // namespace stavp
