/* Never ends. */
#include "firmware/boot/app.h"

int firmware_main(uint64_t image) {
    (void)image;
    for (volatile uint32_t i = 0;; i = i + 1) {
    }
}
