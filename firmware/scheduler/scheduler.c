#include "firmware/scheduler/scheduler.h"

#include "firmware/drivers/dma.h"
#include "firmware/drivers/events.h"
#include "firmware/drivers/queue.h"
#include "firmware/drivers/sync.h"
#include "firmware/drivers/sysctl.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/protected.h"
#include "firmware/hal/uart.h"
#include "firmware/scheduler/checksum.h"
#include "firmware/scheduler/flight.h"
#include "firmware/scheduler/layer.h"
#include "firmware/scheduler/recovery.h"
#include "firmware/scheduler/report.h"

#define NO_LAYER 0xffffffffu

static void print_fault(void) {
    uart_puts("fault: ");
    uart_puts(queue_name(queue_fault.queue));
    uart_puts(" error ");
    uart_put_decimal(queue_fault.code);
    uart_puts(" address ");
    uart_put_hex(queue_fault.address);
    uart_puts(" layer ");
    uart_put_decimal(queue_fault.tag >> 16);
    uart_puts(" tile ");
    uart_put_decimal(queue_fault.tag & 0xffffu);
    uart_puts("\n");
}

static enum firmware_error fail(enum firmware_error error, const struct workload* workload, uint32_t layer) {
    report_flush();
    if (PROTECTED) events_print();
    if (error == FIRMWARE_ENGINE_FAULT) print_fault();
    if (PROTECTED) events_print_summary();
    uart_puts("error: ");
    if (layer != NO_LAYER) {
        uart_puts("layer ");
        uart_put_decimal(layer);
        uart_puts(" (");
        uart_put_name(workload->layers[layer].name, NMW_NAME_BYTES);
        uart_puts("): ");
    }
    uart_puts(firmware_error_text(error));
    uart_puts("\n");
    sysctl_result(error, layer);
    return error;
}

static void print_total(uint32_t layers, uint64_t cycles) {
    report_flush();
    uart_puts("done: ");
    uart_put_decimal(layers);
    uart_puts(" layers, ");
    uart_put_decimal(cycles);
    uart_puts(" cycles\n");
}

static void print_image_checked(uint64_t bytes) {
    uart_puts("protect: image of ");
    uart_put_decimal(bytes);
    uart_puts(" bytes checked, ");
    uart_put_decimal(sysctl_cycles());
    uart_puts(" cycles from reset\n");
}

/* How many layers may be in flight behind the one that is submitted next. Off-chip scores share one scratch memory, so
 * their layers run alone. */
static uint32_t may_overlap(const struct layer* layer) {
    const bool alone = layer->entry->op == NMW_OP_ATTENTION && layer->attention.off_chip;
    return layer->machine.prefetch && !alone ? FLIGHT_MAX - 1u : 0u;
}

static void submit(struct layer* layer) {
    const struct workload* workload = layer->workload;
    const uint32_t next = layer_next(layer);
    flight_wait(may_overlap(layer));
    const struct flight_layer in_flight = {
        .entry = layer->entry,
        .layer = layer->index,
        .fused = layer->fused != NULL ? (uint32_t)(layer->fused - workload->layers) : FLIGHT_NO_LAYER,
        .next = layer->machine.prefetch && next < workload->header->layer_count ? next : FLIGHT_NO_LAYER,
        .output = layer->y.tensor,
        .tile_rows = layer->tile_rows,
        .tile_cols = layer->tile_cols};
    flight_begin(&in_flight);
    layer_issue(layer);
    queue_flush();
    flight_submitted();
}

/* While the engines work on a layer, the host plans and submits the ones after and prints lines of earlier ones. */
static enum firmware_error run_layers(const struct workload* workload, const struct machine* machine, uint32_t from,
                                      uint32_t* failed) {
    static struct layer layer;
    const uint32_t count = workload->header->layer_count;
    enum firmware_error error = FIRMWARE_OK;
    flight_init();
    space_init(machine);
    for (uint32_t i = from; i < count && !queue_fault.seen; i = layer_next(&layer)) {
        *failed = i;
        error = layer_prepare(workload, machine, i, &layer);
        if (error != FIRMWARE_OK) break;
        submit(&layer);
    }
    flight_wait(0);
    if (queue_fault.seen) {
        if (queue_fault.tag >> 16 < count) *failed = queue_fault.tag >> 16;
        return FIRMWARE_ENGINE_FAULT;
    }
    if (error == FIRMWARE_OK && !PROTECTED) print_total(count, flight_cycles());
    return error;
}

/* Again, from an earlier layer, what a fault spoiled. */
static enum firmware_error run_until_good(const struct workload* workload, const struct machine* machine,
                                          uint32_t* failed) {
    uint32_t from = 0;
    uint64_t cycles = 0;
    for (;;) {
        const enum firmware_error error = run_layers(workload, machine, from, failed);
        cycles += flight_cycles();
        if (error == FIRMWARE_OK && recovery_result_is_good()) break;
        if (error != FIRMWARE_OK && error != FIRMWARE_ENGINE_FAULT) return error;
        if (!recovery_restart(flight_oldest(*failed), &from)) return recovery_error();
    }
    events_print();
    print_total(workload->header->layer_count, cycles);
    events_print_summary();
    return FIRMWARE_OK;
}

enum firmware_error scheduler_run(uint64_t image) {
    struct workload workload;
    struct machine machine;
    uart_init();
    if (!sysctl_probe(&machine)) return fail(FIRMWARE_BAD_HARDWARE, &workload, NO_LAYER);
    enum firmware_error error = workload_open(image != 0 ? image : sysctl_workload(), &workload);
    if (error != FIRMWARE_OK) return fail(error, &workload, NO_LAYER);
    if (PROTECTED) {
        events_init();
        if (!checksum_image_is_good(&workload)) return fail(FIRMWARE_BAD_CHECKSUM, &workload, NO_LAYER);
        print_image_checked(workload.header->ddr_bytes);
    }
    sync_init();
    queue_init(machine.dma_channels);
    dma_init(machine.dma_channels);
    if (PROTECTED) recovery_init(&machine, &workload);
    cpu_enable_external_interrupts();
    cpu_enable_interrupts();
    uint32_t failed = NO_LAYER;
    error = PROTECTED ? run_until_good(&workload, &machine, &failed) : run_layers(&workload, &machine, 0, &failed);
    if (error != FIRMWARE_OK) return fail(error, &workload, failed);
    sysctl_result(FIRMWARE_OK, 0);
    return FIRMWARE_OK;
}
