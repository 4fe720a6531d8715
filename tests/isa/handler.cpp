#include "tests/isa/handler.h"

#include "tests/isa/assembly.h"
#include "tests/isa/encode.h"

#include <algorithm>

namespace stavp::isa {

namespace {

using Fix = Assembly::Fix;
using namespace encode;

constexpr u32 kMstatus = 0x300, kMepc = 0x341, kMcause = 0x342, kMinstret = 0xb02;
constexpr u32 kGp = 3;

void set_mpp(Assembly& code) {
    code.emit(lui(29, 2));
    code.emit(i(0x1b, 0, 29, 29, -0x800));
    code.emit(csr(2, 0, kMstatus, 29));
}

} // namespace

void add_handler(Program& program) {
    constexpr u32 kOut = 2, kRestart = 3, kInterrupt = 4;
    Assembly code;
    code.begin_unit();
    code.emit(csr(2, 31, kMcause, 0));
    code.emit(lui(29, 0x20)); // MPRV off, for the load below
    code.emit(csr(3, 0, kMstatus, 29));
    code.emit_to(Fix::branch, b(4, 31, 0, 0), kInterrupt);
    code.emit(auipc(kGp, 1));
    code.emit(addi(kGp, kGp, -16)); // the pool is one page on
    code.emit(csr(2, 30, kMepc, 0));
    code.emit(i(0x13, 5, 29, 30, 12));
    code.emit(i(0x13, 5, 28, kGp, 12));
    code.emit(addi(28, 28, -1));
    code.emit_to(Fix::branch, b(0, 28, 29, 0), kRestart); // trapped in the handler
    code.emit(addi(29, 0, 1));
    code.emit_to(Fix::branch, b(0, 31, 29, 0), kRestart);
    code.begin_unit();
    code.emit(i(0x03, 5, 29, 30, 0)); // lhu
    code.emit(i(0x13, 7, 29, 29, 3));
    code.emit(addi(29, 29, -3));
    code.emit(i(0x13, 3, 29, 29, 1));
    code.emit(i(0x13, 1, 29, 29, 1));
    code.emit(r(0x33, 0, 0, 30, 30, 29));
    code.emit(addi(30, 30, 2));
    code.emit(csr(1, 0, kMepc, 30));
    code.emit(addi(29, 0, 8)); // ecall from U mode goes back to M mode
    code.emit_to(Fix::branch, b(1, 31, 29, 0), kOut);
    set_mpp(code);
    code.begin_unit(); // kOut
    code.emit(kMret);
    code.begin_unit(); // kRestart
    code.emit(csr(2, 29, kMinstret, 0));
    code.emit(i(0x13, 7, 29, 29, 0x38));
    code.emit(r(0x33, 0, 0, 29, 29, kGp));
    code.emit(ld(30, 29, 8 * kRestarts.first));
    code.emit(csr(1, 0, kMepc, 30));
    set_mpp(code);
    code.emit(kMret);
    code.begin_unit(); // kInterrupt
    code.emit(lui(29, 0x10000));
    code.emit(s(2, 29, 31, 0));
    code.emit(kMret);
    const auto bytes = code.place(kHandler);
    std::ranges::copy(bytes, program.ram.begin() + (kHandler - kRam));

    Assembly vectors;
    for (u32 i = 0; i < 16; ++i) {
        vectors.begin_unit();
        vectors.emit(jal(0, static_cast<i64>(kHandler - kVectors) - 4 * static_cast<i64>(i)));
    }
    const auto table = vectors.place(kVectors);
    std::ranges::copy(table, program.ram.begin() + (kVectors - kRam));
}

} // namespace stavp::isa
