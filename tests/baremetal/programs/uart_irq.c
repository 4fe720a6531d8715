/* A text sent from the UART's THRE interrupt by way of the PLIC: claim, send, complete. */
#include "virt.h"

#define IER 1u
#define IIR 2u
#define IER_THRE 2u
#define IIR_ID_MASK 0x0fu
#define IIR_THRE 2u

static const char text[] = "sent by interrupt\n";
static volatile unsigned sent;
static volatile unsigned claims;

uint64_t trap(uint64_t cause, uint64_t pc, uint64_t value) {
    (void)value;
    if (cause != CAUSE_EXTERNAL) finish(1);
    const uint32_t source = read32(PLIC_CLAIM_M);
    if (source != UART_SOURCE) finish(2);
    if ((read8(UART_BASE + IIR) & IIR_ID_MASK) != IIR_THRE) finish(3);
    ++claims;
    if (text[sent] != 0) {
        write8(UART_BASE, (uint8_t)text[sent]);
        ++sent;
    } else {
        write8(UART_BASE + IER, 0);
    }
    write32(PLIC_CLAIM_M, source);
    return pc;
}

int main(void) {
    write32(PLIC_PRIORITY(UART_SOURCE), 1);
    write32(PLIC_ENABLE_M, 1u << UART_SOURCE);
    write32(PLIC_THRESHOLD_M, 0);
    set_csr(mie, MIE_EXTERNAL);
    set_csr(mstatus, MSTATUS_MIE);
    write8(UART_BASE + IER, IER_THRE);
    while (text[sent] != 0 || read8(UART_BASE + IER) != 0)
        ;
    clear_csr(mstatus, MSTATUS_MIE);
    put_named("claims", claims, 2);
    put_named("next claim", read32(PLIC_CLAIM_M), 2);
    return 0;
}
