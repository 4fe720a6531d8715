#include "firmware/scheduler/layer.h"

#include "firmware/scheduler/units.h"
#include "models/core/abi/stavp_descriptor.h"

#include <stddef.h>

_Static_assert((int)STAVP_I8 == (int)NMW_I8 && (int)STAVP_U8 == (int)NMW_U8 && (int)STAVP_I16 == (int)NMW_I16 &&
                   (int)STAVP_I32 == (int)NMW_I32,
               "type codes");
_Static_assert(sizeof(struct nmw_channel) == PLAN_CHANNEL_BYTES, "channel record");

/* Larger matrices would overflow the planners' 32-bit sizes. */
#define DIMENSION_MAX (1u << 24)

static bool resolve(const struct workload* workload, uint32_t index, struct matrix* matrix) {
    const struct nmw_tensor* tensor = workload_tensor(workload, index);
    if (tensor == NULL || tensor->encoding != NMW_DENSE) return false;
    const uint32_t bytes = dtype_bytes(tensor->dtype);
    if (bytes == 0 || tensor->rows == 0 || tensor->cols == 0 || tensor->rows > DIMENSION_MAX ||
        tensor->cols > DIMENSION_MAX)
        return false;
    *matrix = (struct matrix){.address = workload_address(workload, tensor),
                              .stride = tensor->row_stride,
                              .rows = tensor->rows,
                              .cols = tensor->cols,
                              .type = tensor->dtype,
                              .element_bytes = bytes};
    return true;
}

static bool is_byte(const struct matrix* matrix) {
    return matrix->type == STAVP_I8 || matrix->type == STAVP_U8;
}

static enum firmware_error prepare_gemm(struct layer* layer) {
    struct gemm_layer* gemm = &layer->gemm;
    const struct workload* workload = layer->workload;
    const struct nmw_tensor* weight = workload_tensor(workload, layer->entry->weight);
    const struct nmw_tensor* channels = workload_tensor(workload, layer->entry->params);
    if (weight == NULL || channels == NULL || weight->rows != layer->y.cols || weight->cols != layer->a.cols ||
        layer->a.rows != layer->y.rows || channels->bytes < (uint64_t)weight->rows * sizeof(struct nmw_channel))
        return FIRMWARE_BAD_LAYER;
    if (!is_byte(&layer->a) || weight->dtype != NMW_I8 || layer->y.type == STAVP_I32) return FIRMWARE_UNSUPPORTED;
    if (weight->encoding > NMW_INDEX) return FIRMWARE_UNSUPPORTED;
    const bool sparse = weight->encoding != NMW_DENSE;
    const uint32_t m = weight->pattern_m;
    if (sparse && (m < 2 || m > 32 || (m & (m - 1u)) != 0 || weight->pattern_n < 1 || weight->pattern_n > m))
        return FIRMWARE_BAD_LAYER;
    gemm->shape = (struct gemm_shape){.m = layer->y.rows,
                                      .n = layer->y.cols,
                                      .k = layer->a.cols,
                                      .pattern_n = sparse ? weight->pattern_n : 0,
                                      .pattern_m = sparse ? m : 0,
                                      .y_bytes = layer->y.element_bytes,
                                      .indexed = weight->encoding == NMW_INDEX};
    gemm->values = workload_address(workload, weight);
    gemm->values_stride = weight->row_stride;
    gemm->map = gemm->values - weight->offset + weight->map_offset;
    gemm->map_stride = weight->map_stride;
    gemm->channels = workload_address(workload, channels);
    gemm->flags = (layer->entry->flags & NMW_RELU ? STAVP_STA_RELU : 0u) |
                  (layer->a.type == STAVP_U8 ? STAVP_STA_X_UNSIGNED : 0u);
    if (!plan_gemm(&gemm->shape, layer->machine, &gemm->plan)) return FIRMWARE_DOES_NOT_FIT;
    layer->tile_rows = gemm->plan.mt;
    layer->tile_cols = gemm->plan.nt;
    return FIRMWARE_OK;
}

static enum firmware_error prepare_attention(struct layer* layer) {
    struct attention_layer* attention = &layer->attention;
    const struct nmw_header* header = layer->workload->header;
    const uint32_t heads = layer->entry->heads;
    const uint32_t head_dim = layer->entry->head_dim;
    if (heads == 0 || head_dim == 0 || heads > DIMENSION_MAX / head_dim || layer->y.cols != heads * head_dim ||
        layer->a.cols != 3u * layer->y.cols || layer->a.rows != layer->y.rows ||
        layer->y.rows != (uint64_t)header->sequence_count * header->seq)
        return FIRMWARE_BAD_LAYER;
    if (layer->a.type != STAVP_I8 || layer->y.type != STAVP_I8) return FIRMWARE_UNSUPPORTED;
    attention->shape = (struct attention_shape){header->seq, head_dim};
    if (header->seq > DIMENSION_MAX || header->seq > layer->machine->max_k || head_dim > layer->machine->max_k ||
        !plan_attention(&attention->shape, layer->machine, &attention->plan))
        return FIRMWARE_DOES_NOT_FIT;
    attention->off_chip = layer->machine->softmax_off_chip;
    attention->scratch = workload_end(layer->workload);
    const uint64_t scratch_bytes =
        (uint64_t)attention->plan.score_slots * ((uint64_t)attention->plan.s_slot_bytes + attention->plan.p_slot_bytes);
    if (attention->off_chip && attention->scratch + scratch_bytes > layer->machine->ddr_end) return FIRMWARE_NO_SCRATCH;
    layer->tile_rows = attention->plan.rows;
    layer->tile_cols = head_dim;
    return FIRMWARE_OK;
}

