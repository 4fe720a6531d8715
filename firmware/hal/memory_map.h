/* Base addresses and interrupt sources of the board: X_BASE of each device that it has, IRQ_X of each PLIC source.
 * The HAL takes FINISHER_BASE, CLINT_BASE, PLIC_BASE and UART_BASE from it. Another board puts another
 * board/memory_map.h first on the include path. */
#ifndef FIRMWARE_HAL_MEMORY_MAP_H
#define FIRMWARE_HAL_MEMORY_MAP_H

#include "board/memory_map.h"

#endif
