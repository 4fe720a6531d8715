#include "firmware/drivers/queue.h"

#include "firmware/drivers/events.h"
#include "firmware/drivers/sync.h"
#include "firmware/hal/clint.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/plic.h"
#include "firmware/hal/protected.h"
#include "fw/dma_regs.h"
#include "fw/softmax_regs.h"
#include "fw/sta_regs.h"
#include "fw/vector_regs.h"

/* All queues have the register layout of sta's; only the base differs. */
_Static_assert(SOFTMAX_QUEUE_ERROR_TAG_OFFSET == STA_QUEUE_ERROR_TAG_OFFSET, "softmax queue layout");
_Static_assert(VECTOR_QUEUE_ERROR_TAG_OFFSET == STA_QUEUE_ERROR_TAG_OFFSET, "vector queue layout");
_Static_assert(DMA_QUEUE_ERROR_TAG_OFFSET - DMA_QUEUE_CTRL_OFFSET == STA_QUEUE_ERROR_TAG_OFFSET - STA_QUEUE_CTRL_OFFSET,
               "dma queue layout");

struct queue queues[QUEUE_COUNT];
static uintptr_t registers[QUEUE_COUNT]; /* 0: not built in */
_Static_assert(sizeof(void*) != 8 || sizeof(struct queue) == 64, "indexed by a shift");
static union command rings[QUEUE_COUNT][QUEUE_RING_ENTRIES]
    __attribute__((aligned(STAVP_DESCRIPTOR_BYTES), section(".noinit")));
static union command swallowed;

struct queue_fault queue_fault;
uint64_t queue_dma_bytes[DMA_CHANNELS_MAX], queue_dma_bytes_rung[DMA_CHANNELS_MAX];

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
    const uintptr_t base = registers[id];
    if (base == 0) return;
    const uint32_t pending = mmio_read32(base + STA_QUEUE_IRQ_STATUS_OFFSET);
    if (pending == 0) return;
    mmio_write32(base + STA_QUEUE_IRQ_STATUS_OFFSET, pending);
    if ((pending & STA_QUEUE_IRQ_STATUS_ERROR_MASK) == 0 || queue_fault.seen) return;
    queue_fault.queue = id;
    queue_fault.code = mmio_read32(base + STA_QUEUE_ERROR_CODE_OFFSET);
    queue_fault.tag = mmio_read32(base + STA_QUEUE_ERROR_TAG_OFFSET);
    queue_fault.address = mmio_read64(base + STA_QUEUE_ERROR_ADDR_OFFSET);
    queue_fault.seen = true;
    if (PROTECTED) {
        const struct event event = {EVENT_ENGINE_ERROR, 1, id, queue_fault.address};
        queue_fault.kind = FAULT_REPORTED;
        events_add(&event);
    }
}

void queue_look_for_errors(void) {
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id)
        check_for_error(id);
}

static bool interrupts(uint32_t id) {
    return registers[id] != 0 && mmio_read32(registers[id] + STA_QUEUE_IRQ_STATUS_OFFSET) != 0;
}

/* Each source for itself, so that one without a cause is noticed. */
static void interrupt_of(uint32_t source, uint32_t first, uint32_t count) {
    bool any = false;
    for (uint32_t id = first; id < first + count; ++id) {
        any |= interrupts(id);
        check_for_error(id);
    }
    if (!any) events_spurious(source);
}

static void dma_interrupt(void) {
    interrupt_of(IRQ_DMA, QUEUE_DMA0, DMA_CHANNELS_MAX);
}

static void sta_interrupt(void) {
    interrupt_of(IRQ_STA, QUEUE_STA, 1);
}

static void softmax_interrupt(void) {
    interrupt_of(IRQ_SOFTMAX, QUEUE_SOFTMAX, 1);
}

static void vector_interrupt(void) {
    interrupt_of(IRQ_VECTOR, QUEUE_VECTOR, 1);
}

