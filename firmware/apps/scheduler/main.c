#include "firmware/boot/app.h"
#include "firmware/scheduler/scheduler.h"

int firmware_main(uint64_t image) {
    return scheduler_run(image);
}
