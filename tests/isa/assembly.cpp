#include "tests/isa/assembly.h"

#include "tests/isa/encode.h"

namespace stavp::isa {

namespace {

constexpr u32 kCompressedNop = 0x0001;

bool reaches(i64 offset, i64 limit) {
    return offset >= -limit && offset < limit;
}

unsigned size_of(u32 bits) {
    return (bits & 3) == 3 ? 4 : 2;
}

} // namespace

u32 Assembly::resolved(const Piece& piece, u64 here, u64 anchor) const {
    if (piece.fix == Fix::none) return piece.bits;
    const auto target = address_of(piece.target);
    const auto offset = static_cast<i64>(target - here);
    const auto from_anchor = static_cast<i64>(target - anchor);
    switch (piece.fix) {
    case Fix::branch:
        return reaches(offset, 4096) ? piece.bits | encode::b(0, 0, 0, offset) : piece.bits | encode::b(0, 0, 0, 4);
    case Fix::jump:
        return piece.bits | encode::jal(0, offset);
    case Fix::c_jump:
        return reaches(offset, 2048) ? encode::cj(offset) : kCompressedNop;
    case Fix::c_branch:
        return reaches(offset, 256) ? piece.bits | encode::cb(false, 0, offset) : kCompressedNop;
    case Fix::high:
        return piece.bits | (static_cast<u32>(offset + 0x800) & 0xfffff000u);
    case Fix::low_load:
        return piece.bits | encode::i(0, 0, 0, 0, from_anchor);
    default:
        return piece.bits | (encode::s(0, 0, 0, from_anchor) & ~0x7fu);
    }
}

std::vector<u8> Assembly::place(u64 base) {
    auto here = base;
    for (const auto& piece : pieces_) {
        addresses_.push_back(here);
        here += size_of(piece.bits);
    }
    std::vector<u8> bytes;
    u64 anchor = base;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        const auto& piece = pieces_[i];
        if (piece.fix == Fix::high) anchor = addresses_[i];
        const auto bits = resolved(piece, addresses_[i], anchor);
        for (unsigned k = 0; k < size_of(piece.bits); ++k)
            bytes.push_back(static_cast<u8>(bits >> (8 * k)));
    }
    return bytes;
}

} // namespace stavp::isa
