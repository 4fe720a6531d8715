#include "platform/run/action_counts.h"

#include <array>

namespace stavp {

namespace {

/// Written with every multiply-accumulate: an activation, a weight, a 32-bit sum.
constexpr std::uint64_t kRegisterBytesPerMac = 6;
constexpr std::uint64_t kPicosecondsPerNanosecond = 1000;

std::uint64_t bus_bytes(const Bus& bus) {
    std::uint64_t bytes = 0;
    for (unsigned i = 0; i < bus.initiators(); ++i)
        bytes += bus.initiator_statistics(i).bytes;
    return bytes;
}

void append_buffers(const Soc& soc, Counters& counts) {
    const std::array<std::pair<const char*, const Buffer*>, kOnChipSlots> buffers = {
        {{"weight_buffer", &soc.weight_buffer},
         {"input_buffer", &soc.input_buffer},
         {"intermediate_buffer", &soc.intermediate_buffer},
         {"output_buffer", &soc.output_buffer}}};
    for (std::size_t i = 0; i < buffers.size(); ++i) {
        std::uint64_t engine_bytes = 0;
        for (const auto* traffic :
             {&soc.sta.buffer_traffic(), &soc.softmax.buffer_traffic(), &soc.vector.buffer_traffic()})
            engine_bytes += traffic->read_bytes.at(i) + traffic->write_bytes.at(i);
        const std::string part = buffers[i].first;
        counts.emplace_back(part + ".engine_bytes", engine_bytes);
        counts.emplace_back(part + ".bus_bytes", buffers[i].second->statistics().bytes);
    }
}

} // namespace

Counters action_counts(const Soc& soc) {
    const auto macs = soc.sta.macs();
    const auto dram = soc.ddr.statistics();
    const auto now_ns = sc_core::sc_time_stamp().value() / kPicosecondsPerNanosecond;
    Counters counts = {
        {"sta.multiplies", soc.sta.actions().byte_products},        {"sta.additions", macs},
        {"sta.selector_levels", soc.sta.actions().selector_levels}, {"sta.register_bytes", kRegisterBytesPerMac * macs},
        {"sta.requantised", soc.sta.actions().requantised},         {"softmax.elements", soc.softmax.elements()},
        {"vector.element_passes", soc.vector.element_passes()}};
    append_buffers(soc, counts);
    counts.insert(counts.end(), {{"bus.bytes", bus_bytes(soc.bus)},
                                 {"dram.activates", dram.activates()},
                                 {"dram.read_bytes", dram.read_bytes},
                                 {"dram.write_bytes", dram.write_bytes},
                                 {"dram.refreshes", dram.refreshes},
                                 {"dram.background_ns", now_ns},
                                 {"cpu.instructions", soc.cpu.instructions()},
                                 {"leakage.buffers_ns", now_ns},
                                 {"leakage.array_ns", now_ns}});
    return counts;
}

Counters host_counters(const Soc& soc) {
    return {
        {"instructions", soc.cpu.instructions()}, {"cycles", soc.cpu.cycles()}, {"wfi_cycles", soc.cpu.wfi_cycles()}};
}

Counters bus_counters(const Soc& soc) {
    BusPortStatistics dma;
    for (unsigned i = 0; i < soc.bus.initiators(); ++i)
        if (soc.bus.initiator_name(i) == "dma") dma = soc.bus.initiator_statistics(i);
    return {{"bytes", bus_bytes(soc.bus)},
            {"dma_read_busy_cycles", dma.read_busy_cycles},
            {"dma_write_busy_cycles", dma.write_busy_cycles},
            {"dma_wait_cycles", dma.wait_cycles}};
}

} // namespace stavp
