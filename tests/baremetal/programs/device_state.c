/* What the devices read after reset and after plain accesses, printed: a check of the models against the machine. */
#include "virt.h"

static const char* const uart_names[] = {"RBR", "IER", "IIR", "LCR", "MCR", "LSR", "MSR", "SCR"};

static void uart_registers(void) {
    uint8_t value[8];
    for (unsigned i = 0; i < 8; ++i)
        value[i] = read8(UART_BASE + i);
    for (unsigned i = 0; i < 8; ++i)
        put_named(uart_names[i], value[i], 2);
    write8(UART_BASE + 3, 0x83);
    const uint8_t low = read8(UART_BASE), high = read8(UART_BASE + 1);
    write8(UART_BASE, 0x34);
    write8(UART_BASE + 1, 0x12);
    const uint8_t low_after = read8(UART_BASE), high_after = read8(UART_BASE + 1);
    write8(UART_BASE, low);
    write8(UART_BASE + 1, high);
    write8(UART_BASE + 3, 0x03);
    put_named("DLL", low, 2);
    put_named("DLM", high, 2);
    put_named("DLL", low_after, 2);
    put_named("DLM", high_after, 2);
    write8(UART_BASE + 7, 0xa5);
    put_named("SCR", read8(UART_BASE + 7), 2);
    write8(UART_BASE + 1, 0xff);
    const uint8_t ier = read8(UART_BASE + 1), iir = read8(UART_BASE + 2), iir_again = read8(UART_BASE + 2);
    write8(UART_BASE + 1, 0);
    put_named("IER", ier, 2);
    put_named("IIR", iir, 2);
    put_named("IIR", iir_again, 2);
    put_named("word", read32(UART_BASE + 4), 8);
}

static void uart_loopback(void) {
    write8(UART_BASE + 2, 0x87); /* FIFOs, both cleared, trigger 8 */
    write8(UART_BASE + 4, 0x1f);
    write8(UART_BASE + 1, 0x01);
    uint8_t id[9];
    for (unsigned i = 0; i < 8; ++i) {
        id[i] = read8(UART_BASE + 2);
        write8(UART_BASE, (uint8_t)(0x40 + i));
    }
    id[8] = read8(UART_BASE + 2);
    const uint8_t line = read8(UART_BASE + 5), modem = read8(UART_BASE + 6);
    uint8_t data[8];
    for (unsigned i = 0; i < 8; ++i)
        data[i] = read8(UART_BASE);
    const uint8_t empty = read8(UART_BASE + 5);
    write8(UART_BASE + 1, 0);
    write8(UART_BASE + 4, 0x08);
    put_named("before", id[0], 2);
    put_named("seven", id[7], 2);
    put_named("eight", id[8], 2);
    put_named("LSR", line, 2);
    put_named("MSR", modem, 2);
    for (unsigned i = 0; i < 8; ++i)
        put_hex(data[i], 2);
    put_char('\n');
    put_named("LSR", empty, 2);
    write8(UART_BASE + 2, 0x00);
    put_named("IIR", read8(UART_BASE + 2), 2);
}

static void clint_registers(void) {
    put_named("mip at reset", read_csr(mip) & (MIE_SOFTWARE | MIE_TIMER | MIE_EXTERNAL), 4);
    put_named("msip", read32(CLINT_MSIP), 8);
    put_named("msip of hart 1", read32(CLINT_MSIP + 4), 8);
    put_named("mtimecmp", read64(CLINT_MTIMECMP), 16);
    write64(CLINT_MTIMECMP, 0x1122334455667788);
    put_named("low half", read32(CLINT_MTIMECMP), 8);
    put_named("high half", read32(CLINT_MTIMECMP + 4), 8);
    write32(CLINT_MTIMECMP + 4, 0xffffffff);
    put_named("mtimecmp", read64(CLINT_MTIMECMP), 16);
    put_named("mip", read_csr(mip) & MIE_TIMER, 4);
    write64(CLINT_MTIME, 0xffffffff55667788);
    put_named("mip", read_csr(mip) & MIE_TIMER, 4);
    put_named("high half", read32(CLINT_MTIME + 4), 8);
}

static void plic_registers(void) {
    write32(PLIC_PRIORITY(UART_SOURCE), 7);
    put_named("priority", read32(PLIC_PRIORITY(UART_SOURCE)), 8);
    write32(PLIC_PRIORITY(0), 7);
    put_named("priority of 0", read32(PLIC_PRIORITY(0)), 8);
    write32(PLIC_ENABLE_M, 0xfffffffe);
    put_named("enable", read32(PLIC_ENABLE_M), 8);
    write32(PLIC_ENABLE_M + 4, 0xffffffff);
    put_named("enable", read32(PLIC_ENABLE_M + 4), 8);
    put_named("threshold", read32(PLIC_THRESHOLD_M), 8);
}

static void plic_claim(void) {
    write8(UART_BASE + 1, 0x02); /* the transmitter is empty: the wire rises, and printing would pulse it */
    const uint32_t pending = read32(PLIC_PENDING);
    const uint64_t mip = read_csr(mip);
    write32(PLIC_THRESHOLD_M, 7);
    const uint64_t mip_at_threshold = read_csr(mip);
    write32(PLIC_THRESHOLD_M, 6);
    const uint64_t mip_above = read_csr(mip);
    const uint32_t claim = read32(PLIC_CLAIM_M), pending_after = read32(PLIC_PENDING);
    const uint64_t mip_after = read_csr(mip);
    const uint32_t claim_again = read32(PLIC_CLAIM_M);
    write8(UART_BASE + 1, 0);
    write32(PLIC_CLAIM_M, claim);
    const uint32_t pending_completed = read32(PLIC_PENDING);
    put_named("pending", pending, 8);
    put_named("mip", mip & MIE_EXTERNAL, 4);
    put_named("mip at the threshold", mip_at_threshold & MIE_EXTERNAL, 4);
    put_named("mip above the threshold", mip_above & MIE_EXTERNAL, 4);
    put_named("claim", claim, 8);
    put_named("pending", pending_after, 8);
    put_named("mip", mip_after & MIE_EXTERNAL, 4);
    put_named("claim", claim_again, 8);
    put_named("pending", pending_completed, 8);
}

int main(void) {
    uart_registers();
    uart_loopback();
    clint_registers();
    plic_registers();
    plic_claim();
    put_named("finisher", read32(FINISHER_BASE), 8);
    return 0;
}
