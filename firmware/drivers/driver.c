#include "firmware/drivers/driver.h"

#include "firmware/drivers/dma.h"
#include "firmware/drivers/sync.h"
#include "firmware/drivers/wait.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/probe.h"
#include "fw/dma_regs.h"
#include "fw/softmax_regs.h"
#include "fw/sta_regs.h"
#include "fw/sysctl_regs.h"
#include "fw/vector_regs.h"

/* What may be needed for one command: waits beyond a descriptor's three go into one in front. */
#define ENTRIES_PER_COMMAND 2u

static struct machine machine;
static bool open;

static uintptr_t registers_of(uint32_t queue) {
    switch (queue) {
    case QUEUE_STA:
        return STA_BASE + STA_QUEUE_CTRL_OFFSET;
    case QUEUE_SOFTMAX:
        return SOFTMAX_BASE + SOFTMAX_QUEUE_CTRL_OFFSET;
    case QUEUE_VECTOR:
        return VECTOR_BASE + VECTOR_QUEUE_CTRL_OFFSET;
    default:
        return DMA_BASE + DMA_QUEUE_CTRL_OFFSET + queue * DMA_QUEUE_CTRL_STRIDE;
    }
}

static bool stop(uint32_t queue, struct deadline deadline) {
    const uintptr_t base = registers_of(queue);
    mmio_write32(base + STA_QUEUE_CTRL_OFFSET, STA_QUEUE_CTRL_ABORT_MASK);
    while ((mmio_read32(base + STA_QUEUE_STATUS_OFFSET) & STA_QUEUE_STATUS_BUSY_MASK) != 0)
        if (deadline_passed(deadline)) return false;
    return true;
}

enum driver_status drivers_open(uint32_t timeout_us) {
    uint32_t id;
    open = false;
    if (!probe_read32(SYSCTL_BASE + SYSCTL_ID_OFFSET, &id) || !sysctl_probe(&machine)) return DRIVER_NO_DEVICE;
    const struct deadline deadline = deadline_in_us(timeout_us);
    for (uint32_t queue = 0; queue < QUEUE_COUNT; ++queue) {
        const bool built = queue >= DMA_CHANNELS_MAX || queue < machine.dma_channels;
        if (built && !stop(queue, deadline)) return DRIVER_BUSY;
    }
    sync_init();
    queue_init(machine.dma_channels);
    dma_init(machine.dma_channels);
    cpu_enable_external_interrupts();
    cpu_enable_interrupts();
    open = true;
    return DRIVER_OK;
}

bool drivers_ready(void) {
    return open && !queue_fault.seen;
}

const struct machine* drivers_machine(void) {
    return &machine;
}

static bool has_room(uint32_t id) {
    struct queue* queue = &queues[id];
    if (queue->submitted - queue->completed + ENTRIES_PER_COMMAND <= QUEUE_RING_ENTRIES) return true;
    queue->completed += (sync_value(id) - queue->completed) & SYNC_VALUE_MASK;
    return queue->submitted - queue->completed + ENTRIES_PER_COMMAND <= QUEUE_RING_ENTRIES;
}

enum driver_status driver_submit(uint32_t queue, const union command* command, const struct driver_after* after,
                                 struct token* done) {
    struct dependency dependencies[DRIVER_AFTER_MAX];
    const uint32_t count = after != 0 ? after->count : 0;
    if (count > DRIVER_AFTER_MAX) return DRIVER_BAD_ARGUMENT;
    for (uint32_t i = 0; i < count; ++i) {
        if (after->token[i].queue >= QUEUE_COUNT) return DRIVER_BAD_ARGUMENT;
        dependencies[i] = (struct dependency){after->token[i], STAVP_WAIT_DEPENDENCY};
    }
    if (!drivers_ready()) return DRIVER_NOT_OPEN;
    if (!has_room(queue)) return DRIVER_RING_FULL;
    queue_begin(queue, command, STAVP_DESCRIPTOR_BYTES / 8u, command->header.tag, dependencies, count);
    *done = queue_submit(queue);
    queue_flush();
    return DRIVER_OK;
}

enum driver_status driver_wait(struct token token, uint32_t timeout_us) {
    if (!open) return DRIVER_NOT_OPEN;
    if (token.queue >= QUEUE_COUNT) return DRIVER_BAD_ARGUMENT;
    const enum driver_status status = wait_for_token(token, deadline_in_us(timeout_us));
    if (status != DRIVER_OK) open = false;
    return status;
}
