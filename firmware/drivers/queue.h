/* The command queues of dma (one per channel), sta, softmax and vector.
 *
 * Queue q signals sync counter q with every command, so that "command number s of queue q is complete" is the wait
 * word (q, s): a token. Order between queues is expressed with tokens only; a token always belongs to a command that
 * was submitted before the one that waits for it, which is why no set of commands can deadlock (docs/firmware.md). */
#ifndef STAVP_FIRMWARE_QUEUE_H
#define STAVP_FIRMWARE_QUEUE_H

#include "models/core/abi/stavp_descriptor.h"

#include <stdbool.h>
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

/* The first error that an engine reported. */
struct queue_fault {
    volatile bool seen;
    uint32_t queue;
    uint32_t code; /* QUEUE_ERROR_CODE */
    uint32_t tag;
    uint64_t address;
};

extern struct queue_fault queue_fault;

/* Empties and enables all queues, zeroes their counters, routes their error interrupts. */
void queue_init(uint32_t dma_channels);
/* Next ring entry of `queue`, filled from `prototype`, with the waits for `count` dependencies (any number) and the
 * signal set. Sleeps while the ring is full. The caller completes the fields and calls queue_submit. After a fault
 * commands are swallowed, so that callers need no error paths. */
union command* queue_begin(uint32_t queue, const union command* prototype, const struct dependency* dependencies,
                           uint32_t count);
struct token queue_submit(uint32_t queue);
/* Rings the doorbells of all queues with new commands. */
void queue_flush(void);
/* Sleeps until every command submitted so far is complete, or a fault. */
void queue_drain(void);
const char* queue_name(uint32_t queue);

#endif
