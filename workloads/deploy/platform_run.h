#pragma once

#include "workloads/float/matrix.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace stavp::workloads {

/// The simulator as another program.
struct Platform {
    std::filesystem::path stavp;
    std::optional<std::filesystem::path> config; ///< absent: stavp's default platform

    /// Every key with its value, as `stavp config dump` prints it. Throws FormatError with stavp's own words for a file
    /// that it refuses, or if the program cannot be run.
    std::string effective_config() const;
};

/// A run that failed; what() names the console's log.
struct PlatformFailure : std::runtime_error {
    using runtime_error::runtime_error;
};

struct PlatformRun {
    std::uint64_t cycles = 0; ///< of the accelerator's clock, boot and set-up included
    double time_ns = 0;
    Matrix outputs; ///< the output tensor as reals
};

/// Runs `workload` into the new folder `folder`; what stavp prints goes to `folder` + ".log". Passes only if stavp
/// exits with 0, its check of every layer passed, and the output's bytes are those that the workload expects. Throws
/// PlatformFailure.
PlatformRun run_on_platform(const Platform& platform, const std::filesystem::path& workload,
                            const std::filesystem::path& folder);

} // namespace stavp::workloads
