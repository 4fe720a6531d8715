#include "platform/trace/mmio/mmio_reader.h"
#include "platform/run/input_error.h"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <string>

namespace stavp::trace {

namespace {

class Reader {
public:
    explicit Reader(const std::filesystem::path& file) : file_(file), in_(file) {
        if (!in_) throw InputError(file_.string() + ": cannot be read: " + std::strerror(errno));
        if (std::filesystem::is_directory(file)) throw InputError(file_.string() + ": cannot be read: is a directory");
    }

    MmioTrace read() {
        MmioTrace trace;
        if (const auto version = word_behind("stavp-mmio"); version != std::to_string(MmioHeader::kVersion))
            refuse("version " + version + " of the format is not known");
        trace.header.stavp = word_behind("stavp");
        trace.header.fidelity = word_behind("fidelity");
        if (trace.header.fidelity != "at" && trace.header.fidelity != "lt") refuse("fidelity: expected at or lt");
        trace.header.config_sha256 = word_behind("config");
        trace.header.firmware = word_behind("firmware");
        trace.header.workload = word_behind("workload");
        trace.header.whole = word_behind("window") == "whole";
        if (!next() || !line_.starts_with("# begin_ps ")) refuse("expected '# begin_ps ...'");
        while (next()) {
            if (!trace.lines.empty() && trace.lines.back().kind == MmioKind::end) refuse("goes on behind its end");
            const auto before_ps = trace.lines.empty() ? 0 : trace.lines.back().begin_ps;
            try {
                trace.lines.push_back(parse_line(line_));
            } catch (const std::invalid_argument& error) {
                refuse(error.what());
            }
            if (trace.lines.back().begin_ps < before_ps) refuse("begins before the line above it");
        }
        if (trace.lines.empty() || trace.lines.back().kind != MmioKind::end) refuse("the trace is cut short");
        return trace;
    }

private:
    bool next() {
        ++number_;
        return static_cast<bool>(std::getline(in_, line_));
    }
    std::string word_behind(const std::string& key) {
        const auto start = "# " + key + " ";
        if (!next() || !line_.starts_with(start)) refuse("no trace of register accesses: expected '" + start + "...'");
        return line_.substr(start.size());
    }
    [[noreturn]] void refuse(const std::string& reason) const {
        throw InputError(fmt::format("{}:{}: {}", file_.string(), number_, reason));
    }

    std::filesystem::path file_;
    std::ifstream in_;
    std::string line_;
    unsigned number_ = 0;
};

} // namespace

MmioTrace read_mmio(const std::filesystem::path& file) {
    return Reader(file).read();
}

} // namespace stavp::trace
