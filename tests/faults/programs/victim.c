/* Something to break: reads a word of DDR, copies 1000 bytes with dma channel 0, and says what it got. */
#include "virt.h"

#define DMA 0x40000000ul
#define CHANNEL (DMA + 0x1000)
#define WORD 0x80400000ul
#define SOURCE 0x80500000ul
#define BUFFER 0x50000000ul
#define RING 0x80600000ul
#define COPIED 1000u
#define ABORT 4u

static unsigned interrupts;

uint64_t trap(uint64_t cause, uint64_t pc, uint64_t value) {
    (void)pc;
    if (cause == CAUSE_EXTERNAL) {
        const uint32_t source = read32(PLIC_CLAIM_M);
        ++interrupts;
        write32(CHANNEL + 0x20, 1);
        write32(PLIC_CLAIM_M, source);
        return pc;
    }
    put_named("trap", cause, 2);
    put_named("at", value, 8);
    finish(9);
}

static void wait_until(uint64_t ticks) {
    while (read64(CLINT_MTIME) < ticks) {
    }
}

static void copy(void) {
    const uint64_t descriptor[16] = {1 | 1ull << 32, 0, 0, 0, 7, SOURCE, BUFFER, COPIED | 1ull << 32};
    for (unsigned i = 0; i < 16; ++i)
        write64(RING + 8 * i, descriptor[i]);
    write64(CHANNEL + 0x08, RING);
    write32(CHANNEL + 0x10, 1);
    write32(CHANNEL + 0x1c, 1);
    write32(CHANNEL, 1);
    write32(CHANNEL + 0x18, 1);
    wait_until(read64(CLINT_MTIME) + 200); /* 20 us */
    put_named("head", read32(CHANNEL + 0x14), 1);
    put_named("error", read32(CHANNEL + 0x24), 1);
    put_named("bytes", read64(CHANNEL + 0x38), 4);
    if ((read32(CHANNEL + 0x04) & 1) != 0) {
        put_text("busy\n");
        write32(CHANNEL, ABORT);
        wait_until(read64(CLINT_MTIME) + 10);
        put_named("status", read32(CHANNEL + 0x04), 1);
    }
}

int main(void) {
    for (unsigned i = 0; i < COPIED; ++i)
        write8(SOURCE + i, (uint8_t)(i % 251 + 1));
    write64(WORD, 0x0123456789abcdef);
    write32(PLIC_PRIORITY(32), 1);
    write32(PLIC_ENABLE_M + 4, 1);
    set_csr(mie, MIE_EXTERNAL);
    set_csr(mstatus, MSTATUS_MIE);
    wait_until(1000); /* 100 us */
    put_named("word", read64(WORD), 16);
    copy();
    unsigned right = 0;
    while (right < COPIED && read8(BUFFER + right) == (uint8_t)(right % 251 + 1))
        ++right;
    put_named("right", right, 4);
    put_named("interrupts", interrupts, 1);
    return 0;
}
