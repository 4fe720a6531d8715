#pragma once

#include "models/buffer/buffer_config.h"
#include "models/bus/bus_config.h"
#include "models/core/fidelity.h"
#include "models/cpu/cpu_config.h"
#include "models/ddr/ddr_config.h"
#include "models/dma/dma_config.h"
#include "models/softmax/softmax_config.h"
#include "models/sta/sta_config.h"
#include "models/vector/vector_config.h"
#include "platform/config/energy_table.h"
#include "platform/config/reader.h"
#include "platform/config/trace_config.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stavp::config {

/// Where attention scores live between the two products of a head.
enum class SoftmaxPlacement { on_chip, off_chip };

/// Everything that can be chosen about the simulated machine. docs/configuration.md lists the keys.
/// What the scheduler firmware may do.
struct SchedulerConfig {
    bool fuse = true;             ///< table look-ups and residual adds into the products before them
    bool prefetch = true;         ///< begin layers before their predecessors have ended
    bool resident = true;         ///< keep activations on chip between layers
    bool protect = false;         ///< notice faults, and repeat what they spoiled
    unsigned timeout_us = 10'000; ///< how long nothing may move, if it protects
};

struct PlatformConfig {
    Fidelity fidelity = Fidelity::at;
    CpuConfig cpu;
    BusConfig bus;
    unsigned register_latency_cycles = 2; ///< bus cycles of every register access; assumption
    DdrConfig ddr;
    std::string ddr_grade = "ddr4_2400";
    BufferConfig weight_buffer;
    BufferConfig input_buffer;
    BufferConfig intermediate_buffer;
    BufferConfig output_buffer;
    EccCode buffer_ecc = EccCode::none; ///< of all four
    DmaConfig dma;
    StaConfig sta;
    double sta_clock_mhz = 500; ///< of all engines and of the buffers
    SoftmaxConfig softmax;
    SoftmaxPlacement softmax_placement = SoftmaxPlacement::on_chip;
    VectorConfig vector;
    SchedulerConfig scheduler;
    TraceConfig trace;
    std::string energy_table = "asic45";
    EnergyTable energy;
    DramEnergyTable dram_energy; ///< of the grade, or the generic one
    std::string text;            ///< the effective configuration as YAML, every key present

    PlatformConfig();
};

/// The keys of a platform file, tied to `config`.
Schema platform_schema(PlatformConfig& config);

/// Fills the timing and geometry of `ddr` from GRADE.yaml in the first of `folders` that has it, and checks what
/// depends on the geometry. Throws ConfigError.
void load_dram(DdrConfig& ddr, const std::string& grade, const Reader& platform,
               const std::vector<std::filesystem::path>& folders);

/// Reads the energy table that `config` names, and that of its DRAM grade in `dram` below, from the first of `folders`
/// that has it. Throws ConfigError.
void load_energy(PlatformConfig& config, const Reader& platform, const std::vector<std::filesystem::path>& folders);

/// Reads a platform file, then the overrides in order ("a.b=v"), then the DRAM grade and the energy table that they
/// name, looked for in the folders `../dram` and `../energy` beside the platform file and then in `shared_dram_folder`
/// and in `../energy` beside it. Throws ConfigError.
PlatformConfig load_platform(const std::filesystem::path& file, const std::vector<std::string>& overrides,
                             const std::filesystem::path& shared_dram_folder);

} // namespace stavp::config
