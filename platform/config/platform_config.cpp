#include "platform/config/platform_config.h"
#include "platform/config/dump.h"

#include <bit>
#include <fmt/format.h>

namespace stavp::config {

namespace {

// Where the platform's defaults differ from those of a block by itself; all are assumptions.
constexpr std::uint64_t kOutputBufferBytes = 128 * 1024;
constexpr unsigned kDmaOutstanding = 16;
constexpr auto kAddressMap = "row bank column bankgroup"; ///< neighbouring bursts change bank group: tCCD_S applies

} // namespace

PlatformConfig::PlatformConfig() {
    output_buffer.bytes = kOutputBufferBytes;
    dma.outstanding = kDmaOutstanding;
    ddr.address_map = kAddressMap;
}

PlatformConfig load_platform(const std::filesystem::path& file, const std::vector<std::string>& overrides,
                             const std::filesystem::path& shared_dram_folder) {
    PlatformConfig config;
    Reader reader(platform_schema(config));
    reader.read_file(file);
    for (const auto& assignment : overrides)
        reader.read_override(assignment);
    config.bus.fidelity = config.fidelity;
    config.ddr.fidelity = config.fidelity;
    config.dma.fidelity = config.fidelity;
    for (auto* buffer :
         {&config.weight_buffer, &config.input_buffer, &config.intermediate_buffer, &config.output_buffer}) {
        buffer->fidelity = config.fidelity;
        buffer->ecc = config.buffer_ecc;
    }
    if (!std::has_single_bit(config.dma.burst_bytes))
        reader.refuse("dma.burst_bytes", fmt::format("must be a power of two, got {}", config.dma.burst_bytes));
    if (config.sta.selector_width != 0 && !std::has_single_bit(config.sta.selector_width))
        reader.refuse("sta.selector_width",
                      fmt::format("must be 0 or a power of two, got {}", config.sta.selector_width));
    if (config.sta.multiplier_bits != 8 && config.sta.multiplier_bits != 16)
        reader.refuse("sta.multiplier_bits", fmt::format("must be 8 or 16, got {}", config.sta.multiplier_bits));
    load_dram(config.ddr, config.ddr_grade, reader, {file.parent_path() / ".." / "dram", shared_dram_folder});
    load_energy(config, reader, {file.parent_path() / ".." / "energy", shared_dram_folder / ".." / "energy"});
    config.text = dump(reader.schema());
    return config;
}

} // namespace stavp::config
