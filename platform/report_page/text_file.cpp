#include "platform/report_page/text_file.h"
#include "platform/run/input_error.h"

#include <fstream>
#include <iterator>

namespace stavp {

std::optional<std::string> read_text_file(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

std::string require_text_file(const std::filesystem::path& file) {
    if (auto text = read_text_file(file)) return *std::move(text);
    throw InputError(file.string() + ": cannot be read");
}

void write_text_file(const std::filesystem::path& file, const std::string& content) {
    auto temporary = file;
    temporary += ".tmp";
    std::ofstream out(temporary, std::ios::binary);
    out << content;
    out.close();
    std::error_code error;
    if (out) std::filesystem::rename(temporary, file, error);
    if (out && !error) return;
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw InputError(file.string() + ": cannot be written");
}

} // namespace stavp
