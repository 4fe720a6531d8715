/* The watchdog: unfed it interrupts (bark), unfed for longer it ends the run (bite). Boards without one say so. */
#ifndef FIRMWARE_HAL_WATCHDOG_H
#define FIRMWARE_HAL_WATCHDOG_H

#include <stdbool.h>
#include <stdint.h>

/* False if the board has none; then the other functions must not be called. */
bool watchdog_present(void);
/* Starts it, or starts it again with other times, and locks it. Barks `bark_us` after the last feed, bites `bite_us`
 * after the bark; each 1 to 429 496 729 microseconds, other values are clamped. */
void watchdog_start(uint32_t bark_us, uint32_t bite_us);
void watchdog_feed(void);
void watchdog_stop(void);
/* Calls `handler` from the interrupt when it barks; the bark is then cleared, the bite still comes unless fed. */
void watchdog_on_bark(void (*handler)(void));

#endif
