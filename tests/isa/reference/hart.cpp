#include "tests/isa/reference/hart.h"

#include "tests/isa/reference/fields.h"

#include <algorithm>

namespace stavp::isa {

namespace {

constexpr u64 kInterrupt = 1ull << 63;

} // namespace

void Reference::reset(u64 entry) {
    x = {};
    pc = entry;
    machine = true;
    retired = 0;
    reserved_ = false;
    csr.reset();
    memory.forget_stores();
}

Event Reference::step() {
    last_pc = pc;
    last_bits = 0;
    last_name = "interrupt";
    if (interrupt()) return Event::interrupted;
    csr_write_ = false;
    try {
        last_name = "fetch";
        last_bits = fetch();
        next_pc_ = pc + ((last_bits & 3) == 3 ? 4 : 2);
        if ((last_bits & 3) == 3)
            execute(last_bits);
        else
            execute_compressed(last_bits);
    } catch (const Raise& trap) {
        enter_trap(trap.cause, trap.value);
        return Event::trapped;
    } catch (const Unspecified&) {
        return Event::unspecified;
    }
    pc = next_pc_;
    ++retired;
    if ((csr.mcountinhibit & 4) == 0) ++csr.minstret;
    if (csr_write_) csr.write(csr_number_, csr_value_);
    return Event::retired;
}

bool Reference::interrupt() {
    const u64 pending = csr.mip & csr.mie;
    if (pending == 0 || (machine && (csr.mstatus & kMieBit) == 0)) return false;
    for (const unsigned code : {11u, 3u, 7u}) { // external, software, timer
        if ((pending >> code & 1) == 0) continue;
        enter_trap(kInterrupt | code, 0);
        return true;
    }
    return false;
}

void Reference::enter_trap(u64 cause, u64 value) {
    csr.mepc = pc;
    csr.mcause = cause;
    csr.mtval = value;
    u64 status = csr.mstatus & ~(kMieBit | kMpieBit | kMppBits);
    if ((csr.mstatus & kMieBit) != 0) status |= kMpieBit;
    if (machine) status |= kMppBits;
    csr.mstatus = status;
    machine = true;
    reserved_ = false;
    pc = csr.mtvec & ~3ull;
    if ((csr.mtvec & 1) != 0 && (cause & kInterrupt) != 0) pc += 4 * (cause & 0xff);
}

u16 Reference::fetch_parcel(u64 address) {
    if (!csr.pmp.allows(address, 2, ReferencePmp::execute, machine)) throw Raise{1, address};
    u64 value = 0;
    if (!memory.read(address, 2, value)) throw Raise{1, address};
    if (memory.stale(address)) throw Unspecified{};
    return static_cast<u16>(value);
}

u32 Reference::fetch() {
    const u32 low = fetch_parcel(pc);
    if ((low & 3) != 3) return low;
    return low | static_cast<u32>(fetch_parcel(pc + 2)) << 16;
}

void Reference::illegal() const {
    throw Raise{2, last_bits};
}

bool Reference::data_machine() const {
    if (machine && (csr.mstatus & kMprvBit) != 0) return (csr.mstatus & kMppBits) != 0;
    return machine;
}

u64 Reference::load(u64 address, unsigned bytes, ReferencePmp::Right right, u64 cause) {
    if (!csr.pmp.allows(address, bytes, right, data_machine())) throw Raise{cause, address};
    if (right != ReferencePmp::read && !csr.pmp.allows(address, bytes, ReferencePmp::read, data_machine()))
        throw Raise{cause, address};
    const auto in_page = static_cast<unsigned>(std::min<u64>(bytes, kPage - address % kPage));
    u64 value = 0;
    u64 rest = 0;
    if (!memory.read(address, in_page, value)) throw Raise{cause, address};
    if (in_page < bytes && !memory.read(address + in_page, bytes - in_page, rest))
        throw Raise{cause, address + in_page};
    return in_page < bytes ? value | rest << (8 * in_page) : value;
}

void Reference::store(u64 address, unsigned bytes, u64 value) {
    if (!csr.pmp.allows(address, bytes, ReferencePmp::write, data_machine())) throw Raise{7, address};
    const auto in_page = static_cast<unsigned>(std::min<u64>(bytes, kPage - address % kPage));
    if (!memory.write(address, in_page, value)) throw Raise{7, address};
    if (in_page < bytes && !memory.write(address + in_page, bytes - in_page, value >> (8 * in_page)))
        throw Raise{7, address + in_page};
}

} // namespace stavp::isa
