#include "firmware/apps/monitor/commands.h"
#include "firmware/apps/monitor/line.h"
#include "firmware/drivers/queue.h"
#include "firmware/drivers/sysctl.h"
#include "firmware/scheduler/run_one.h"
#include "firmware/scheduler/scheduler.h"

#include <stdio.h>
#include <string.h>

static struct {
    uint64_t image;
    struct machine machine;
    struct workload workload;
    const char* missing; /* why there is none */
    enum firmware_error outcome;
    uint32_t failed; /* layer */
} state;

void workload_commands_init(uint64_t image) {
    state.image = image;
    enum firmware_error error = FIRMWARE_BAD_HARDWARE;
    if (sysctl_probe(&state.machine)) error = workload_open(image != 0 ? image : sysctl_workload(), &state.workload);
    state.missing = error == FIRMWARE_OK ? 0 : firmware_error_text(error);
}

static const char* op_name(uint32_t op) {
    static const char* const names[] = {"?", "gemm", "attention", "layernorm", "add", "requant", "lut", "meanpool"};
    return op < sizeof names / sizeof names[0] ? names[op] : "?";
}

static void print_pattern(const struct nmw_layer* layer) {
    const struct nmw_tensor* weight = workload_tensor(&state.workload, layer->weight);
    if (layer->op != NMW_OP_GEMM || weight == 0) return;
    if (weight->pattern_n == 0)
        printf(" dense");
    else
        printf(" %lu:%lu", (unsigned long)weight->pattern_n, (unsigned long)weight->pattern_m);
}

const char* command_layers(int count, char** words) {
    (void)count;
    (void)words;
    if (state.missing != 0) return state.missing;
    for (uint32_t i = 0; i < state.workload.header->layer_count; ++i) {
        const struct nmw_layer* layer = &state.workload.layers[i];
        printf("%3u %-20.40s %-9s %ux%u from %u columns", (unsigned)i, layer->name, op_name(layer->op),
               (unsigned)layer->rows, (unsigned)layer->cols, (unsigned)layer->k);
        print_pattern(layer);
        putchar('\n');
    }
    return 0;
}

static const char* run_alone(uint32_t index) {
    uint64_t cycles;
    const enum firmware_error error = run_one_layer(&state.workload, &state.machine, index, &cycles);
    if (error == FIRMWARE_OK) return 0;
    state.outcome = error;
    state.failed = index;
    if (error == FIRMWARE_ENGINE_FAULT)
        printf("%s error %u address 0x%lx\n", queue_name(queue_fault.queue), (unsigned)queue_fault.code,
               queue_fault.address);
    return firmware_error_text(error);
}

const char* command_run(int count, char** words) {
    (void)count;
    if (state.missing != 0) return state.missing;
    if (strcmp(words[1], "all") == 0) return scheduler_run(state.image) == FIRMWARE_OK ? 0 : "stopped";
    uint64_t index;
    if (!parse_number(words[1], &index)) return NOT_A_NUMBER;
    if (index >= state.workload.header->layer_count) return "no such layer";
    return run_alone((uint32_t)index);
}

void workload_commands_end(void) {
    if (state.missing == 0) sysctl_result(state.outcome, state.failed);
}
