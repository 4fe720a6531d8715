/* The command queues of dma (one per channel), sta, softmax and vector.
 *
 * Queue q signals sync counter q with every command, so that "command number s of queue q is complete" is the wait
 * word (q, s): a token. Order between queues is expressed with tokens only; a token always belongs to a command that
 * was submitted before the one that waits for it, which is why no set of commands can deadlock (docs/firmware.md). */
#ifndef STAVP_FIRMWARE_QUEUE_H
#define STAVP_FIRMWARE_QUEUE_H

#include "firmware/drivers/sync.h"
#include "models/core/abi/stavp_descriptor.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DMA_CHANNELS_MAX 8u

enum queue_id { QUEUE_DMA0 = 0, QUEUE_STA = 8, QUEUE_SOFTMAX = 9, QUEUE_VECTOR = 10, QUEUE_COUNT = 11 };

#define QUEUE_RING_LOG2 6u
#define QUEUE_RING_ENTRIES (1u << QUEUE_RING_LOG2)

union command {
    struct stavp_command_header header;
    struct stavp_dma_descriptor dma;
    struct stavp_sta_descriptor sta;
    struct stavp_softmax_descriptor softmax;
    struct stavp_vector_descriptor vector;
    uint64_t words[STAVP_DESCRIPTOR_BYTES / 8u];
};

/* Completion of a command. All zero: nothing to wait for. */
struct token {
    uint32_t queue;
    uint32_t sequence; /* 1 for the first command of a queue */
};

struct dependency {
    struct token token;
    uint32_t cause; /* enum stavp_wait_cause */
};

/* A point in the program: of some queues the newest command that lies before it. */
struct queue_mark {
    uint32_t queues; /* a bit for each that has one */
    uint32_t sequence[QUEUE_COUNT];
};

/* How a fault was found; only a protected build finds others than FAULT_REPORTED. */
enum fault_kind {
    FAULT_REPORTED,   /* by an engine, as an error of its queue */
    FAULT_STUCK,      /* nothing moved for as long as a time-out */
    FAULT_SHORT_COPY, /* a dma channel wrote fewer bytes than it was told */
    FAULT_UNCORRECTED /* ECC found a word that it cannot correct, and no engine reported it */
};

/* The first fault. */
struct queue_fault {
    volatile bool seen;
    uint8_t kind; /* enum fault_kind */
    uint32_t queue;
    uint32_t code; /* QUEUE_ERROR_CODE */
    uint32_t tag;
    uint64_t address;
};

extern struct queue_fault queue_fault;

/* Empties and enables all queues, zeroes their counters, routes their error interrupts. */
void queue_init(uint32_t dma_channels);
/* Rings the doorbells of all queues with new commands; none after a fault. */
void queue_flush(void);
/* True when every command submitted so far is complete, or after a fault. Never sleeps. */
bool queue_idle(void);
/* Asks each queue for an error; what an engine's interrupt does. */
void queue_look_for_errors(void);
/* Sleeps until every command submitted so far is complete, or a fault. */
void queue_drain(void);
void queue_add_to_mark(struct queue_mark* mark, uint32_t id, uint32_t sequence);
/* What queue `id` takes from now on begins only behind the mark; costs commands only where that is not implied. */
void queue_order_after_some(uint32_t id, const struct queue_mark* mark, uint32_t cause);
static inline void queue_order_after(uint32_t id, const struct queue_mark* mark, uint32_t cause) {
    if (mark->queues != 0) queue_order_after_some(id, mark, cause);
}
const char* queue_name(uint32_t queue);

/* Protected builds only. Stops everything that the queues do, whatever they wait for; queue_init makes them usable
 * again. False if one is busy still after `ticks` of the timer. */
bool queue_abort(uint64_t ticks);
/* A number that changes as long as commands complete. */
uint64_t queue_position(void);
/* Bytes that each dma channel was told to copy since queue_init, and of those the ones whose doorbell was rung. */
extern uint64_t queue_dma_bytes[DMA_CHANNELS_MAX], queue_dma_bytes_rung[DMA_CHANNELS_MAX];
/* Makes a fault of the command that waits for nothing and does not end. */
void queue_declare_stuck(void);
void queue_declare_fault(enum fault_kind kind, uint32_t queue, uint32_t tag);

