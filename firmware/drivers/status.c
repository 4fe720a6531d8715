#include "firmware/drivers/status.h"

const char* driver_status_text(enum driver_status status) {
    switch (status) {
    case DRIVER_OK:
        return "ok";
    case DRIVER_BAD_ARGUMENT:
        return "bad argument";
    case DRIVER_NO_DEVICE:
        return "no such device";
    case DRIVER_NOT_OPEN:
        return "not open";
    case DRIVER_RING_FULL:
        return "ring full";
    case DRIVER_TIMEOUT:
        return "time-out";
    case DRIVER_BUS_ERROR:
        return "bus error";
    case DRIVER_REFUSED:
        return "command refused";
    case DRIVER_BUSY:
        return "engine cannot be stopped";
    }
    return "?";
}
