/* A board that has the HAL's devices at places of its own, and nothing else. */
#ifndef BOARD_MEMORY_MAP_H
#define BOARD_MEMORY_MAP_H

#define FINISHER_BASE 0x11000000ul
#define CLINT_BASE 0x12000000ul
#define PLIC_BASE 0x13000000ul
#define UART_BASE 0x14000000ul

#define IRQ_UART 3u

#endif
