/* What the driver calls return. */
#ifndef FIRMWARE_DRIVERS_STATUS_H
#define FIRMWARE_DRIVERS_STATUS_H

enum driver_status {
    DRIVER_OK,
    DRIVER_BAD_ARGUMENT, /* refused before any register was touched */
    DRIVER_NO_DEVICE,    /* the accelerator is not there, or of another version */
    DRIVER_NOT_OPEN,     /* before drivers_open, or after a fault or time-out: open again */
    DRIVER_RING_FULL,    /* too many commands under way: wait for one and try again */
    DRIVER_TIMEOUT,      /* the command is still under way: its operands are not to be touched */
    DRIVER_BUS_ERROR,    /* an operand or a descriptor could not be read or written */
    DRIVER_REFUSED,      /* the engine does not take the command */
    DRIVER_BUSY          /* an engine cannot be stopped: only a reset of the machine helps */
};

/* "time-out"; "?" for anything else than a status. */
const char* driver_status_text(enum driver_status status);

#endif
