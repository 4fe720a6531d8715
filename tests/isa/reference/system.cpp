// Zicsr and the privileged instructions.

#include "tests/isa/reference/fields.h"
#include "tests/isa/reference/hart.h"

namespace stavp::isa {

void Reference::system(u32 bits) {
    name("system");
    if (funct3_of(bits) != 0) return csr_instruction(bits);
    switch (bits) {
    case 0x00000073:
        name("ecall");
        throw Raise{machine ? 11u : 8u, 0};
    case 0x00100073:
        name("ebreak");
        throw Raise{3, pc};
    case 0x30200073: {
        name("mret");
        if (!machine) illegal();
        const bool to_machine = (csr.mstatus & kMppBits) != 0;
        u64 status = csr.mstatus & ~(kMieBit | kMppBits); // MPP becomes the least privileged mode
        if ((csr.mstatus & kMpieBit) != 0) status |= kMieBit;
        status |= kMpieBit;
        if (!to_machine) status &= ~kMprvBit;
        csr.mstatus = status;
        machine = to_machine;
        next_pc_ = csr.mepc;
        return;
    }
    case 0x10500073:
        name("wfi");
        if (!machine && (csr.mstatus & kTwBit) != 0) illegal();
        return;
    default:
        illegal();
    }
}

void Reference::csr_instruction(u32 bits) {
    name("csr");
    const u32 funct3 = funct3_of(bits);
    const unsigned number = bits_of(bits, 31, 20);
    const u32 rs1 = rs1_of(bits);
    const u32 rd = rd_of(bits);
    if (funct3 == 0b100) illegal();
    const u32 kind = funct3 & 3; // 1 write, 2 set, 3 clear
    const u64 source = (funct3 & 4) != 0 ? rs1 : x[rs1];
    const bool writes = kind == 1 || rs1 != 0;
    const bool reads = kind != 1 || rd != 0;
    if (number == 0xc01) {
        if (lines_move) throw Unspecified{};
        illegal();
    }
    const auto value = csr.read(number);
    if (!value) illegal();
    if (!machine && bits_of(number, 9, 8) != 0) illegal();
    const bool user_counter = number >= 0xc00 && number <= 0xc1f;
    if (!machine && user_counter && (csr.mcounteren >> (number - 0xc00) & 1) == 0) illegal();
    if (writes && bits_of(number, 11, 10) == 3) illegal();
    if (reads && (number == 0xb00 || number == 0xc00)) {
        if (rd != 0) throw Unspecified{};
    }
    if (writes) {
        csr_write_ = true;
        csr_number_ = number;
        csr_value_ = kind == 1 ? source : kind == 2 ? *value | source : *value & ~source;
    }
    set(rd, *value);
}

} // namespace stavp::isa
