/* Runs all layers of a workload. */
#ifndef STAVP_FIRMWARE_SCHEDULER_H
#define STAVP_FIRMWARE_SCHEDULER_H

#include "firmware/scheduler/error.h"

#include <stdint.h>

/* `image`: address of the .nmw image, 0 = ask sysctl. Prints a line per layer, reports markers and RESULT. */
enum firmware_error scheduler_run(uint64_t image);

#endif
