#include "platform/terminal/escape_filter.h"

#include <utility>

namespace stavp::terminal {

namespace {

constexpr char kControlA = 1;
constexpr char kControlC = 3;

} // namespace

std::string EscapeFilter::feed(std::string_view typed) {
    std::string rest;
    for (const auto character : typed) {
        if (!std::exchange(escaped_, false)) {
            if (character == kControlA)
                escaped_ = true;
            else
                rest += character;
            continue;
        }
        if (character == 'a' || character == kControlA) rest += kControlA;
        if (character == 'c') rest += kControlC;
        if (character == 'x') quit_ = true;
        if (character == 'h') help_ = true;
    }
    return rest;
}

bool EscapeFilter::take_help() {
    return std::exchange(help_, false);
}

} // namespace stavp::terminal
