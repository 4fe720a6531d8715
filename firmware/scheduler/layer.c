#include "firmware/scheduler/layer.h"

#include "models/core/abi/stavp_descriptor.h"

#include <stddef.h>

_Static_assert((int)STAVP_I8 == (int)NMW_I8 && (int)STAVP_U8 == (int)NMW_U8 && (int)STAVP_I16 == (int)NMW_I16 &&
                   (int)STAVP_I32 == (int)NMW_I32,
               "type codes");

bool layer_resolve(const struct workload* workload, uint32_t index, struct matrix* matrix) {
    const struct nmw_tensor* tensor = workload_tensor(workload, index);
    if (tensor == NULL || tensor->encoding != NMW_DENSE) return false;
    const uint32_t bytes = dtype_bytes(tensor->dtype);
    if (bytes == 0 || tensor->rows == 0 || tensor->cols == 0 || tensor->rows > LAYER_DIMENSION_MAX ||
        tensor->cols > LAYER_DIMENSION_MAX)
        return false;
    *matrix = (struct matrix){.address = workload_address(workload, tensor),
                              .stride = tensor->row_stride,
                              .rows = tensor->rows,
                              .cols = tensor->cols,
                              .type = tensor->dtype,
                              .element_bytes = bytes,
                              .tensor = index};
    return true;
}

bool layer_read_by_rows(const struct layer* layer) {
    const uint32_t next = layer_next(layer);
    if (next >= layer->workload->header->layer_count) return false;
    const struct nmw_layer* entry = &layer->workload->layers[next];
    return entry->op != NMW_OP_GEMM && entry->op != NMW_OP_ATTENTION && entry->op != NMW_OP_MEANPOOL &&
           entry->input0 == layer->y.tensor;
}

enum firmware_error layer_prepare(const struct workload* workload, const struct machine* machine, uint32_t index,
                                  struct layer* layer) {
    *layer = (struct layer){
        .entry = &workload->layers[index], .workload = workload, .machine = *machine, .whole = machine, .index = index};
    space_retire(index);
    if (!layer_resolve(workload, layer->entry->input0, &layer->a) ||
        !layer_resolve(workload, layer->entry->output, &layer->y))
        return FIRMWARE_BAD_LAYER;
    switch (layer->entry->op) {
    case NMW_OP_GEMM:
        return gemm_prepare(layer);
    case NMW_OP_ATTENTION:
        return attention_prepare(layer);
    default:
        return rowwise_prepare(layer);
    }
}

void layer_issue(struct layer* layer) {
    switch (layer->entry->op) {
    case NMW_OP_GEMM:
        gemm_issue(layer);
        break;
    case NMW_OP_ATTENTION:
        attention_issue(layer);
        break;
    default:
        rowwise_issue(layer);
        break;
    }
}
