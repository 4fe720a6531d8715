#pragma once

#include <array>
#include <string_view>

namespace stavp::gdb {

struct CsrName {
    unsigned number;
    std::string_view name;
};

/// CSRs by the names of the privileged manual, as far as a debugger may want to see them.
inline constexpr std::array kCsrNames = {
    CsrName{0x300, "mstatus"},       CsrName{0x301, "misa"},       CsrName{0x304, "mie"},
    CsrName{0x305, "mtvec"},         CsrName{0x306, "mcounteren"}, CsrName{0x30a, "menvcfg"},
    CsrName{0x320, "mcountinhibit"}, CsrName{0x340, "mscratch"},   CsrName{0x341, "mepc"},
    CsrName{0x342, "mcause"},        CsrName{0x343, "mtval"},      CsrName{0x344, "mip"},
    CsrName{0x3a0, "pmpcfg0"},       CsrName{0x3a2, "pmpcfg2"},    CsrName{0x3b0, "pmpaddr0"},
    CsrName{0x3b1, "pmpaddr1"},      CsrName{0x3b2, "pmpaddr2"},   CsrName{0x3b3, "pmpaddr3"},
    CsrName{0x3b4, "pmpaddr4"},      CsrName{0x3b5, "pmpaddr5"},   CsrName{0x3b6, "pmpaddr6"},
    CsrName{0x3b7, "pmpaddr7"},      CsrName{0x3b8, "pmpaddr8"},   CsrName{0x3b9, "pmpaddr9"},
    CsrName{0x3ba, "pmpaddr10"},     CsrName{0x3bb, "pmpaddr11"},  CsrName{0x3bc, "pmpaddr12"},
    CsrName{0x3bd, "pmpaddr13"},     CsrName{0x3be, "pmpaddr14"},  CsrName{0x3bf, "pmpaddr15"},
    CsrName{0xb00, "mcycle"},        CsrName{0xb02, "minstret"},   CsrName{0xc00, "cycle"},
    CsrName{0xc01, "time"},          CsrName{0xc02, "instret"},    CsrName{0xf11, "mvendorid"},
    CsrName{0xf12, "marchid"},       CsrName{0xf13, "mimpid"},     CsrName{0xf14, "mhartid"},
    CsrName{0xf15, "mconfigptr"}};

} // namespace stavp::gdb
