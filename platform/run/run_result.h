#pragma once

#include "models/core/register_misuse.h"
#include "platform/faults/fault.h"
#include "platform/profile/guest_profile.h"
#include "platform/run/bottleneck.h"
#include "platform/run/energy_report.h"
#include "platform/run/engine_share.h"
#include "platform/run/file_identity.h"
#include "platform/run/guest_terminal.h"
#include "platform/run/roofline.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stavp {

enum class RunStatus {
    ok,
    unreadable,     ///< a layer's bytes cannot be read: ECC finds errors that it cannot correct
    mismatch,       ///< a layer's bytes differ from the workload's expected ones
    firmware_error, ///< RESULT was not 0, or the firmware ended without one
    guest_failed,   ///< a program without workload ended with an exit code other than 0
    timeout,        ///< --timeout-cycles
    killed,         ///< by a debugger, or from the guest's terminal
    deadlock,       ///< nothing can happen any more
    watchdog,       ///< the watchdog bit
    interrupted,    ///< SIGINT or SIGTERM
    replay_differs, ///< from the trace that was played
    internal_error  ///< the simulator contradicts itself
};

/// As written to summary.json.
std::string_view name_of(RunStatus status);

/// Named counts, in the order in which they are reported.
using Counters = std::vector<std::pair<std::string, std::uint64_t>>;
/// `after - before`, entry by entry.
Counters difference(const Counters& after, const Counters& before);

/// Equal products x[m, k] * w[n, k]^T that a layer is made of.
struct LayerProduct {
    std::uint64_t count = 0;
    std::uint32_t m = 0;
    std::uint32_t n = 0;
    std::uint32_t k = 0;
};

struct LayerReport {
    std::string name;
    std::string op;                 ///< "gemm+lut" with a layer fused into a product
    std::vector<std::string> fused; ///< layers that the product swallowed
    std::uint32_t pattern_n = 0;    ///< 0 = dense
    std::uint32_t pattern_m = 0;
    std::vector<LayerProduct> products; ///< without tiling; for attention per head: scores, then their use
    bool on_array = false;              ///< a matrix product, for which pattern and utilisation mean something
    std::uint64_t begin_cycle = 0;      ///< of the accelerator clock: LAYER_BEGIN
    std::uint64_t end_cycle = 0;        ///< LAYER_END
    std::uint64_t cycles = 0;           ///< between the two
    std::uint64_t macs = 0;             ///< executed by the array for this layer, whenever
    std::uint64_t macs_dense = 0;       ///< that the same product takes without sparsity
    double utilisation = 0;             ///< macs executed in these cycles / (cycles * multipliers)
    ActivityCycles activities{}; ///< of the layer's engine: sta or, without a product, vector; they sum to `cycles`
    WaitCycles waits{};          ///< causes of that engine's waits
    std::vector<EngineShare> engines; ///< all of them
    Counters dram;
    Counters bus;
    Counters host;
    std::uint64_t softmax_elements = 0;
    std::uint64_t vector_elements = 0;
    std::uint64_t operand_bytes = 0; ///< see operand_bytes()
    std::optional<Roofline> roofline;
    std::optional<Bottleneck> bottleneck;
    Counters actions; ///< what costs energy
    std::optional<EnergyReport> energy;
};

struct FirstMismatch {
    std::string layer;
    std::uint32_t tile_row = 0;
    std::uint32_t tile_col = 0;
    std::uint32_t row = 0;
    std::uint32_t col = 0;
    std::int64_t expected = 0;
    std::int64_t got = 0;
};

/// "layer 'x' tile (i,j) first wrong element [r,c]: expected a, got b".
std::string describe(const FirstMismatch& mismatch);

struct CheckReport {
    bool enabled = false;
    bool passed = false;
    std::uint64_t compared = 0;                 ///< bytes
    std::uint64_t mismatches = 0;               ///< elements
    std::uint64_t unreadable = 0;               ///< layers whose bytes ECC cannot correct; they are not compared
    std::string first_unreadable;               ///< the first of those layers
    std::uint64_t layers_through_successor = 0; ///< whose bytes never were in memory: fused into what was compared
    std::optional<FirstMismatch> first_mismatch;
};

struct OutputTensor {
    std::string name;
    std::string dtype;
    std::uint32_t rows = 0;
    std::uint32_t cols = 0;
    float scale = 0;
    std::vector<std::uint8_t> bytes;
};

/// What the ECC of one memory found.
struct EccCounts {
    std::string memory;
    std::uint64_t corrected = 0;
    std::uint64_t uncorrected = 0;
};

struct EngineReport {
    std::string name;
    Counters counters;
    std::optional<EngineShare> share; ///< from time 0 to the end
};

/// A run's energy, and what it was reckoned with.
struct RunEnergy {
    std::string table;
    std::string dram_table;
    double node_nm = 0;
    double voltage_v = 0;
    EnergyReport report;
};

/// Accesses of one instruction that misuse one register in one way (models/core/register_misuse.h).
struct RegisterMisuseReport {
    std::string initiator;
    std::optional<std::uint64_t> pc; ///< of the host's instruction
    std::string function;            ///< it lies in, by the program's symbols, or ""
    std::string name;                ///< of the register
    std::uint64_t address = 0;
    RegisterMisuse::Kind kind{};
    std::uint64_t bits = 0; ///< of the first access: the reserved ones, or the value written
    std::uint64_t first_ps = 0;
    std::uint64_t count = 0;
};

struct RegisterMisuses {
    std::uint64_t total = 0;
    std::vector<RegisterMisuseReport> first; ///< in the order of their first accesses, up to a bound
};

struct RunResult {
    RunStatus status = RunStatus::ok;
    std::string message; ///< one line for the user where status is not ok
    int exit_code = 0;   ///< of the program `stavp`
    std::uint64_t cycles = 0;
    std::uint64_t time_ps = 0;
    std::uint64_t instructions = 0;
    std::optional<WorkloadIdentity> workload; ///< none for a bare-metal program
    FileIdentity firmware;
    std::optional<UartReport> uart; ///< none without --uart
    CheckReport check;
    std::optional<Counters> recovery; ///< what protected firmware told (recovery.h); none where it is not asked to
    std::vector<LayerReport> layers;
    bool layers_overlap = false; ///< layers could begin before their predecessors ended
    std::vector<EngineReport> engines;
    Counters dram;
    Counters bus;
    Counters actions;
    std::optional<RunEnergy> energy;
    std::optional<OutputTensor> output;
    std::vector<faults::FaultReport> faults;
    std::vector<EccCounts> ecc; ///< of the memories that have it
    RegisterMisuses misuses;
    std::optional<GuestProfile> profile; ///< never part of summary.json
};

/// What the host spent; never part of summary.json.
struct HostCost {
    double wall_seconds = 0;
    std::uint64_t peak_rss_bytes = 0;
};

} // namespace stavp
