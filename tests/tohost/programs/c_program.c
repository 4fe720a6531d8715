// exit: 9
// qemu: no, it has no proxied calls
// A C program that prints by a proxied system call and ends with main's result, as benchmarks for HTIF hosts do.
#include <stdint.h>

volatile uint64_t tohost __attribute__((section(".tohost"), aligned(64)));
volatile uint64_t fromhost __attribute__((section(".tohost"), aligned(64)));

static long system_call(uint64_t number, uint64_t a, uint64_t b, uint64_t c) {
    volatile uint64_t call[8] __attribute__((aligned(64))) = {number, a, b, c};
    __sync_synchronize();
    tohost = (uint64_t)call;
    while (fromhost == 0)
        ;
    fromhost = 0;
    __sync_synchronize();
    return (long)call[0];
}

static void end(uint64_t code) {
    tohost = code << 1 | 1;
    for (;;)
        ;
}

static int main_program(void) {
    static const char text[] = "from c\n";
    const uint64_t bytes = sizeof text - 1;
    uint64_t before, after;
    __asm__ volatile("csrr %0, minstret" : "=r"(before));
    const long written = system_call(64, 1, (uint64_t)text, bytes);
    __asm__ volatile("csrr %0, minstret" : "=r"(after));
    if (written != (long)bytes || after - before < 10) return 1;
    return 9;
}

__attribute__((used)) static void run(void) {
    end((uint64_t)main_program());
}

__attribute__((naked, used, section(".text.init"))) void _start(void) {
    __asm__("li t0, 0x1e000; csrs mstatus, t0\n" // FS and XS, whether there or not
            "csrr a0, mhartid\n"
            "1: bnez a0, 1b\n"
            "la sp, _end + 65536\n"
            "andi sp, sp, -64\n"
            "j run\n");
}
