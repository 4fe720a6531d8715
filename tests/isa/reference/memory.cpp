#include "tests/isa/reference/memory.h"

namespace stavp::isa {

namespace {

bool within(u64 address, unsigned bytes, u64 base, u64 size) {
    return address >= base && address - base < size && size - (address - base) >= bytes;
}

} // namespace

u8* Memory::at(u64 address, unsigned bytes) {
    if (within(address, bytes, kRam, kRamBytes)) return &ram[address - kRam];
    if (within(address, bytes, kSlowRam, kSlowRamBytes)) return &slow[address - kSlowRam];
    if (within(address, bytes, kDevice, kDeviceBytes) && address % bytes == 0) return &device[address - kDevice];
    return nullptr;
}

bool Memory::read(u64 address, unsigned bytes, u64& value) {
    const auto* from = at(address, bytes);
    if (from == nullptr) return false;
    value = 0;
    for (unsigned i = 0; i < bytes; ++i)
        value |= static_cast<u64>(from[i]) << (8 * i);
    return true;
}

bool Memory::write(u64 address, unsigned bytes, u64 value) {
    auto* to = at(address, bytes);
    if (to == nullptr) return false;
    for (unsigned i = 0; i < bytes; ++i) {
        to[i] = static_cast<u8>(value >> (8 * i));
        if (within(address, bytes, kRam, kRamBytes)) stored_[(address + i - kRam) / 2] = epoch_;
    }
    if (within(address, bytes, kDevice, kDeviceBytes)) ++device_writes;
    return true;
}

bool Memory::stale(u64 address) const {
    return within(address, 2, kRam, kRamBytes) && stored_[(address - kRam) / 2] == epoch_;
}

void Memory::forget_stores() {
    fence_i();
    device_writes = 0;
    device.assign(kDeviceBytes, 0);
}

} // namespace stavp::isa
