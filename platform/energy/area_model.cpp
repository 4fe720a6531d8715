#include "platform/energy/area_model.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace stavp {

namespace {

constexpr double kKib = 1024;
constexpr unsigned kLargestGroup = 32;
constexpr unsigned kByteBits = 8;
constexpr double kSumBytes = 4;
/// cpu, dma, sta, softmax, vector, sync; four buffers, DDR, devices.
constexpr double kBusPorts = 12;

/// The array in numbers.
struct ArrayParts {
    double elements;
    double multipliers;
    double operand_bytes;    ///< of one factor: 1 or 2
    double byte_multipliers; ///< 8 x 8 bits
    double selector_positions;
    double requantisers; ///< results of a cycle
};

ArrayParts parts_of_array(const StaConfig& sta) {
    ArrayParts parts{};
    parts.elements = static_cast<double>(sta.rows) * sta.cols;
    parts.multipliers = parts.elements * sta.lanes;
    parts.operand_bytes = static_cast<double>(sta.multiplier_bits) / kByteBits;
    parts.byte_multipliers = parts.multipliers * parts.operand_bytes * parts.operand_bytes;
    parts.selector_positions = sta.selector_width == 0 ? kLargestGroup : sta.selector_width;
    parts.requantisers = sta.result_port_bytes_per_cycle == 0 ? sta.cols : sta.result_port_bytes_per_cycle;
    return parts;
}

struct BufferParts {
    std::string_view name;
    double bytes;
    double width_bytes; ///< of its wider port
};

std::array<BufferParts, 4> buffers_of(const config::PlatformConfig& config) {
    const auto& sta = config.sta;
    const auto parts = [](std::string_view name, const BufferConfig& buffer, unsigned engine_width) {
        return BufferParts{name, static_cast<double>(buffer.bytes),
                           static_cast<double>(std::max(buffer.bytes_per_cycle, engine_width))};
    };
    return {parts("weight_buffer", config.weight_buffer, sta.weight_port_bytes_per_cycle),
            parts("input_buffer", config.input_buffer, sta.activation_port_bytes_per_cycle),
            parts("intermediate_buffer", config.intermediate_buffer, sta.activation_port_bytes_per_cycle),
            parts("output_buffer", config.output_buffer, sta.result_port_bytes_per_cycle)};
}

/// Bytes that all channels together hold between read and write.
double dma_bytes(const DmaConfig& dma) {
    return static_cast<double>(dma.channels) * dma.outstanding * dma.burst_bytes;
}

class Items {
public:
    void add(std::string_view part, std::string_view what, std::string_view resource, double count,
             const Figure& each) {
        items_.push_back({part, what, resource, count, each.value, each.factor});
    }
    std::vector<AreaItem> take() && { return std::move(items_); }

private:
    std::vector<AreaItem> items_;
};

/// Memories of `bytes` that give `width_bytes` per cycle.
double block_rams(double bytes, double width_bytes, const FpgaAreaTable& table) {
    return std::max(std::ceil(bytes / table.bram36_bytes.value),
                    std::ceil(width_bytes / table.bram36_width_bytes.value));
}

} // namespace

void AreaSum::add(const AreaItem& item) {
    amount += item.amount();
    low += item.amount() / item.factor;
    high += item.amount() * item.factor;
}

