/* Addresses and interrupt sources of docs/programming-model.md. */
#ifndef STAVP_FIRMWARE_MEMORY_MAP_H
#define STAVP_FIRMWARE_MEMORY_MAP_H

#define FINISHER_BASE 0x00100000ul
#define CLINT_BASE 0x02000000ul
#define PLIC_BASE 0x0c000000ul
#define UART_BASE 0x10000000ul
#define DMA_BASE 0x40000000ul
#define STA_BASE 0x40010000ul
#define SOFTMAX_BASE 0x40020000ul
#define VECTOR_BASE 0x40030000ul
#define SYSCTL_BASE 0x40040000ul
#define SYNC_BASE 0x40050000ul
#define ECC_BASE 0x40060000ul

#define IRQ_UART 10u
#define IRQ_DMA 32u
#define IRQ_STA 33u
#define IRQ_SOFTMAX 34u
#define IRQ_VECTOR 35u
#define IRQ_SYNC 36u
#define IRQ_ECC 37u

#endif
