// The A extension, with the reservation of docs/models/cpu.md.

#include "tests/isa/reference/fields.h"
#include "tests/isa/reference/hart.h"

#include <algorithm>

namespace stavp::isa {

void Reference::atomics(u32 bits) {
    name("amo");
    const u32 funct3 = funct3_of(bits);
    if (funct3 != 0b010 && funct3 != 0b011) illegal();
    const unsigned bytes = funct3 == 0b010 ? 4 : 8;
    const u32 kind = bits_of(bits, 31, 27);
    const u64 address = x[rs1_of(bits)];
    const bool aligned = address % bytes == 0;
    if (kind == 0b00010) {
        name("lr");
        if (rs2_of(bits) != 0) illegal();
        if (!aligned) throw Raise{4, address};
        const u64 value = load(address, bytes);
        reserved_ = true;
        reserved_address_ = address;
        reserved_bytes_ = bytes;
        reserved_value_ = value;
        return set(rd_of(bits), sign_extended(value, 8 * bytes));
    }
    if (kind == 0b00011) return store_conditional(bits, bytes);
    const bool known = kind == 0b00001 || kind % 4 == 0;
    if (!known) illegal();
    if (!aligned) throw Raise{6, address};
    const u64 old = sign_extended(load(address, bytes, ReferencePmp::write, 7), 8 * bytes);
    const u64 b = sign_extended(x[rs2_of(bits)], 8 * bytes);
    const auto signed_old = static_cast<i64>(old);
    const auto signed_b = static_cast<i64>(b);
    u64 result = 0;
    switch (kind) {
    case 0b00001:
        result = b;
        break;
    case 0b00000:
        result = old + b;
        break;
    case 0b00100:
        result = old ^ b;
        break;
    case 0b01100:
        result = old & b;
        break;
    case 0b01000:
        result = old | b;
        break;
    case 0b10000:
        result = static_cast<u64>(std::min(signed_old, signed_b));
        break;
    case 0b10100:
        result = static_cast<u64>(std::max(signed_old, signed_b));
        break;
    case 0b11000:
        result = std::min(old, b); // sign extension keeps the unsigned order of words
        break;
    default:
        result = std::max(old, b);
        break;
    }
    store(address, bytes, result);
    set(rd_of(bits), old);
}

void Reference::store_conditional(u32 bits, unsigned bytes) {
    name("sc");
    const u64 address = x[rs1_of(bits)];
    if (address % bytes != 0) throw Raise{6, address};
    const bool matches = reserved_ && reserved_address_ == address && reserved_bytes_ == bytes;
    reserved_ = false;
    if (!matches || load(address, bytes, ReferencePmp::write, 7) != reserved_value_) return set(rd_of(bits), 1);
    store(address, bytes, x[rs2_of(bits)]);
    set(rd_of(bits), 0);
}

} // namespace stavp::isa
