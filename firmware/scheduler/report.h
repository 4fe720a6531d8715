/* The layers' lines on the UART, printed piece by piece while the host has nothing better to do: a character costs a
 * bus access, and nobody waits for it. */
#ifndef STAVP_FIRMWARE_REPORT_H
#define STAVP_FIRMWARE_REPORT_H

#include "firmware/scheduler/workload.h"

/* Queues the line of a layer; prints older ones if there are too many. */
void report_layer(const struct nmw_layer* entry, uint64_t cycles);
/* Prints a few characters; false if none are left. */
bool report_step(void);
/* Prints all. */
void report_flush(void);

#endif
