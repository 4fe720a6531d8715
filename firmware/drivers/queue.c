#include "firmware/drivers/queue.h"

#include "firmware/drivers/sync.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/plic.h"
#include "fw/dma_regs.h"
#include "fw/softmax_regs.h"
#include "fw/sta_regs.h"
#include "fw/vector_regs.h"

/* All queues have the register layout of sta's; only the base differs. */
_Static_assert(SOFTMAX_QUEUE_ERROR_TAG_OFFSET == STA_QUEUE_ERROR_TAG_OFFSET, "softmax queue layout");
_Static_assert(VECTOR_QUEUE_ERROR_TAG_OFFSET == STA_QUEUE_ERROR_TAG_OFFSET, "vector queue layout");
_Static_assert(DMA_QUEUE_ERROR_TAG_OFFSET - DMA_QUEUE_CTRL_OFFSET == STA_QUEUE_ERROR_TAG_OFFSET - STA_QUEUE_CTRL_OFFSET,
               "dma queue layout");

struct queue {
    uintptr_t registers; /* 0: not built in */
    uint32_t submitted;
    uint32_t completed; /* as far as the host knows */
    /* awaited[p]: the newest command of queue p that an earlier command of this queue already waits for. Commands of
     * a queue execute in order, so a later one need not wait for it again. */
    uint32_t awaited[QUEUE_COUNT];
};

static struct queue queues[QUEUE_COUNT];
static uint32_t dirty; /* bit q: queue q has commands whose doorbell has not been rung */
static union command rings[QUEUE_COUNT][QUEUE_RING_ENTRIES]
    __attribute__((aligned(STAVP_DESCRIPTOR_BYTES), section(".noinit")));
static union command swallowed;

struct queue_fault queue_fault;

const char* queue_name(uint32_t queue) {
    static const char* const names[QUEUE_COUNT] = {"dma.0", "dma.1", "dma.2", "dma.3",   "dma.4", "dma.5",
                                                   "dma.6", "dma.7", "sta",   "softmax", "vector"};
    return queue < QUEUE_COUNT ? names[queue] : "?";
}

static uintptr_t registers_of(uint32_t queue, uint32_t dma_channels) {
    switch (queue) {
    case QUEUE_STA:
        return STA_BASE + STA_QUEUE_CTRL_OFFSET;
    case QUEUE_SOFTMAX:
        return SOFTMAX_BASE + SOFTMAX_QUEUE_CTRL_OFFSET;
    case QUEUE_VECTOR:
        return VECTOR_BASE + VECTOR_QUEUE_CTRL_OFFSET;
    default:
        return queue < dma_channels ? DMA_BASE + DMA_QUEUE_CTRL_OFFSET + queue * DMA_QUEUE_CTRL_STRIDE : 0;
    }
}

static void check_for_error(uint32_t id) {
    const uintptr_t registers = queues[id].registers;
    if (registers == 0) return;
    const uint32_t pending = mmio_read32(registers + STA_QUEUE_IRQ_STATUS_OFFSET);
    if (pending == 0) return;
    mmio_write32(registers + STA_QUEUE_IRQ_STATUS_OFFSET, pending);
    if ((pending & STA_QUEUE_IRQ_STATUS_ERROR_MASK) == 0 || queue_fault.seen) return;
    queue_fault.queue = id;
    queue_fault.code = mmio_read32(registers + STA_QUEUE_ERROR_CODE_OFFSET);
    queue_fault.tag = mmio_read32(registers + STA_QUEUE_ERROR_TAG_OFFSET);
    queue_fault.address = mmio_read64(registers + STA_QUEUE_ERROR_ADDR_OFFSET);
    queue_fault.seen = true;
}

static void engine_interrupt(void) {
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id)
        check_for_error(id);
}

void queue_init(uint32_t dma_channels) {
    queue_fault.seen = false;
    dirty = 0;
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id) {
        struct queue* queue = &queues[id];
        *queue = (struct queue){.registers = registers_of(id, dma_channels)};
        if (queue->registers == 0) continue;
        sync_set(id, 0);
        mmio_write32(queue->registers + STA_QUEUE_CTRL_OFFSET, STA_QUEUE_CTRL_RESET_MASK);
        mmio_write64(queue->registers + STA_QUEUE_BASE_OFFSET, (uint64_t)(uintptr_t)rings[id]);
        mmio_write32(queue->registers + STA_QUEUE_LOG2_OFFSET, QUEUE_RING_LOG2);
        mmio_write32(queue->registers + STA_QUEUE_IRQ_ENABLE_OFFSET, STA_QUEUE_IRQ_ENABLE_ERROR_MASK);
        mmio_write32(queue->registers + STA_QUEUE_CTRL_OFFSET, STA_QUEUE_CTRL_ENABLE_MASK);
    }
    plic_enable(IRQ_DMA, engine_interrupt);
    plic_enable(IRQ_STA, engine_interrupt);
    plic_enable(IRQ_SOFTMAX, engine_interrupt);
    plic_enable(IRQ_VECTOR, engine_interrupt);
}