void queue_init(uint32_t dma_channels) {
    queue_fault.seen = false;
    for (uint32_t channel = 0; PROTECTED && channel < DMA_CHANNELS_MAX; ++channel)
        queue_dma_bytes[channel] = queue_dma_bytes_rung[channel] = 0;
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id) {
        const uintptr_t base = registers[id] = registers_of(id, dma_channels);
        queues[id] = (struct queue){.ring = rings[id]};
        queues[id].awaited[id] = INT32_MAX;
        if (base == 0) continue;
        sync_set(id, 0);
        mmio_write32(base + STA_QUEUE_CTRL_OFFSET, STA_QUEUE_CTRL_RESET_MASK);
        mmio_write64(base + STA_QUEUE_BASE_OFFSET, (uint64_t)(uintptr_t)rings[id]);
        mmio_write32(base + STA_QUEUE_LOG2_OFFSET, QUEUE_RING_LOG2);
        mmio_write32(base + STA_QUEUE_IRQ_ENABLE_OFFSET, STA_QUEUE_IRQ_ENABLE_ERROR_MASK);
        mmio_write32(base + STA_QUEUE_CTRL_OFFSET, STA_QUEUE_CTRL_ENABLE_MASK);
    }
    plic_enable(IRQ_DMA, PROTECTED ? dma_interrupt : queue_look_for_errors);
    plic_enable(IRQ_STA, PROTECTED ? sta_interrupt : queue_look_for_errors);
    plic_enable(IRQ_SOFTMAX, PROTECTED ? softmax_interrupt : queue_look_for_errors);
    plic_enable(IRQ_VECTOR, PROTECTED ? vector_interrupt : queue_look_for_errors);
}

static inline void ring_doorbell(uint32_t id) {
    struct queue* queue = &queues[id];
    if (queue->rung == queue->submitted) return;
    queue->rung = queue->submitted;
    if (PROTECTED && id < DMA_CHANNELS_MAX) queue_dma_bytes_rung[id] = queue_dma_bytes[id];
    mmio_write32(registers[id] + STA_QUEUE_TAIL_OFFSET, queue->submitted);
}

void queue_flush(void) {
    if (queue_fault.seen) return;
    cpu_fence();
#pragma GCC unroll 11
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id)
        ring_doorbell(id);
}

/* A counter holds the low 20 bits of the completions; at most a ring of commands is unknown. */
static void refresh_completed(uint32_t id) {
    struct queue* queue = &queues[id];
    queue->completed += (sync_value(id) - queue->completed) & SYNC_VALUE_MASK;
}

static bool is_full(const struct queue* queue) {
    return queue->submitted - queue->completed >= QUEUE_RING_ENTRIES;
}

/* What the host knows to be complete nobody waits for any more: a wait word stays near its counter's value. */
static void forget_completed(uint32_t id) {
    for (uint32_t other = 0; other < QUEUE_COUNT; ++other) {
        uint32_t* awaited = &queues[other].awaited[id];
        if ((int32_t)(queues[id].completed - *awaited) > 0) *awaited = queues[id].completed;
    }
}

/* Sleeps until a quarter of the ring is free: waking for each entry would cost more than it gives. */
union command* queue_next_when_full(uint32_t id) {
    struct queue* queue = &queues[id];
    queue_flush();
    if (!queue_fault.seen) refresh_completed(id);
    if (is_full(queue) && !queue_fault.seen) {
        sync_sleep_until(id, queue->submitted - QUEUE_RING_ENTRIES * 3u / 4u, &queue_fault.seen);
        refresh_completed(id);
    }
    forget_completed(id);
    return is_full(queue) ? &swallowed : &queue->ring[queue->submitted % QUEUE_RING_ENTRIES];
}

/* The waits so far move into a command of their own. */
union command* queue_begin_behind_nop(uint32_t id, union command* command) {
    command->words[0] = STAVP_OP_NOP;
    command->words[1] = 0;
    command->words[4] = 0;
    queue_submit(id);
    command = queue_next(id);
    command->words[2] = 0;
    command->words[3] = (uint64_t)STAVP_SIGNAL(id) << 32;
    return command;
}

static bool is_complete(uint32_t id) {
    struct queue* queue = &queues[id];
    if (queue->completed == queue->submitted) return true;
    refresh_completed(id);
    return queue->completed == queue->submitted;
}

/* The DMA channels first, stores (higher numbers) before loads: they end last, so that one look or sleep does. */
static uint32_t last_first(uint32_t i) {
    return i < DMA_CHANNELS_MAX ? DMA_CHANNELS_MAX - 1u - i : i;
}

