#include "models/uart/uart_line.h"

#include <utility>

namespace stavp {

UartLine::UartLine(sc_core::sc_module_name name) : sc_module(name) {
    SC_HAS_PROCESS(UartLine);
    SC_METHOD(end_character);
    sensitive << character_ends_;
    dont_initialize();
}

void UartLine::connect(Source source, std::function<void(std::uint8_t)> deliver) {
    source_ = std::move(source);
    deliver_ = std::move(deliver);
}

void UartLine::look() {
    looked_at_ = true;
    begin_character();
}

void UartLine::wake() {
    waits_for_source_ = false;
    begin_character();
}

void UartLine::set_receiver(bool has_room, const sc_core::sc_time& character_time) {
    has_room_ = has_room;
    character_time_ = character_time;
    begin_character();
}

void UartLine::begin_character() {
    if (!source_ || !looked_at_ || waits_for_source_ || under_way_ || !has_room_) return;
    if (character_time_ == sc_core::SC_ZERO_TIME) return;
    under_way_ = true;
    character_ends_.notify(character_time_);
}

void UartLine::end_character() {
    under_way_ = false;
    if (!has_room_) return; // no longer: the other end holds on to it
    const auto character = source_();
    waits_for_source_ = !character;
    if (character) deliver_(*character);
    begin_character();
}

} // namespace stavp