static enum firmware_error prepare_params(struct layer* layer) {
    struct rowwise_layer* rowwise = &layer->rowwise;
    const uint32_t cols = layer->y.cols;
    if (layer->entry->op == NMW_OP_LAYERNORM) {
        rowwise->param2_offset = round_up(2u * cols, NMW_ALIGN);
        rowwise->shape.param_bytes = rowwise->param2_offset + 4u * cols;
    } else if (layer->entry->op == NMW_OP_LUT) {
        rowwise->shape.param_bytes = 256;
    } else {
        return FIRMWARE_OK;
    }
    const struct nmw_tensor* params = workload_tensor(layer->workload, layer->entry->params);
    if (params == NULL || params->bytes < rowwise->shape.param_bytes) return FIRMWARE_BAD_LAYER;
    rowwise->params = workload_address(layer->workload, params);
    return FIRMWARE_OK;
}

static uint32_t rowwise_opcode(uint32_t op) {
    switch (op) {
    case NMW_OP_LAYERNORM:
        return STAVP_OP_VECTOR_LAYERNORM;
    case NMW_OP_ADD:
    case NMW_OP_REQUANT:
        return STAVP_OP_VECTOR_ADD;
    case NMW_OP_LUT:
        return STAVP_OP_VECTOR_LUT;
    case NMW_OP_MEANPOOL:
        return STAVP_OP_VECTOR_MEANPOOL;
    default:
        return STAVP_OP_NOP;
    }
}

static enum firmware_error prepare_rowwise(struct layer* layer) {
    struct rowwise_layer* rowwise = &layer->rowwise;
    const struct nmw_header* header = layer->workload->header;
    const bool pool = layer->entry->op == NMW_OP_MEANPOOL;
    rowwise->opcode = rowwise_opcode(layer->entry->op);
    if (rowwise->opcode == STAVP_OP_NOP) return FIRMWARE_UNSUPPORTED;
    const uint64_t a_rows = pool ? (uint64_t)header->sequence_count * header->seq : layer->y.rows;
    if (layer->a.cols != layer->y.cols || layer->a.rows != a_rows) return FIRMWARE_BAD_LAYER;
    if (pool && layer->y.rows != header->sequence_count) return FIRMWARE_BAD_LAYER;
    if (layer->a.type == STAVP_I32 || layer->y.type == STAVP_I32) return FIRMWARE_UNSUPPORTED;
    const bool two = layer->entry->op == NMW_OP_ADD;
    if (two && (!resolve(layer->workload, layer->entry->input1, &layer->b) || layer->b.cols != layer->y.cols ||
                layer->b.rows != layer->y.rows))
        return FIRMWARE_BAD_LAYER;
    rowwise->shape = (struct rowwise_shape){.rows = pool ? header->seq : layer->y.rows,
                                            .cols = layer->y.cols,
                                            .a_bytes = layer->a.element_bytes,
                                            .b_bytes = two ? layer->b.element_bytes : 0,
                                            .y_bytes = layer->y.element_bytes,
                                            .whole_rows = layer->entry->op == NMW_OP_LAYERNORM,
                                            .whole_cols = pool};
    const enum firmware_error error = prepare_params(layer);
    if (error != FIRMWARE_OK) return error;
    if (!plan_rowwise(&rowwise->shape, layer->machine, &rowwise->plan)) return FIRMWARE_DOES_NOT_FIT;
    layer->tile_rows = pool ? 1 : rowwise->plan.tile_rows;
    layer->tile_cols = rowwise->plan.tile_cols;
    return FIRMWARE_OK;
}

enum firmware_error layer_prepare(const struct workload* workload, const struct machine* machine, uint32_t index,
                                  struct layer* layer) {
    *layer =
        (struct layer){.entry = &workload->layers[index], .workload = workload, .machine = machine, .index = index};
    if (!resolve(workload, layer->entry->input0, &layer->a) || !resolve(workload, layer->entry->output, &layer->y))
        return FIRMWARE_BAD_LAYER;
    switch (layer->entry->op) {
    case NMW_OP_GEMM:
        return prepare_gemm(layer);
    case NMW_OP_ATTENTION:
        return prepare_attention(layer);
    default:
        return prepare_rowwise(layer);
    }
}

void layer_issue(const struct layer* layer) {
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
