#include "firmware/scheduler/recovery.h"

#include "firmware/drivers/dma.h"
#include "firmware/drivers/ecc.h"
#include "firmware/drivers/events.h"
#include "firmware/drivers/guard.h"
#include "firmware/drivers/queue.h"
#include "firmware/drivers/sync.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/plic.h"
#include "firmware/scheduler/report.h"
#include "firmware/scheduler/units.h"

static const struct machine* machine;
static const struct workload* workload;
static uint32_t farthest; /* oldest layer that had not ended at any fault so far */
static uint32_t tries;    /* restarts since then */
static bool unstoppable;

void recovery_init(const struct machine* on, const struct workload* of) {
    machine = on;
    workload = of;
    farthest = tries = 0;
    unstoppable = false;
    guard_init(sysctl_protect_timeout_us());
    ecc_init();
}

static void print(void) {
    report_flush();
    events_print();
}

void recovery_look(void) {
    cpu_disable_interrupts();
    dma_check_copies();
    cpu_enable_interrupts();
    if (events_pending()) print();
}

/* Copies the output to a buffer: words that ECC cannot correct are bus errors. */
static void read_output(void) {
    const struct nmw_tensor* tensor = workload_tensor(workload, workload->header->output_tensor);
    const uint64_t bytes = (tensor->rows - 1u) * tensor->row_stride + tensor->cols * dtype_bytes(tensor->dtype);
    const uint64_t first = workload_address(workload, tensor);
    for (uint64_t at = 0; at < bytes && !queue_fault.seen;) {
        const uint64_t left = bytes - at;
        const uint32_t now =
            left < machine->buffer_bytes[BUFFER_OUTPUT] ? (uint32_t)left : machine->buffer_bytes[BUFFER_OUTPUT];
        const struct dma_block block = {.source = first + at,
                                        .destination = machine->buffer_base[BUFFER_OUTPUT],
                                        .row_bytes = now,
                                        .rows = 1,
                                        .source_stride = now,
                                        .destination_stride = now};
        dma_copy(QUEUE_DMA0, &block, 0, 0, 0);
        at += now;
    }
    queue_drain();
}

bool recovery_result_is_good(void) {
    read_output();
    cpu_disable_interrupts();
    queue_look_for_errors();
    dma_check_copies();
    ecc_look();
    if (ecc_uncorrected()) queue_declare_fault(FAULT_UNCORRECTED, QUEUE_COUNT, 0);
    cpu_enable_interrupts();
    return !queue_fault.seen;
}

/* Layers that ended before the fault are trusted if the fault was met where it happened, and their copies are whole. */
static bool trusts_ended_layers(void) {
    if (queue_fault.kind == FAULT_SHORT_COPY || queue_fault.kind == FAULT_UNCORRECTED) return false;
    return dma_check_copies();
}

/* First from the oldest layer, then from the first one, which writes every activation again. */
static bool choose_start(uint32_t oldest, uint32_t* from) {
    if (oldest > farthest) {
        farthest = oldest;
        tries = 0;
    }
    ++tries;
    *from = trusts_ended_layers() && tries == 1u ? oldest : 0u;
    return tries <= 2u;
}

bool recovery_restart(uint32_t oldest, uint32_t* from) {
    cpu_disable_interrupts();
    ecc_look();
    unstoppable = !queue_abort(guard_timeout_ticks());
    const bool again = choose_start(oldest, from);
    if (again && !unstoppable) {
        const struct event event = {EVENT_RETRY, 1, *from, 0};
        ecc_overwrite(*from == 0 ? workload->arena : 0, *from == 0 ? workload_end(workload) : 0);
        ecc_forget();
        events_expect_spurious(true);
        sync_init();
        queue_init(machine->dma_channels);
        dma_init(machine->dma_channels);
        plic_dispatch();
        events_expect_spurious(false);
        events_add(&event);
    }
    cpu_enable_interrupts();
    print();
    return again && !unstoppable;
}

enum firmware_error recovery_error(void) {
    if (unstoppable) return FIRMWARE_UNSTOPPABLE;
    switch (queue_fault.kind) {
    case FAULT_STUCK:
        return FIRMWARE_STUCK;
    case FAULT_SHORT_COPY:
        return FIRMWARE_SHORT_COPY;
    case FAULT_UNCORRECTED:
        return FIRMWARE_UNCORRECTED;
    case FAULT_REPORTED:
        break;
    }
    return FIRMWARE_ENGINE_FAULT;
}
