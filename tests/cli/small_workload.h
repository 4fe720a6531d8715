#pragma once

#include "tests/cli/program.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

/// A small encoder block in a folder of the test case's own.
class SmallWorkload : public testing::Test {
protected:
    std::filesystem::path folder = fresh_folder();

    void TearDown() override { std::filesystem::remove_all(folder); }

    static void shell(const std::string& command) {
        ASSERT_EQ(std::system((command + " >/dev/null").c_str()), 0) << command;
    }

    /// One block of width 64 over two sequences of 24 rows, the second shorter than its space.
    std::string synthesise(const std::string& pattern) {
        return synthesise(pattern, "{d_model: 64, heads: 2, ffn: 128, layers: 1, seq: 24}", "--batch 2 --valid 24,13");
    }
    std::string synthesise(const std::string& pattern, const std::string& shape, const std::string& options) {
        std::ofstream(folder / "shape.yaml") << shape << '\n';
        auto file = (folder / (pattern + ".nmw")).string();
        shell(std::string(NMPRUNE_PROGRAM) + " synth --shape " + (folder / "shape.yaml").string() + " --pattern " +
              pattern + " --seed 5 -o " + file + " " + options);
        return file;
    }
    Outcome run(const std::string& workload, const std::string& out, const std::string& options = "") {
        return stavp("run -w " + workload + " -o " + (folder / out).string() + " " + options);
    }
    nlohmann::json summary(const std::string& out) {
        return nlohmann::json::parse(read_text(folder / out / "summary.json"));
    }
};
