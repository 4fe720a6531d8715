/* Waiting with an end. */
#ifndef FIRMWARE_DRIVERS_WAIT_H
#define FIRMWARE_DRIVERS_WAIT_H

#include "firmware/drivers/queue.h"
#include "firmware/drivers/status.h"

#include <stdbool.h>
#include <stdint.h>

/* A moment of the CLINT's clock. */
struct deadline {
    uint64_t ticks;
};

struct deadline deadline_in_us(uint32_t microseconds);
bool deadline_passed(struct deadline deadline);

/* True once the token's command is complete. Reads one register. */
bool token_complete(struct token token);

/* Sleeps in WFI until the token's command is complete (DRIVER_OK), a queue has failed, or the deadline has passed
 * (DRIVER_TIMEOUT); looks once in any case. Interrupts must be enabled; their handlers run. The timer's compare value
 * and its enable are as before when it returns; meanwhile the app's timer works on. Uses sync alarm 2. */
enum driver_status wait_for_token(struct token token, struct deadline deadline);

#endif
