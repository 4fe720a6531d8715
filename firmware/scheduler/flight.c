#include "firmware/scheduler/flight.h"

#include "firmware/drivers/sync.h"
#include "firmware/drivers/sysctl.h"
#include "firmware/hal/cpu.h"
#include "firmware/scheduler/report.h"
#include "firmware/scheduler/space.h"

#include <stddef.h>

struct record {
    struct flight_layer layer;
    struct queue_mark first, last; /* newest commands when its issue began and when it was complete */
    uint64_t cycles;               /* once it has ended */
};

/* Counts of layers so far. The interrupt handler writes `ended` and what belongs to the layers it ends. */
static uint32_t begun, submitted, reported;
static volatile uint32_t ended;
static struct record records[FLIGHT_MAX * 2u];
static uint64_t total_cycles;

static struct record* at(uint32_t count) {
    return &records[count % (FLIGHT_MAX * 2u)];
}

void flight_init(void) {
    begun = submitted = reported = ended = 0;
    total_cycles = 0;
}

static void mark_begin(const struct record* record) {
    sysctl_layer_begin(record->layer.layer, record->layer.tile_rows, record->layer.tile_cols);
}

/* The first queue on which the layer has a command that is not complete; QUEUE_COUNT if none. */
static uint32_t unfinished(const struct record* record) {
    for (uint32_t i = 0; i < QUEUE_COUNT; ++i) {
        /* Stores end last: they are looked at first, so that one look or watch does. */
        const uint32_t id = i < DMA_CHANNELS_MAX ? DMA_CHANNELS_MAX - 1u - i : i;
        const uint32_t last = record->last.sequence[id];
        if (last != record->first.sequence[id] && !sync_reached(sync_value(id), last)) return id;
    }
    return QUEUE_COUNT;
}

/* In the interrupt handler, or with interrupts disabled. */
static void advance(void) {
    while (ended != submitted && !queue_fault.seen) {
        struct record* record = at(ended);
        const uint32_t id = unfinished(record);
        if (id != QUEUE_COUNT) {
            sync_watch(id, record->last.sequence[id], advance);
            return;
        }
        if (record->layer.fused != FLIGHT_FUSED_NONE) sysctl_layer_fused(record->layer.fused);
        record->cycles = sysctl_layer_end(record->layer.layer);
        ++ended;
        if (ended != begun) mark_begin(at(ended));
    }
}

void flight_begin(const struct flight_layer* layer) {
    struct record* record = at(begun);
    record->layer = *layer;
    queue_get_mark(&record->first);
    cpu_disable_interrupts();
    if (ended == begun) mark_begin(record);
    ++begun;
    cpu_enable_interrupts();
}

void flight_submitted(void) {
    queue_get_mark(&at(submitted)->last);
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
        }
        if (begun - seen <= most || queue_fault.seen) return;
        if (!report_step()) sync_sleep_while(&ended, seen, &queue_fault.seen);
    }
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

static bool uses(uint32_t id, uint32_t users) {
    return id < DMA_CHANNELS_MAX ? (users & USED_BY_DMA) != 0 : (users >> (id - QUEUE_STA) & 1u) != 0;
}

static void join(const struct record* record, uint32_t users, struct queue_mark* mark) {
    for (uint32_t id = 0; id < QUEUE_COUNT; ++id)
        if (uses(id, users) && (int32_t)(record->last.sequence[id] - mark->sequence[id]) > 0)
            mark->sequence[id] = record->last.sequence[id];
}

void flight_join(uint32_t layer, uint32_t users, struct queue_mark* mark) {
    const struct record* record = find(layer);
    if (record != NULL) join(record, users, mark);
}

void flight_join_writer(uint32_t tensor, struct queue_mark* mark) {
    for (uint32_t i = ended; i != begun; ++i)
        if (at(i)->layer.output == tensor) join(at(i), USED_BY_DMA, mark);
}