/* Submitting is inline: it is what the host does most. */
#define QUEUE_INLINE inline __attribute__((always_inline))

/* Of 64 bytes: indexed by a shift. */
struct queue {
    union command* ring;
    uint32_t submitted;
    uint32_t completed; /* as far as the host knows */
    uint32_t rung;      /* what the doorbell was last told */
    /* awaited[p]: the newest command of queue p that an earlier command of this queue already waits for, or that was
     * known to be complete when a ring was full. Commands of a queue execute in order, so a later one need not wait
     * for it again. For p = this queue: more than any command. */
    uint32_t awaited[QUEUE_COUNT];
};

extern struct queue queues[QUEUE_COUNT];

/* 64-bit words of a descriptor up to and with field `last` of its struct: what is behind it is never written. */
#define QUEUE_WORDS(descriptor, last) ((uint32_t)(offsetof(struct descriptor, last) + sizeof(uint32_t) + 7u) / 8u)
#define QUEUE_HEADER_WORDS ((uint32_t)sizeof(struct stavp_command_header) / 8u)

/* STAVP_WAIT of a queue's counter, which needs no mask. */
#define QUEUE_WAIT_USED STAVP_WAIT(0, 0, 0)

/* Slow paths: the ring is full; there are more waits than a command takes. */
union command* queue_next_when_full(uint32_t id);
union command* queue_begin_behind_nop(uint32_t id, union command* command);

static inline union command* queue_next(uint32_t id) {
    struct queue* queue = &queues[id];
    if (queue->submitted - queue->completed >= QUEUE_RING_ENTRIES) return queue_next_when_full(id);
    return &queue->ring[queue->submitted % QUEUE_RING_ENTRIES];
}

/* The wait word for a dependency; 0 if it is implied to hold. */
static QUEUE_INLINE uint32_t queue_wait_word(uint32_t id, const struct dependency* dependency) {
    const uint32_t other = dependency->token.queue;
    const uint32_t sequence = dependency->token.sequence;
    uint32_t* awaited = &queues[id].awaited[other];
    if ((int32_t)(*awaited - sequence) >= 0) return 0;
    *awaited = sequence;
    return QUEUE_WAIT_USED | dependency->cause << 28 | other << 20 | (sequence & SYNC_VALUE_MASK);
}

/* Next ring entry of `queue`: the first `words` 64-bit words of `prototype` (at least the header), with the tag, the
 * waits for `count` dependencies (any number) and the signal set. Sleeps while the ring is full. The caller completes
 * the fields and calls queue_submit. After a fault no doorbell is rung and nothing sleeps, so that callers need no
 * error paths. */
static QUEUE_INLINE union command* queue_begin(uint32_t id, const union command* prototype, uint32_t words,
                                               uint32_t tag, const struct dependency* dependencies, uint32_t count) {
    union command* command = queue_next(id);
    command->words[2] = 0;
    command->words[3] = (uint64_t)STAVP_SIGNAL(id) << 32;
    uint32_t used = 0;
#pragma GCC unroll 4
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t word = queue_wait_word(id, &dependencies[i]);
        if (word == 0) continue;
        if (i >= STAVP_WAITS && used == STAVP_WAITS) {
            command = queue_begin_behind_nop(id, command);
            used = 0;
        }
        command->header.wait[used++] = word;
    }
    command->words[0] = prototype->words[0];
    command->words[1] = 0;
    command->words[4] = tag;
#pragma GCC unroll 16
    for (uint32_t i = QUEUE_HEADER_WORDS; i < words; ++i)
        command->words[i] = prototype->words[i];
    return command;
}

static QUEUE_INLINE struct token queue_submit(uint32_t id) {
    const struct token token = {id, ++queues[id].submitted};
    return token;
}

#endif