std::vector<AreaItem> asic_area(const config::PlatformConfig& config, const AsicAreaTable& table) {
    constexpr std::string_view kUm2 = "um2";
    const auto array = parts_of_array(config.sta);
    Items items;
    items.add("sta", "multipliers", kUm2, array.byte_multipliers, table.int8_multiplier);
    items.add("sta", "adders", kUm2, array.multipliers, table.int32_adder);
    items.add("sta", "selectors", kUm2, array.multipliers * array.operand_bytes * (array.selector_positions - 1),
              table.mux_8bit);
    items.add("sta", "registers", kUm2, array.multipliers * 2 * array.operand_bytes + array.elements * 2 * kSumBytes,
              table.register_byte);
    items.add("sta", "requantisers", kUm2, array.requantisers, table.int32_multiplier);
    for (const auto& buffer : buffers_of(config))
        items.add(buffer.name, "kib", kUm2, buffer.bytes / kKib, table.sram_kib);
    items.add("softmax", "lanes", kUm2, config.softmax.lanes, table.softmax_lane);
    items.add("vector", "lanes", kUm2, config.vector.lanes, table.vector_lane);
    items.add("bus", "port_bytes", kUm2, kBusPorts * config.bus.bytes_per_cycle, table.bus_byte);
    items.add("dma", "channels", kUm2, config.dma.channels, table.dma_channel);
    items.add("dma", "kib", kUm2, dma_bytes(config.dma) / kKib, table.sram_kib);
    items.add("host", "host", kUm2, 1, table.host);
    items.add("devices", "devices", kUm2, 1, table.devices);
    return std::move(items).take();
}

std::vector<AreaItem> fpga_area(const config::PlatformConfig& config, const FpgaAreaTable& table) {
    constexpr std::string_view kDsp = "dsp";
    constexpr std::string_view kLut = "lut";
    constexpr std::string_view kBram = "bram36";
    constexpr double kMoreInputsPerMux = 3; ///< of a 4:1 multiplexer
    const Figure one_bram{1, table.bram36_bytes.factor, table.bram36_bytes.source};
    const auto array = parts_of_array(config.sta);
    Items items;
    items.add("sta", "multipliers", kDsp, array.multipliers, table.multiplier_dsp);
    items.add("sta", "multipliers", kLut, array.multipliers * array.operand_bytes, table.multiplier_lut);
    items.add("sta", "selectors", kLut, array.multipliers, table.selector_lut);
    items.add("sta", "selector_muxes", kLut,
              array.multipliers * array.operand_bytes * std::ceil((array.selector_positions - 1) / kMoreInputsPerMux),
              table.mux4_8bit_lut);
    items.add("sta", "requantisers", kDsp, array.requantisers, table.int32_multiplier_dsp);
    items.add("sta", "requantisers", kLut, array.requantisers, table.int32_multiplier_lut);
    for (const auto& buffer : buffers_of(config))
        items.add(buffer.name, "block_rams", kBram, block_rams(buffer.bytes, buffer.width_bytes, table), one_bram);
    items.add("softmax", "lanes", kDsp, config.softmax.lanes, table.softmax_lane_dsp);
    items.add("softmax", "lanes", kLut, config.softmax.lanes, table.softmax_lane_lut);
    items.add("vector", "lanes", kDsp, config.vector.lanes, table.vector_lane_dsp);
    items.add("vector", "lanes", kLut, config.vector.lanes, table.vector_lane_lut);
    items.add("bus", "port_bytes", kLut, kBusPorts * config.bus.bytes_per_cycle, table.bus_byte_lut);
    items.add("dma", "channels", kLut, config.dma.channels, table.dma_channel_lut);
    items.add("dma", "block_rams", kBram, block_rams(dma_bytes(config.dma), config.bus.bytes_per_cycle, table),
              one_bram);
    items.add("host", "host", kLut, 1, table.host_lut);
    items.add("host", "host", kDsp, 1, table.host_dsp);
    items.add("devices", "devices", kLut, 1, table.devices_lut);
    return std::move(items).take();
}

AreaSum sum_of(const std::vector<AreaItem>& items, std::string_view resource, std::string_view part) {
    AreaSum sum;
    for (const auto& item : items)
        if (item.resource == resource && (part.empty() || item.part == part)) sum.add(item);
    return sum;
}

std::vector<std::string_view> parts_of(const std::vector<AreaItem>& items) {
    std::vector<std::string_view> parts;
    for (const auto& item : items)
        if (std::find(parts.begin(), parts.end(), item.part) == parts.end()) parts.push_back(item.part);
    return parts;
}

} // namespace stavp
