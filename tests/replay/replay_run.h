#pragma once

#include "tests/cli/small_workload.h"

#include <sstream>
#include <string>
#include <vector>

/// Runs with --trace mmio, and their replays.
class ReplayRun : public SmallWorkload {
protected:
    static constexpr std::size_t kHeaderLines = 8;

    Outcome record(const std::string& job, const std::string& out = "run") {
        return stavp("run " + job + " --trace mmio -o " + path(out));
    }
    Outcome replay(const std::string& options = "", const std::string& of = "run") {
        return stavp("replay " + path(of) + " " + options);
    }
    std::string path(const std::string& name) const { return (folder / name).string(); }
    /// Of a run's trace, the header included.
    std::vector<std::string> lines(const std::string& out = "run") const {
        std::vector<std::string> result;
        std::istringstream in(read_text(folder / out / "registers.mmio"));
        for (std::string line; std::getline(in, line);)
            result.push_back(line);
        return result;
    }
    void write_lines(const std::vector<std::string>& lines, const std::string& out = "run") const {
        std::ofstream file(folder / out / "registers.mmio");
        for (const auto& line : lines)
            file << line << '\n';
    }
    static std::string field(const std::string& line, std::size_t number) {
        std::istringstream words(line);
        std::string word;
        for (std::size_t i = 0; i <= number; ++i)
            words >> word;
        return word;
    }
    static constexpr std::size_t kKind = 2;
    /// The lines of these kinds.
    static std::vector<std::string> of_kinds(const std::vector<std::string>& all, const std::string& kinds) {
        std::vector<std::string> result;
        for (std::size_t i = kHeaderLines; i < all.size(); ++i)
            if (kinds.find(field(all[i], kKind)) != std::string::npos) result.push_back(all[i]);
        return result;
    }
};
