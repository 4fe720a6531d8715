#include "firmware/scheduler/fuse.h"

#include <stddef.h>

static bool reads(const struct nmw_layer* layer, uint32_t tensor) {
    return layer->input0 == tensor || (layer->op == NMW_OP_ADD && layer->input1 == tensor);
}

uint32_t fuse_last_use(const struct workload* workload, uint32_t tensor, uint32_t from) {
    uint32_t last = 0;
    for (uint32_t i = from; i < workload->header->layer_count; ++i)
        if (reads(&workload->layers[i], tensor)) last = i;
    return last;
}

const struct nmw_layer* fuse_find(const struct workload* workload, uint32_t index) {
    const struct nmw_layer* product = &workload->layers[index];
    if (product->op != NMW_OP_GEMM || index + 1u >= workload->header->layer_count) return NULL;
    const struct nmw_layer* next = product + 1;
    const uint32_t y = product->output;
    const bool look_up = next->op == NMW_OP_LUT && next->input0 == y;
    const bool sum = next->op == NMW_OP_ADD && (next->input0 == y) != (next->input1 == y);
    if ((!look_up && !sum) || workload->header->output_tensor == y) return NULL;
    return fuse_last_use(workload, y, index + 1u) == index + 1u ? next : NULL;
}
