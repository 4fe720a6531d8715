#pragma once

#include "platform/run/whole_file.h"
#include "platform/sweep/local_engine.h"
#include "platform/sweep/row_file.h"
#include "tests/support/scratch_path.h"
#include "workloads/synth/synthesise.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <vector>

/// A prepared sweep whose points are "simulated" by a function of the test.
class TinySweep : public testing::Test {
protected:
    std::filesystem::path root = fresh(stavp::testing::scratch_path("sweep"));
    std::filesystem::path cache = fresh(stavp::testing::scratch_path("cache"));

    static std::filesystem::path fresh(const std::filesystem::path& folder) {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        return folder;
    }

    void pack(const std::string& name, std::uint64_t seed) const {
        stavp::workloads::SynthOptions options;
        options.recipe.name = "tiny";
        options.recipe.d_model = 32;
        options.recipe.heads = 1;
        options.recipe.ffn = 32;
        options.recipe.layers = 1;
        options.recipe.seq = 8;
        options.pattern = {2, 4};
        options.seed = seed;
        options.valid = {8};
        const stavp::sweep::SweepFolder folder(root);
        std::filesystem::create_directories(folder.workloads());
        stavp::workloads::synthesise(options).write(folder.workload(name).string());
    }

    void SetUp() override { pack("w", 1); }

    static std::filesystem::path configs() { return STAVP_SOURCE_DIR "/configs"; }

    stavp::sweep::PointContext context(stavp::sweep::Simulate simulate) const {
        stavp::sweep::RunPlan plan;
        plan.platform = configs() / "platforms" / "default.yaml";
        plan.timeout_seconds = 60;
        plan.inputs = {{"firmware", "f"}, {"stavp", "s"}};
        stavp::sweep::Installation files{"stavp", "nmprune", STAVP_FIRMWARE, STAVP_FIRMWARE, configs()};
        auto area = load_area_tables(plan.platform, files);
        return {stavp::sweep::SweepFolder(root), plan, files, area, std::nullopt, std::move(simulate)};
    }

    /// `rows` is what tells points apart.
    static stavp::sweep::PlannedPoint point(unsigned number, unsigned rows = 16, const std::string& workload = "w") {
        stavp::sweep::PlannedPoint planned;
        planned.point.id = "p000" + std::to_string(number);
        planned.point.columns = {{"sta.rows", std::to_string(rows)}};
        planned.point.overrides = {"sta.rows=" + std::to_string(rows)};
        planned.point.workload.name = "tiny";
        planned.point.workload.pattern = "2:4";
        planned.workload = workload;
        return planned;
    }

    /// A run of as many cycles as the array has rows.
    static stavp::RunResult good_run(const stavp::Job& job) {
        stavp::RunResult result;
        result.cycles = job.config.sta.rows;
        result.time_ps = 1000;
        result.engines = {{"sta", {{"macs", 1}}, stavp::EngineShare{"sta", result.cycles, {}, {}}}};
        result.dram = {{"read_bytes", 1}, {"write_bytes", 1}};
        result.energy = stavp::RunEnergy{};
        return result;
    }
};
