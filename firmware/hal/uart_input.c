#include "firmware/hal/uart_input.h"

#include "firmware/hal/cpu.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/plic.h"

#include <stdbool.h>

#define UART_RBR 0u
#define UART_IER 1u
#define UART_LSR 5u
#define IER_RECEIVED 1u
#define LSR_DATA_READY 1u

static struct {
    volatile uint32_t written; /* by the interrupt */
    volatile uint32_t taken;   /* by the caller */
    uint8_t bytes[UART_RING_BYTES];
} ring;
static bool listening;

static int receive(void) {
    if ((mmio_read8(UART_BASE + UART_LSR) & LSR_DATA_READY) == 0) return -1;
    return mmio_read8(UART_BASE + UART_RBR);
}

static bool ring_full(void) {
    return ring.written - ring.taken == UART_RING_BYTES;
}

static void received(void) {
    while (!ring_full()) {
        const int character = receive();
        if (character < 0) return;
        ring.bytes[ring.written % UART_RING_BYTES] = (uint8_t)character;
        ring.written = ring.written + 1u;
    }
    mmio_write8(UART_BASE + UART_IER, 0); /* until there is room: the request would not go away */
}

void uart_listen(void) {
    ring.written = ring.taken = 0;
    listening = true;
    plic_enable(IRQ_UART, received);
    cpu_enable_external_interrupts();
    mmio_write8(UART_BASE + UART_IER, IER_RECEIVED);
}

int uart_getc(void) {
    if (!listening) return receive();
    if (ring.written == ring.taken) return -1;
    const bool was_full = ring_full();
    const int character = ring.bytes[ring.taken % UART_RING_BYTES];
    ring.taken = ring.taken + 1u;
    if (was_full) mmio_write8(UART_BASE + UART_IER, IER_RECEIVED);
    return character;
}

int uart_wait_getc(void) {
    if (listening) cpu_disable_interrupts();
    int character = uart_getc();
    while (character < 0) {
        if (listening) {
            cpu_wait_for_interrupt();
            cpu_enable_interrupts();
            cpu_disable_interrupts();
        }
        character = uart_getc();
    }
    if (listening) cpu_enable_interrupts();
    return character;
}
