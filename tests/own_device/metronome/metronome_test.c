#include "firmware/boot/app.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/plic.h"
#include "metronome.h"

int firmware_main(uint64_t image) {
    plic_enable(IRQ_METRONOME, metronome_clear);
    cpu_enable_external_interrupts();
    cpu_enable_interrupts();
    metronome_start(5000);
    while (metronome_ticks() < 3)
        cpu_wait_for_interrupt();
    return image != 0 || metronome_ticks() != 3;
}
