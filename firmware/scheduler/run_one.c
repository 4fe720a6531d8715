#include "firmware/scheduler/run_one.h"

#include "firmware/drivers/dma.h"
#include "firmware/drivers/queue.h"
#include "firmware/drivers/sync.h"
#include "firmware/hal/cpu.h"
#include "firmware/scheduler/flight.h"
#include "firmware/scheduler/layer.h"
#include "firmware/scheduler/report.h"
#include "firmware/scheduler/space.h"

static void submit(struct layer* layer) {
    const struct flight_layer in_flight = {.entry = layer->entry,
                                           .layer = layer->index,
                                           .fused = FLIGHT_NO_LAYER,
                                           .next = FLIGHT_NO_LAYER,
                                           .output = layer->y.tensor,
                                           .tile_rows = layer->tile_rows,
                                           .tile_cols = layer->tile_cols};
    flight_begin(&in_flight);
    layer_issue(layer);
    queue_flush();
    flight_submitted();
    flight_wait(0);
}

enum firmware_error run_one_layer(const struct workload* workload, const struct machine* machine, uint32_t index,
                                  uint64_t* cycles) {
    static struct layer layer;
    static struct machine alone;
    alone = *machine;
    alone.fuse = alone.prefetch = alone.resident = false;
    sync_init();
    queue_init(alone.dma_channels);
    dma_init(alone.dma_channels);
    cpu_enable_external_interrupts();
    cpu_enable_interrupts();
    flight_init();
    space_init(&alone);
    const enum firmware_error error = layer_prepare(workload, &alone, index, &layer);
    if (error != FIRMWARE_OK) return error;
    submit(&layer);
    report_flush();
    *cycles = flight_cycles();
    return queue_fault.seen ? FIRMWARE_ENGINE_FAULT : FIRMWARE_OK;
}
