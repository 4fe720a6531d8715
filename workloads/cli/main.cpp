#include "workloads/cli/command.h"

#include <algorithm>
#include <exception>
#include <fmt/format.h>
#include <iostream>
#include <vector>

namespace {

using namespace stavp::workloads::cli;

void print_help() {
    std::cout << "usage: nmprune COMMAND [ARGUMENTS]\n\n"
                 "Makes and examines workloads of N:M sparse Transformers.\n\ncommands:\n";
    for (const Command* command : commands())
        std::cout << fmt::format("  {:<12}{}\n", command->name, command->help);
    std::cout << "\n'nmprune COMMAND --help' shows what a command takes.\n"
                 "exit codes: 0 good, 1 a check failed, 2 bad input or usage\n";
}

/// Messages are one line, whatever the text they quote holds.
std::string one_line(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> args(argv + 1, argv + argc);
    if (args.empty()) {
        std::cerr << "nmprune: no command; see nmprune --help\n";
        return bad_input;
    }
    if (args[0] == "--help" || args[0] == "-h" || args[0] == "help") {
        print_help();
        return good;
    }
    const auto known = commands();
    const auto command = std::ranges::find_if(known, [&](const Command* c) { return args[0] == c->name; });
    if (command == known.end()) {
        std::cerr << one_line(fmt::format("nmprune: no command '{}'; see nmprune --help", args[0])) << '\n';
        return bad_input;
    }
    try {
        const int code = (*command)->run(std::span(args).subspan(1));
        std::cout.flush();
        if (!std::cout) throw std::runtime_error("standard output cannot be written");
        return code;
    } catch (const std::bad_alloc&) {
        std::cerr << "nmprune " << args[0] << ": not enough memory\n";
    } catch (const std::exception& error) {
        std::cerr << one_line(fmt::format("nmprune {}: {}", args[0], error.what())) << '\n';
    }
    return bad_input;
}
