#include "firmware/scheduler/scheduler.h"

#include "firmware/drivers/dma.h"
#include "firmware/drivers/queue.h"
#include "firmware/drivers/sync.h"
#include "firmware/drivers/sysctl.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/uart.h"
#include "firmware/scheduler/layer.h"
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
    if (error == FIRMWARE_ENGINE_FAULT) print_fault();
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

/* While the engines work on a layer, the host plans the one after and prints lines of earlier ones. */
static enum firmware_error run_layers(const struct workload* workload, const struct machine* machine,
                                      uint32_t* failed) {
    static struct layer layers[2];
    const uint32_t count = workload->header->layer_count;
    uint64_t total = 0;
    enum firmware_error error = count > 0 ? layer_prepare(workload, machine, 0, &layers[0]) : FIRMWARE_OK;
    for (uint32_t i = 0; i < count; ++i) {
        *failed = i;
        if (error != FIRMWARE_OK) break;
        const struct layer* layer = &layers[i % 2u];
        sysctl_layer_begin(i, layer->tile_rows, layer->tile_cols);
        layer_issue(layer);
        queue_flush();
        if (i + 1u < count) error = layer_prepare(workload, machine, i + 1u, &layers[(i + 1u) % 2u]);
        while (!queue_idle() && report_step()) {
        }
        queue_drain();
        if (queue_fault.seen) {
            *failed = queue_fault.tag >> 16 < count ? queue_fault.tag >> 16 : i;
            return FIRMWARE_ENGINE_FAULT;
        }
        const uint64_t cycles = sysctl_layer_end(i);
        report_layer(&workload->layers[i], cycles);
        total += cycles;
    }
    if (error == FIRMWARE_OK) print_total(count, total);
    return error;
}

enum firmware_error scheduler_run(uint64_t image) {
    struct workload workload;
    struct machine machine;
    uart_init();
    if (!sysctl_probe(&machine)) return fail(FIRMWARE_BAD_HARDWARE, &workload, NO_LAYER);
    enum firmware_error error = workload_open(image != 0 ? image : sysctl_workload(), &workload);
    if (error != FIRMWARE_OK) return fail(error, &workload, NO_LAYER);
    sync_init();
    queue_init(machine.dma_channels);
    dma_init(machine.dma_channels);
    cpu_enable_external_interrupts();
    cpu_enable_interrupts();
    uint32_t failed = NO_LAYER;
    error = run_layers(&workload, &machine, &failed);
    if (error != FIRMWARE_OK) return fail(error, &workload, failed);
    sysctl_result(FIRMWARE_OK, 0);
    return FIRMWARE_OK;
}
