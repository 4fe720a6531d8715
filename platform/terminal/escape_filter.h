#pragma once

#include <string>
#include <string_view>

namespace stavp::terminal {

/// Takes the user's commands to stavp itself out of what is typed: Ctrl-A and a letter.
///   x ends the run; a, or Ctrl-A again, types Ctrl-A; c types Ctrl-C; h asks for help. Others are ignored.
class EscapeFilter {
public:
    /// What is left for the guest.
    std::string feed(std::string_view typed);
    bool quit() const { return quit_; }
    /// True once after each request for help.
    bool take_help();

private:
    bool escaped_ = false;
    bool quit_ = false;
    bool help_ = false;
};

} // namespace stavp::terminal
