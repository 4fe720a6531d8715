#include "tests/isa/reference/pmp.h"

namespace stavp::isa {

namespace {

constexpr u8 kLock = 0x80;
enum AddressMode : u8 { off, tor, na4, napot };

u8 mode_of(u8 config) {
    return (config >> 3) & 3;
}

} // namespace

bool ReferencePmp::matches(unsigned entry, u64 byte) const {
    const u64 word = byte >> 2;
    const u64 here = address_[entry];
    switch (mode_of(config_[entry])) {
    case tor:
        return word >= (entry == 0 ? 0 : address_[entry - 1]) && word < here;
    case na4:
        return word == here;
    case napot: {
        // yyyy011 stands for yyyy000 to yyyy111.
        const u64 any = here ^ (here + 1);
        return (word | any) == (here | any);
    }
    default:
        return false;
    }
}

bool ReferencePmp::allows(u64 address, unsigned bytes, Right right, bool machine) const {
    for (unsigned entry = 0; entry < entries_; ++entry) {
        if (mode_of(config_[entry]) == off) continue;
        unsigned matching = 0;
        for (unsigned i = 0; i < bytes; ++i)
            matching += matches(entry, address + i) ? 1 : 0;
        if (matching == 0) continue;
        if (matching != bytes) return false;
        if (machine && (config_[entry] & kLock) == 0) return true;
        return (config_[entry] & right) != 0;
    }
    return machine || entries_ == 0;
}

void ReferencePmp::write_config(unsigned entry, u8 value) {
    if (entry >= entries_ || (config_[entry] & kLock) != 0) return;
    if ((value & 3) == 2) value = static_cast<u8>(value & ~3); // W without R is reserved
    config_[entry] = value & 0x9f;
}

void ReferencePmp::write_address(unsigned entry, u64 value) {
    if (entry >= entries_ || (config_[entry] & kLock) != 0) return;
    // A locked TOR entry locks the address below it too.
    if (entry + 1 < entries_ && (config_[entry + 1] & kLock) != 0 && mode_of(config_[entry + 1]) == tor) return;
    address_[entry] = value & ((1ull << 54) - 1);
}

void ReferencePmp::reset() {
    config_ = {};
    address_ = {};
}

} // namespace stavp::isa
