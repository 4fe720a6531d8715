#ifndef STAVP_FIRMWARE_APP_H
#define STAVP_FIRMWARE_APP_H

#include <stdint.h>

/* What an app defines. `image`: address of the workload image, 0 without one. The result becomes the simulation's exit
 * code. Runs in M mode on hart 0 with interrupts disabled. */
int firmware_main(uint64_t image);

#endif
