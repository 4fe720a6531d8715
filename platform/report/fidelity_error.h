#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stavp {

/// How far `lt` is from `at`: 100 * (lt - at) / at; negative where `lt` is too fast.
struct LayerFidelity {
    std::string name;
    std::string op;
    std::uint64_t lt_cycles = 0;
    std::uint64_t at_cycles = 0;
    double error_percent = 0;
};

struct FidelityError {
    std::vector<LayerFidelity> layers;
    std::uint64_t lt_cycles = 0; ///< of the whole run
    std::uint64_t at_cycles = 0;
    double error_percent = 0;
    double mean_error_percent = 0; ///< of the layers' absolute errors
    double worst_error_percent = 0;
    bool outputs_agree = false; ///< outputs.bin of both, byte by byte
    bool checks_passed = false; ///< every layer of both against the workload's expected bytes

    bool bytes_agree() const { return outputs_agree && checks_passed; }
};

/// A run that gave no cycles to compare.
struct FailedRun {
    std::string fidelity;
    int exit_code = 0;
    std::string message; ///< one line
};

/// Compares the folders of an `lt` and an `at` run of one workload, layer by layer in the order of `at`.
/// Throws InputError if one is no run or their layers differ.
FidelityError fidelity_error(const std::filesystem::path& lt, const std::filesystem::path& at);
std::string fidelity_text(const FidelityError& error);
/// Both have `failed`, a list; without failures it is empty, and with one it is all there is.
std::string fidelity_json(const FidelityError& error);
std::string failures_json(const std::vector<FailedRun>& failed);

} // namespace stavp
