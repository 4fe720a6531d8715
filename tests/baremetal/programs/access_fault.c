/* A load and a store where no machine has anything: precise access faults with the address in mtval. */
#include "virt.h"

#define NOTHING 0x09000000ul /* a hole in the map of virt and of stavp */
#define CAUSE_LOAD_ACCESS 5u
#define CAUSE_STORE_ACCESS 7u

extern const char load_at[], store_at[];

uint64_t trap(uint64_t cause, uint64_t pc, uint64_t value) {
    put_named("cause", cause, 2);
    put_named("mtval", value, 16);
    if (cause == CAUSE_LOAD_ACCESS && pc != (uint64_t)load_at) finish(1);
    if (cause == CAUSE_STORE_ACCESS && pc != (uint64_t)store_at) finish(2);
    return pc + 4;
}

int main(void) {
    uint64_t loaded = 0x5a5a;
    __asm__ volatile(".option push\n.option norvc\n"
                     ".globl load_at\nload_at: lw %0, 0x24(%1)\n"
                     ".globl store_at\nstore_at: sd %0, 0x30(%1)\n"
                     ".option pop\n"
                     : "+r"(loaded)
                     : "r"(NOTHING)
                     : "memory");
    put_named("register", loaded, 4);
    return 0;
}
