#pragma once

#include "tests/isa/assembly.h"
#include "tests/isa/pool.h"

namespace stavp::isa {

/// Writes the main code of a program: start-up, then random units, then a jump back.
class Generator {
public:
    Generator(Random& random, unsigned pmp_entries) : random_(random), pmp_entries_(pmp_entries) {}

    /// `patches`: with self-modifying code. `time`: reads of the CSR too.
    Assembly run(u32 units, bool patches, bool time);

private:
    void start_up();
    void unit(bool patches, bool time);
    void memory_access();
    void load_constant(u32 rd, PoolGroup group);
    void jumps();
    void loop();
    void compressed_arithmetic();
    void compressed_memory();
    void atomic();
    void reserved_pair();
    void csr_access(bool time);
    void pmp_setting();
    void mode_switch();
    void trapping();
    void patch();
    u32 ahead() { return code_.units() + random_.below(8); }
    u32 base() { return random_.of(std::array<u32, 3>{kSp, 8, 9}); }
    u32 reg() { return random_.below(32); }

    Random& random_;
    unsigned pmp_entries_;
    Assembly code_;
};

} // namespace stavp::isa
