/* Interrupt controller, SiFive layout, context 0 (M mode of hart 0). */
#ifndef STAVP_FIRMWARE_PLIC_H
#define STAVP_FIRMWARE_PLIC_H

#include <stdint.h>

#define PLIC_SOURCES 64u

typedef void (*plic_handler)(void);

/* Routes `source` (1..63) to `handler`, priority 1, and enables it. */
void plic_enable(uint32_t source, plic_handler handler);
/* Claims, handles and completes all pending sources; the trap handler calls it. */
void plic_dispatch(void);

#endif
