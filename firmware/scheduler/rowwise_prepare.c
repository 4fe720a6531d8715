/* Resolves a layer of the vector unit and gives it its part of the buffers. */
#include "firmware/scheduler/flight.h"
#include "firmware/scheduler/fuse.h"
#include "firmware/scheduler/units.h"
#include "firmware/scheduler/windows.h"
#include "models/core/abi/stavp_descriptor.h"

#include <stddef.h>

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

static bool plan_rows(struct layer* layer) {
    struct rowwise_shape* shape = &layer->rowwise.shape;
    shape->a_on_chip = layer->a_place != NULL;
    shape->b_on_chip = layer->b_place != NULL;
    shape->y_on_chip = layer->y_place != NULL;
    shape->rows_at_once = layer->a_place != NULL ? layer->a_place->chunk_rows : 0;
    windows_open(layer);
    return plan_rowwise(shape, &layer->machine, &layer->rowwise.plan);
}

static bool place_rowwise(struct layer* layer) {
    windows_keep_result(layer, windows_for_inputs);
    if (plan_rows(layer)) return true;
    space_evict_others(layer->a_place, layer->b_place, NULL);
    layer->y_place = NULL;
    if (plan_rows(layer)) return true;
    windows_stream_inputs(layer);
    if (plan_rows(layer)) return true;
    windows_take_all_weights(layer);
    return plan_rows(layer);
}

static void claim_rowwise(struct layer* layer) {
    const struct rowwise_plan* plan = &layer->rowwise.plan;
    const struct machine* windows = &layer->machine;
    const uint32_t users = USED_BY_DMA | USED_BY_VECTOR;
    const struct place* kept[] = {layer->a_place, layer->b_place};
    const struct matrix* operand[] = {&layer->a, &layer->b};
    static const enum buffer_id buffers[] = {BUFFER_INPUT, BUFFER_INTERMEDIATE};
    const uint32_t bytes[] = {plan->a_slot_bytes, plan->b_slot_bytes};
    space_claim(layer->index, plan->param_buffer, windows->buffer_base[plan->param_buffer],
                layer->rowwise.shape.param_bytes, users, &layer->before_weights);
    for (uint32_t i = 0; i < 2; ++i) {
        space_read(layer->index, kept[i], USED_BY_VECTOR);
        if (kept[i] != NULL || bytes[i] == 0) continue;
        space_claim(layer->index, buffers[i], windows->buffer_base[buffers[i]], plan->slots * bytes[i], users,
                    &layer->before_inputs);
        flight_join_writer(operand[i]->tensor, &layer->before_inputs);
    }
    if (layer->y_place != NULL)
        space_claim(layer->index, layer->y_place->buffer, layer->y_place->address, layer->y_place->bytes, users,
                    &layer->before_results);
    else
        space_claim(layer->index, BUFFER_OUTPUT, windows->buffer_base[BUFFER_OUTPUT], plan->slots * plan->y_slot_bytes,
                    users, &layer->before_results);
}

enum firmware_error rowwise_prepare(struct layer* layer) {
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
    if (two && (!layer_resolve(layer->workload, layer->entry->input1, &layer->b) || layer->b.cols != layer->y.cols ||
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
    layer->a_place = space_lookup(layer->a.tensor);
    layer->b_place = two ? space_lookup(layer->b.tensor) : NULL;
    layer->is_last = fuse_last_use(layer->workload, layer->y.tensor, layer->index + 1u) == 0;
    windows_open_weights(layer, rowwise->shape.param_bytes);
    if (!place_rowwise(layer)) return FIRMWARE_DOES_NOT_FIT;
    claim_rowwise(layer);
    layer->tile_rows = pool ? 1 : rowwise->plan.tile_rows;
    layer->tile_cols = rowwise->plan.tile_cols;
    return FIRMWARE_OK;
}
