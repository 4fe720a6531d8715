/* What the NS16550A receives: polled, or by interrupt into a ring. */
#ifndef FIRMWARE_HAL_UART_INPUT_H
#define FIRMWARE_HAL_UART_INPUT_H

#include <stdint.h>

/* A power of two. */
#define UART_RING_BYTES 64u

/* From now on characters interrupt and go to a ring; while it is full the rest waits in the UART, so that a sender with
 * flow control loses nothing. After uart_init. Interrupts arrive once the caller enables them (cpu_enable_interrupts).
 */
void uart_listen(void);
/* The next character as 0 to 255, -1: none now. */
int uart_getc(void);
/* Waits for it; asleep after uart_listen, polling before. Sleeping leaves interrupts enabled. */
int uart_wait_getc(void);

#endif