void queue_flush(void) {
    if (dirty == 0) return;
    cpu_fence();
    for (uint32_t id = 0; dirty != 0; ++id, dirty >>= 1u)
        if ((dirty & 1u) != 0) mmio_write32(queues[id].registers + STA_QUEUE_TAIL_OFFSET, queues[id].submitted);
}

/* A counter holds the low 20 bits of the completions; at most a ring of commands is unknown. */
static void refresh_completed(uint32_t id) {
    struct queue* queue = &queues[id];
    queue->completed += (sync_value(id) - queue->completed) & SYNC_VALUE_MASK;
}

/* Sleeps until a quarter of the ring is free: waking for each entry would cost more than it gives. */
static __attribute__((noinline, cold)) void make_room(uint32_t id) {
    struct queue* queue = &queues[id];
    queue_flush();
    refresh_completed(id);
    if (queue->submitted - queue->completed < QUEUE_RING_ENTRIES) return;
    sync_sleep_until(id, queue->submitted - QUEUE_RING_ENTRIES * 3u / 4u, &queue_fault.seen);
    refresh_completed(id);
}

static inline void copy_command(union command* to, const union command* from) {
#pragma GCC unroll 16
    for (uint32_t i = 0; i < STAVP_DESCRIPTOR_BYTES / 8u; ++i)
        to->words[i] = from->words[i];
}

/* The wait word for a dependency; 0 if it is known or implied to hold. */
static uint32_t wait_word(struct queue* queue, uint32_t id, const struct dependency* dependency) {
    const struct token token = dependency->token;
    if (token.sequence == 0 || token.queue == id) return 0;
    if ((int32_t)(queues[token.queue].completed - token.sequence) >= 0) return 0;
    if (queue->awaited[token.queue] >= token.sequence) return 0;
    queue->awaited[token.queue] = token.sequence;
    return STAVP_WAIT(token.queue, token.sequence, dependency->cause);
}

static inline union command* entry(uint32_t id, const union command* prototype) {
    struct queue* queue = &queues[id];
    if (queue->submitted - queue->completed >= QUEUE_RING_ENTRIES) make_room(id);
    if (queue_fault.seen) {
        copy_command(&swallowed, prototype);
        return &swallowed;
    }
    union command* command = &rings[id][queue->submitted % QUEUE_RING_ENTRIES];
    copy_command(command, prototype);
    command->header.signal = STAVP_SIGNAL(id);
    return command;
}

/* The waits so far move into a command of their own. */
static __attribute__((noinline, cold)) union command* after_nop(uint32_t id, union command* command,
                                                                const union command* prototype) {
    command->header.opcode = STAVP_OP_NOP;
    queue_submit(id);
    return entry(id, prototype);
}

union command* queue_begin(uint32_t id, const union command* prototype, const struct dependency* dependencies,
                           uint32_t count) {
    union command* command = entry(id, prototype);
    uint32_t used = 0;
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t word = wait_word(&queues[id], id, &dependencies[i]);
        if (word == 0) continue;
        if (used == STAVP_WAITS) {
            command = after_nop(id, command, prototype);
            used = 0;
        }
        command->header.wait[used++] = word;
    }
    return command;
}

struct token queue_submit(uint32_t id) {
    if (queue_fault.seen) return (struct token){0, 0};
    dirty |= 1u << id;
    return (struct token){id, ++queues[id].submitted};
}

void queue_drain(void) {
    queue_flush();
    for (uint32_t i = 0; i < QUEUE_COUNT && !queue_fault.seen; ++i) {
        /* The DMA channels first, stores (higher numbers) before loads: they end last, so that one sleep does. */
        const uint32_t id = i < DMA_CHANNELS_MAX ? DMA_CHANNELS_MAX - 1u - i : i;
        struct queue* queue = &queues[id];
        if (queue->completed == queue->submitted) continue;
        refresh_completed(id);
        if (queue->completed == queue->submitted) continue;
        sync_sleep_until(id, queue->submitted, &queue_fault.seen);
        if (!queue_fault.seen) queue->completed = queue->submitted;
    }
}
