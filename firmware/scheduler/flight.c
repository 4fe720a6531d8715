#include "firmware/scheduler/flight.h"

#include "firmware/drivers/dma.h"
#include "firmware/drivers/sync.h"
#include "firmware/drivers/sysctl.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/protected.h"
#include "firmware/scheduler/recovery.h"
#include "firmware/scheduler/report.h"
#include "firmware/scheduler/space.h"

#include <stddef.h>

struct record {
    struct flight_layer layer;
    uint32_t last[QUEUE_COUNT]; /* newest commands when all of its were submitted */
    uint32_t queues;            /* a bit for each that it uses */
    uint32_t last_store;        /* queue of its last store, which ends last as a rule */
    uint64_t cycles;            /* once it has ended */
};

/* Counts of layers so far. The interrupt handler writes `ended` and what belongs to the layers it ends. */
static uint32_t begun, submitted, reported;
static volatile uint32_t ended;
static volatile uint32_t announced; /* layer whose LAYER_BEGIN was written last */
static struct record records[FLIGHT_MAX * 2u];
static uint64_t total_cycles;

static struct record* at(uint32_t count) {
    return &records[count % (FLIGHT_MAX * 2u)];
}

void flight_init(void) {
    begun = submitted = reported = ended = 0;
    announced = FLIGHT_NO_LAYER;
    total_cycles = 0;
}

static void announce(uint32_t layer) {
    announced = layer;
    sysctl_layer_begin(layer);
}

static bool finished(const struct record* record, uint32_t id) {
    return (record->queues >> id & 1u) == 0 || sync_reached(sync_value(id), record->last[id]);
}

/* A queue on which the layer has a command that is not complete, QUEUE_COUNT if none. The last store's comes first, so
 * that one look or watch does. */
static uint32_t unfinished(const struct record* record) {
    if (!finished(record, record->last_store)) return record->last_store;
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id)
        if (!finished(record, id)) return id;
    return QUEUE_COUNT;
}

/* In the interrupt handler, or with interrupts disabled. */
static void advance(void) {
    while (ended != submitted && !queue_fault.seen) {
        struct record* record = at(ended);
        const uint32_t id = unfinished(record);
        if (id != QUEUE_COUNT) {
            sync_watch(id, record->last[id], advance);
            return;
        }
        if (record->layer.fused != FLIGHT_NO_LAYER) sysctl_layer_fused(record->layer.fused);
        sysctl_tile(record->layer.tile_rows, record->layer.tile_cols);
        record->cycles = sysctl_layer_end(record->layer.layer);
        if (record->layer.next != FLIGHT_NO_LAYER) announce(record->layer.next);
        ++ended;
    }
}

void flight_begin(const struct flight_layer* layer) {
    struct record* record = at(begun);
    record->layer = *layer;
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id)
        record->last[id] = queues[id].submitted;
    if (ended == begun && announced != layer->layer) announce(layer->layer);
    ++begun;
}

void flight_submitted(void) {
    struct record* record = at(submitted);
    record->queues = 0;
    record->last_store = dma_last_queue(DMA_STORES);
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id) {
        if (record->last[id] != queues[id].submitted) record->queues |= 1u << id;
        record->last[id] = queues[id].submitted;
    }
    cpu_disable_interrupts();
    ++submitted;
    if (ended + 1u == submitted) advance();
    cpu_enable_interrupts();
}

void flight_wait(uint32_t most) {
    for (;;) {
        const uint32_t seen = ended;
        for (; reported != seen; ++reported) {
            report_layer(at(reported)->layer.entry, at(reported)->cycles);
            total_cycles += at(reported)->cycles;
            if (PROTECTED) recovery_look();
        }
        if (begun - seen <= most || queue_fault.seen) return;
        if (!report_step()) sync_sleep_while(&ended, seen, &queue_fault.seen);
    }
}

uint32_t flight_oldest(uint32_t next) {
    return ended == begun ? next : at(ended)->layer.layer;
}

uint64_t flight_cycles(void) {
    return total_cycles;
}

static const struct record* find(uint32_t layer) {
    for (uint32_t i = ended; i != begun; ++i)
        if (at(i)->layer.layer == layer) return at(i);
    return NULL;
}

bool flight_under_way(uint32_t layer) {
    return find(layer) != NULL;
}

static void join(const struct record* record, uint32_t users, struct queue_mark* mark) {
    const uint32_t dma = (1u << DMA_CHANNELS_MAX) - 1u;
    uint32_t left = (users & USED_BY_DMA) != 0 ? dma : 0;
    left |= (users & (USED_BY_STA | USED_BY_SOFTMAX | USED_BY_VECTOR)) << QUEUE_STA;
    left &= record->queues;
    for (uint32_t id = 0; left != 0; ++id, left >>= 1)
        if ((left & 1u) != 0) queue_add_to_mark(mark, id, record->last[id]);
}

void flight_join(uint32_t layer, uint32_t users, struct queue_mark* mark) {
    const struct record* record = find(layer);
    if (record != NULL) join(record, users, mark);
}

void flight_join_writer(uint32_t tensor, struct queue_mark* mark) {
    for (uint32_t i = ended; i != begun; ++i)
        if (at(i)->layer.output == tensor) join(at(i), USED_BY_DMA, mark);
}
