#include "platform/campaign/census.h"

#include "models/core/on_chip.h"

#include <cstring>

namespace stavp::faults {

namespace {

constexpr std::size_t kLooksKept = 4096;
constexpr std::uint64_t kPsPerNs = 1000;

/// The memory that holds `address`, "" if none.
std::string memory_at(std::uint64_t address) {
    constexpr std::array kBuffers = {"weight", "input", "intermediate", "output"};
    if (address >= kOnChipBase && address < kOnChipEnd) return kBuffers[on_chip_slot(address)];
    return address >= memory_map::kDdr ? "ddr" : "";
}

} // namespace

Census::Census(Soc& soc) : soc_(soc), operands_(*this) {
    soc_.bus.spoil(*this);
    for (unsigned channel = 0; channel < soc_.dma.channels(); ++channel)
        soc_.dma.queue(channel).observe(queues_.emplace_back(*this, "", channel));
    const auto engine = [&](const char* name, QueueEngine& unit) {
        unit.queue().observe(queues_.emplace_back(*this, name, 0));
        unit.observe_operands(operands_);
    };
    engine("sta", soc_.sta);
    engine("softmax", soc_.softmax);
    engine("vector", soc_.vector);
    soc_.plic.filter_edges([this](unsigned source) {
        ++edges_[source];
        return false;
    });
}

void Census::QueueCount::executes(const DescriptorBytes& command) {
    stavp_dma_descriptor copy;
    std::memcpy(&copy, command.data(), sizeof copy);
    if (copy.header.opcode == STAVP_OP_NOP) return;
    if (engine_.empty())
        census_.copies_[channel_].push_back(std::uint64_t{copy.row_bytes} * copy.rows);
    else
        ++census_.commands_[engine_];
}

void Census::OperandCount::operand(const OperandRows& rows, bool /*write*/, bool /*direct*/, bool /*ok*/) {
    const auto row = rows.rows > 1 ? census_.random_() % rows.rows : 0;
    census_.look(rows.address + row * rows.stride, rows.row_bytes);
}

bool Census::fails(const Access& access) {
    ++accesses_[soc_.bus.initiator_name(access.initiator)];
    look(access.address, access.bytes);
    return false;
}

void Census::look(std::uint64_t address, std::uint64_t bytes) {
    const auto memory = memory_at(address);
    if (memory.empty() || bytes == 0) return;
    const Look look{sc_core::sc_time_stamp().value() / kPsPerNs, address, bytes};
    auto& kept = looks_[memory];
    const auto seen = ++looked_[memory];
    if (kept.size() < kLooksKept) {
        kept.push_back(look);
    } else if (const auto place = random_() % seen; place < kLooksKept) {
        kept[place] = look;
    }
}

} // namespace stavp::faults
