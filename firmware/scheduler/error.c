#include "firmware/scheduler/error.h"

#include "firmware/hal/protected.h"

static const char* text_of_protected(enum firmware_error error) {
    switch (error) {
    case FIRMWARE_BAD_CHECKSUM:
        return "bad checksum";
    case FIRMWARE_STUCK:
        return "no progress";
    case FIRMWARE_SHORT_COPY:
        return "short copy";
    case FIRMWARE_UNCORRECTED:
        return "uncorrectable memory error";
    case FIRMWARE_UNSTOPPABLE:
        return "a queue cannot be stopped";
    default:
        return "?";
    }
}

const char* firmware_error_text(enum firmware_error error) {
    switch (error) {
    case FIRMWARE_OK:
        return "done";
    case FIRMWARE_NO_WORKLOAD:
        return "no workload";
    case FIRMWARE_BAD_IMAGE:
        return "not a workload image of a known version";
    case FIRMWARE_BAD_LAYER:
        return "layer contradicts its tensors";
    case FIRMWARE_UNSUPPORTED:
        return "operation or type not supported";
    case FIRMWARE_DOES_NOT_FIT:
        return "does not fit in the on-chip buffers";
    case FIRMWARE_NO_SCRATCH:
        return "no room in DDR for off-chip scores";
    case FIRMWARE_ENGINE_FAULT:
        return "engine fault";
    case FIRMWARE_BAD_HARDWARE:
        return "unknown hardware";
    default:
        return PROTECTED ? text_of_protected(error) : "?";
    }
}
