#include "platform/run/whole_file.h"
#include "platform/run/input_error.h"

#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

namespace stavp {

void write_whole(const std::filesystem::path& file, const std::string& content) {
    auto temporary = file;
    temporary += fmt::format(".{}.tmp", getpid());
    std::ofstream out(temporary, std::ios::binary);
    out << content;
    out.close();
    std::error_code error;
    if (out) std::filesystem::rename(temporary, file, error);
    if (out && !error) return;
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw InputError(
        fmt::format("{}: cannot be written{}", file.string(), error ? ": " + error.message() : std::string()));
}

std::optional<std::string> read_if_there(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

std::string read_whole(const std::filesystem::path& file) {
    if (auto content = read_if_there(file)) return *std::move(content);
    throw InputError(fmt::format("{}: cannot be read", file.string()));
}

} // namespace stavp