bool queue_idle(void) {
    static uint32_t busy; /* the queue for which the last call waited */
    if (!is_complete(busy)) return queue_fault.seen;
    for (uint32_t i = 0; i < QUEUE_COUNT && !queue_fault.seen; ++i) {
        busy = last_first(i);
        if (!is_complete(busy)) return false;
    }
    return true;
}

void queue_drain(void) {
    queue_flush();
    for (uint32_t i = 0; i < QUEUE_COUNT && !queue_fault.seen; ++i) {
        const uint32_t id = last_first(i);
        if (is_complete(id)) continue;
        sync_sleep_until(id, queues[id].submitted, &queue_fault.seen);
        if (!queue_fault.seen) queues[id].completed = queues[id].submitted;
    }
}

void queue_add_to_mark(struct queue_mark* mark, uint32_t id, uint32_t sequence) {
    const bool has = (mark->queues >> id & 1u) != 0;
    if (sequence == 0 || (has && (int32_t)(sequence - mark->sequence[id]) <= 0)) return;
    mark->queues |= 1u << id;
    mark->sequence[id] = sequence;
}

void queue_order_after_some(uint32_t id, const struct queue_mark* mark, uint32_t cause) {
    static const union command nop = {.words = {STAVP_OP_NOP}};
    struct dependency waits[STAVP_WAITS];
    uint32_t count = 0;
    uint32_t left = mark->queues;
    for (uint32_t other = 0; left != 0; ++other, left >>= 1) {
        if ((left & 1u) == 0 || (int32_t)(queues[id].awaited[other] - mark->sequence[other]) >= 0) continue;
        waits[count++] = (struct dependency){{other, mark->sequence[other]}, cause};
        if (count < STAVP_WAITS) continue;
        queue_begin(id, &nop, QUEUE_HEADER_WORDS, 0, waits, count);
        queue_submit(id);
        count = 0;
    }
    if (count == 0) return;
    queue_begin(id, &nop, QUEUE_HEADER_WORDS, 0, waits, count);
    queue_submit(id);
}

bool queue_abort(uint64_t ticks) {
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id)
        if (registers[id] != 0) mmio_write32(registers[id] + STA_QUEUE_CTRL_OFFSET, STA_QUEUE_CTRL_ABORT_MASK);
    const uint64_t begin = clint_time();
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id)
        while (registers[id] != 0 &&
               (mmio_read32(registers[id] + STA_QUEUE_STATUS_OFFSET) & STA_QUEUE_STATUS_BUSY_MASK) != 0)
            if (clint_time() - begin > ticks) return false;
    return true;
}

uint64_t queue_position(void) {
    uint64_t sum = 0;
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id)
        if (registers[id] != 0) sum += sync_value(id);
    return sum;
}

void queue_declare_fault(enum fault_kind kind, uint32_t queue, uint32_t tag) {
    if (queue_fault.seen) return;
    queue_fault.queue = queue;
    queue_fault.code = 0;
    queue_fault.tag = tag;
    queue_fault.address = 0;
    queue_fault.kind = kind;
    queue_fault.seen = true;
}

static bool waits_for_nothing(const union command* command) {
    for (uint32_t i = 0; i < STAVP_WAITS; ++i) {
        const uint32_t word = command->header.wait[i];
        if ((word & QUEUE_WAIT_USED) != 0 && !sync_reached(sync_value(word >> 20 & 63u), word & SYNC_VALUE_MASK))
            return false;
    }
    return true;
}

void queue_declare_stuck(void) {
    uint32_t stuck = QUEUE_COUNT;
    uint32_t tag = 0;
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id) {
        const uint32_t left = registers[id] == 0 ? 0 : (queues[id].rung - sync_value(id)) & SYNC_VALUE_MASK;
        if (left == 0) continue;
        const union command* command = &queues[id].ring[(queues[id].rung - left) % QUEUE_RING_ENTRIES];
        if (stuck != QUEUE_COUNT && !waits_for_nothing(command)) continue;
        stuck = id;
        tag = (uint32_t)command->words[4];
        if (waits_for_nothing(command)) break;
    }
    const struct event event = {EVENT_TIMEOUT, 1, stuck, tag};
    events_add(&event);
    queue_declare_fault(FAULT_STUCK, stuck, tag);
}
