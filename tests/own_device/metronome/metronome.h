#include "firmware/hal/mmio.h"
#include "fw/metronome_regs.h"

static inline void metronome_start(uint32_t period_ns) {
    mmio_write32(METRONOME_BASE + METRONOME_PERIOD_NS_OFFSET, period_ns - 1);
    mmio_write32(METRONOME_BASE + METRONOME_CTRL_OFFSET, METRONOME_CTRL_RUN_MASK);
}
static inline uint32_t metronome_ticks(void) {
    return mmio_read32(METRONOME_BASE + METRONOME_TICKS_OFFSET);
}
static inline void metronome_clear(void) {
    mmio_write32(METRONOME_BASE + METRONOME_STATUS_OFFSET, METRONOME_STATUS_TICK_MASK);
}
