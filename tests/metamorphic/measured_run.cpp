#include "tests/metamorphic/measured_run.h"

#include <gtest/gtest.h>

namespace {

MeasuredRun run(const ScratchFolder& folder, const std::string& job, const std::string& options) {
    const auto outcome = shell(folder.path(), "stavp run -o run" + job + options);
    EXPECT_EQ(outcome.exit_code, 0) << options << '\n' << outcome.err << outcome.out;
    EXPECT_EQ(outcome.err, "") << options;
    MeasuredRun result;
    result.summary_text = read_text(folder / "run/summary.json");
    result.outputs = read_text(folder / "run/outputs.bin");
    result.summary = nlohmann::json::parse(result.summary_text);
    return result;
}

} // namespace

MeasuredRun measure(const ScratchFolder& folder, const std::string& workload, const std::string& options) {
    auto result = run(folder, " -w " + workload, options);
    EXPECT_TRUE(result.summary.at("check").at("passed").get<bool>()) << options;
    return result;
}

MeasuredRun measure_program(const ScratchFolder& folder, const std::string& elf, const std::string& options) {
    return run(folder, " --firmware " + elf, options);
}
