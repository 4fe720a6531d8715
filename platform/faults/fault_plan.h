#pragma once

#include "platform/config/platform_config.h"
#include "platform/faults/fault.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stavp::faults {

/// Faults with nothing left to be drawn.
struct FaultPlan {
    std::uint64_t seed = 0;
    std::vector<Fault> faults;
};

/// What a plan is checked against.
struct PlanLimits {
    const config::PlatformConfig& config;
    std::optional<std::size_t> layers; ///< of the workload, where there is one
};

/// Reads docs/faults.md's format, draws what is random, and checks that each fault can be applied. Throws ConfigError.
FaultPlan read_plan(const std::filesystem::path& file, const PlanLimits& limits);
/// `name` stands for the file in messages.
FaultPlan parse_plan(const std::string& yaml, const std::string& name, const PlanLimits& limits);
/// One fault from words like "bit_flip", "memory=ddr", "bits=3,17"; what is random comes from `seed`. Throws
/// ConfigError.
Fault parse_fault(const std::vector<std::string>& words, std::uint64_t seed, const PlanLimits& limits);
/// A plan file that says the same.
std::string plan_text(const FaultPlan& plan);

/// The place of a memory on the bus and its size.
std::pair<std::uint64_t, std::uint64_t> memory_range(const std::string& memory, const config::PlatformConfig& config);

} // namespace stavp::faults
