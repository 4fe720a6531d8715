#include "platform/gdb/restart.h"
#include "platform/run/interruption.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

namespace stavp::gdb {

namespace {

constexpr const char* kVariable = "STAVP_GDB_HANDED_OVER"; // "LISTENER CLIENT ACKNOWLEDGES"

std::vector<std::string> own_arguments() {
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::string> arguments;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = text.find('\0', begin);
        arguments.push_back(text.substr(begin, end - begin));
        if (end == std::string::npos) break;
        begin = end + 1;
    }
    return arguments;
}

} // namespace

void restart_process(const net::Connection& connection, bool acknowledges) {
    auto arguments = own_arguments();
    std::vector<char*> argv;
    for (auto& argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    setenv(
        kVariable,
        fmt::format("{} {} {}", connection.listener_number(), connection.client_number(), acknowledges ? 1 : 0).c_str(),
        1);
    std::fflush(nullptr);
    Interruption::put_right_now();
    fcntl(connection.listener_number(), F_SETFD, 0);
    fcntl(connection.client_number(), F_SETFD, 0);
    execv("/proc/self/exe", argv.data());
    unsetenv(kVariable);
}

std::optional<HandedOver> take_over() {
    const auto* text = std::getenv(kVariable);
    int listener = -1;
    int client = -1;
    int acknowledges = 0;
    // NOLINTNEXTLINE(cert-err34-c): what this program wrote
    if (text == nullptr || std::sscanf(text, "%d %d %d", &listener, &client, &acknowledges) != 3) return std::nullopt;
    unsetenv(kVariable);
    fcntl(listener, F_SETFD, FD_CLOEXEC);
    fcntl(client, F_SETFD, FD_CLOEXEC);
    return HandedOver{net::Connection(net::Descriptor(listener), net::Descriptor(client)), acknowledges != 0};
}

} // namespace stavp::gdb
