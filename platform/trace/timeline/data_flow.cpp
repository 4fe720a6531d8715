#include "platform/trace/timeline/data_flow.h"

#include <algorithm>

namespace stavp::trace {

bool holds(const OperandRows& rows, std::uint64_t address) {
    if (address < rows.address) return false;
    const auto offset = address - rows.address;
    if (rows.rows <= 1 || rows.stride == 0) return offset < rows.row_bytes;
    if (rows.stride <= rows.row_bytes) return offset < (rows.rows - 1) * rows.stride + rows.row_bytes;
    return offset / rows.stride < rows.rows && offset % rows.stride < rows.row_bytes;
}

const DataFlow::Write* DataFlow::writer_of(std::uint64_t address) const {
    if (address < kOnChipBase || address >= kOnChipEnd) return nullptr;
    const auto& ring = rings_.at(on_chip_slot(address));
    const auto known = std::min<std::uint64_t>(ring.count, kRemembered);
    for (std::uint64_t age = 1; age <= known; ++age) {
        const auto& write = ring.writes[(ring.count - age) % kRemembered];
        if (holds(write.rows, address)) return &write;
    }
    return nullptr;
}

void DataFlow::link(Consumer& consumer, std::uint64_t address) {
    const auto* write = writer_of(address);
    if (write == nullptr || write->track == consumer.track) return;
    auto& sources = consumer.sources;
    if (std::find(sources.begin(), sources.end(), write->command) != sources.end()) return;
    sources.push_back(write->command);
    file_.flow(write->track, write->last_ps, consumer.track, consumer.begin_ps);
}

void DataFlow::read(Consumer& consumer, const OperandRows& rows) {
    if (rows.rows == 0 || rows.row_bytes == 0) return;
    link(consumer, rows.address);
    link(consumer, rows.address + (rows.rows - 1) * rows.stride + rows.row_bytes - 1);
}

void DataFlow::wrote(const OperandRows& rows, Track track, std::uint64_t last_ps, std::uint64_t command) {
    if (rows.address < kOnChipBase || rows.address >= kOnChipEnd) return;
    auto& ring = rings_.at(on_chip_slot(rows.address));
    ring.writes[ring.count++ % kRemembered] = {rows, track, last_ps, command};
}

} // namespace stavp::trace
