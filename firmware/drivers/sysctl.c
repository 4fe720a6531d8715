#include "firmware/drivers/sysctl.h"

#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "fw/dma_regs.h"
#include "fw/sta_regs.h"
#include "fw/sysctl_regs.h"

#define SYSCTL_ID_STAV 0x56415453u
#define SYSCTL_VERSION_KNOWN 1u

static uint32_t get(uint32_t offset) {
    return mmio_read32(SYSCTL_BASE + offset);
}
static void set(uint32_t offset, uint32_t value) {
    mmio_write32(SYSCTL_BASE + offset, value);
}

bool sysctl_probe(struct machine* machine) {
    if (get(SYSCTL_ID_OFFSET) != SYSCTL_ID_STAV || get(SYSCTL_VERSION_OFFSET) != SYSCTL_VERSION_KNOWN) return false;
    for (uint32_t i = 0; i < BUFFER_COUNT; ++i) {
        machine->buffer_base[i] = get(SYSCTL_BUFFER_BASE_OFFSET + i * SYSCTL_BUFFER_BASE_STRIDE);
        machine->buffer_bytes[i] = get(SYSCTL_BUFFER_BYTES_OFFSET + i * SYSCTL_BUFFER_BYTES_STRIDE);
    }
    machine->rows = mmio_read32(STA_BASE + STA_ROWS_OFFSET);
    machine->cols = mmio_read32(STA_BASE + STA_COLS_OFFSET);
    machine->lanes = mmio_read32(STA_BASE + STA_LANES_OFFSET);
    machine->max_k = mmio_read32(STA_BASE + STA_MAX_K_OFFSET);
    machine->dma_channels = mmio_read32(DMA_BASE + DMA_CHANNELS_OFFSET);
    machine->softmax_off_chip = (get(SYSCTL_SOFTMAX_PLACEMENT_OFFSET) & SYSCTL_SOFTMAX_PLACEMENT_OFF_CHIP_MASK) != 0;
    const uint32_t allowed = get(SYSCTL_SCHEDULER_OFFSET);
    machine->fuse = (allowed & SYSCTL_SCHEDULER_FUSE_MASK) != 0;
    machine->prefetch = (allowed & SYSCTL_SCHEDULER_PREFETCH_MASK) != 0;
    machine->resident = (allowed & SYSCTL_SCHEDULER_RESIDENT_MASK) != 0;
    machine->memory_bytes_per_kcycle = get(SYSCTL_MEMORY_BYTES_PER_KCYCLE_OFFSET);
    machine->ddr_end =
        mmio_read64(SYSCTL_BASE + SYSCTL_DDR_BASE_OFFSET) + mmio_read64(SYSCTL_BASE + SYSCTL_DDR_BYTES_OFFSET);
    return true;
}

void sysctl_layer_begin(uint32_t layer) {
    set(SYSCTL_LAYER_BEGIN_OFFSET, layer);
}

void sysctl_tile(uint32_t rows, uint32_t cols) {
    set(SYSCTL_TILE_ROWS_OFFSET, rows);
    set(SYSCTL_TILE_COLS_OFFSET, cols);
}

void sysctl_layer_fused(uint32_t layer) {
    set(SYSCTL_LAYER_FUSED_OFFSET, layer);
}

void sysctl_trace_mark(uint32_t mark) {
    set(SYSCTL_TRACE_MARK_OFFSET, mark);
}

uint64_t sysctl_layer_end(uint32_t layer) {
    set(SYSCTL_LAYER_END_OFFSET, layer);
    return mmio_read64(SYSCTL_BASE + SYSCTL_LAYER_CYCLES_OFFSET);
}

uint64_t sysctl_cycles(void) {
    return mmio_read64(SYSCTL_BASE + SYSCTL_CYCLES_OFFSET);
}

uint64_t sysctl_workload(void) {
    return mmio_read64(SYSCTL_BASE + SYSCTL_WORKLOAD_ADDR_OFFSET);
}

void sysctl_result(uint32_t code, uint32_t layer) {
    set(SYSCTL_RESULT_LAYER_OFFSET, layer);
    set(SYSCTL_RESULT_OFFSET, code);
}

void sysctl_event(uint32_t kind, uint32_t count) {
    set(SYSCTL_EVENT_OFFSET, kind | count << SYSCTL_EVENT_COUNT_SHIFT);
}

uint32_t sysctl_protect_timeout_us(void) {
    return get(SYSCTL_PROTECT_TIMEOUT_US_OFFSET);
}
