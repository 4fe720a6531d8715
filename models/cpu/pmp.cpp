#include "models/cpu/pmp.h"

#include <bit>
#include <stdexcept>

namespace stavp {

namespace {

constexpr std::uint8_t kRead = 1;
constexpr std::uint8_t kWrite = 2;
constexpr std::uint8_t kPermissions = 7;
constexpr std::uint8_t kLock = 0x80;
constexpr std::uint8_t kWritable = 0x9f;
constexpr std::uint64_t kAddressMask = (1ull << 54) - 1; ///< RV64: bits 55:2 of a 56-bit physical address

enum class Mode : std::uint8_t { off, tor, na4, napot };

Mode mode_of(std::uint8_t config) {
    return static_cast<Mode>((config >> 3) & 3);
}

} // namespace

Pmp::Pmp(unsigned entries) : entries_(entries) {
    if (entries > kMaxEntries) throw std::invalid_argument("cpu: pmp_entries must be 0 to 64");
}

unsigned Pmp::register_entries() const {
    if (entries_ == 0) return 0;
    return entries_ <= 16 ? 16 : kMaxEntries;
}

bool Pmp::locked(unsigned entry) const {
    return (config_[entry] & kLock) != 0;
}

void Pmp::write_config(unsigned entry, std::uint8_t value) {
    if (entry >= entries_ || locked(entry)) return;
    value &= kWritable;
    if ((value & (kRead | kWrite)) == kWrite) value &= static_cast<std::uint8_t>(~kWrite);
    if (config_[entry] == value) return;
    config_[entry] = value;
    update();
}

void Pmp::write_address(unsigned entry, std::uint64_t value) {
    if (entry >= entries_ || locked(entry)) return;
    const bool bounds_locked_tor =
        entry + 1 < entries_ && locked(entry + 1) && mode_of(config_[entry + 1]) == Mode::tor;
    value &= kAddressMask;
    if (bounds_locked_tor || address_[entry] == value) return;
    address_[entry] = value;
    update();
}

void Pmp::update() {
    ++generation_;
    highest_active_ = 0;
    for (unsigned i = 0; i < entries_; ++i) {
        auto& range = ranges_[i];
        range = {};
        range.config = config_[i];
        const auto base = address_[i] << 2;
        switch (mode_of(config_[i])) {
        case Mode::off:
            continue;
        case Mode::tor: {
            const auto from = i == 0 ? 0 : address_[i - 1] << 2;
            if (from < base) {
                range.first = from;
                range.last = base - 1;
            }
            break;
        }
        case Mode::na4:
            range.first = base;
            range.last = base + 3;
            break;
        case Mode::napot: {
            const auto ones = static_cast<unsigned>(std::countr_one(address_[i]));
            const auto bytes = 8ull << ones;
            range.first = base & ~(bytes - 1);
            range.last = range.first + (bytes - 1);
            break;
        }
        }
        highest_active_ = i + 1;
    }
}

bool Pmp::allows(std::uint64_t address, std::uint64_t bytes, Access access, Privilege privilege) const {
    const auto last = address + (bytes - 1);
    for (unsigned i = 0; i < highest_active_; ++i) {
        const auto& range = ranges_[i];
        if (range.first > range.last || last < range.first || address > range.last) continue;
        if (address < range.first || last > range.last) return false;
        if (privilege == Privilege::machine && (range.config & kLock) == 0) return true;
        return (range.config & kPermissions & static_cast<std::uint8_t>(access)) != 0;
    }
    return privilege == Privilege::machine || entries_ == 0;
}

void Pmp::reset() {
    config_ = {};
    address_ = {};
    update();
}

} // namespace stavp
