/* Resolves an attention layer and gives it its part of the buffers. */
#include "firmware/scheduler/flight.h"
#include "firmware/scheduler/fuse.h"
#include "firmware/scheduler/units.h"
#include "firmware/scheduler/windows.h"
#include "models/core/abi/stavp_descriptor.h"

#include <stddef.h>

static bool plan_heads(struct layer* layer) {
    struct attention_layer* attention = &layer->attention;
    attention->shape.qkv_on_chip = layer->a_place != NULL;
    attention->shape.y_on_chip = layer->y_place != NULL;
    windows_open(layer);
    return plan_attention(&attention->shape, &layer->machine, &attention->plan);
}

static bool good_heads(const struct layer* layer) {
    const struct attention_layer* attention = &layer->attention;
    return attention->plan.pipelined && attention->plan.keys == attention->shape.seq;
}

static bool place_attention(struct layer* layer) {
    windows_keep_result(layer, windows_for_results);
    if (plan_heads(layer) && good_heads(layer)) return true;
    space_evict_others(layer->a_place, NULL, layer->y_place);
    if (plan_heads(layer) && good_heads(layer)) return true;
    windows_give_up_result(layer);
    if (plan_heads(layer) && good_heads(layer)) return true;
    windows_stream_inputs(layer);
    if (plan_heads(layer)) return true;
    windows_take_all_weights(layer);
    return plan_heads(layer);
}

static void claim_attention(struct layer* layer) {
    const struct machine* windows = &layer->machine;
    const uint32_t loaded = USED_BY_DMA | USED_BY_STA | USED_BY_VECTOR;
    space_claim(layer->index, BUFFER_WEIGHT, windows->buffer_base[BUFFER_WEIGHT], windows->buffer_bytes[BUFFER_WEIGHT],
                loaded, &layer->before_weights);
    if (layer->a_place == NULL) {
        space_claim(layer->index, BUFFER_INPUT, windows->buffer_base[BUFFER_INPUT], windows->buffer_bytes[BUFFER_INPUT],
                    loaded, &layer->before_inputs);
        flight_join_writer(layer->a.tensor, &layer->before_inputs);
    }
    space_read(layer->index, layer->a_place, USED_BY_STA | USED_BY_VECTOR);
    space_claim(layer->index, BUFFER_INTERMEDIATE, windows->buffer_base[BUFFER_INTERMEDIATE],
                windows->buffer_bytes[BUFFER_INTERMEDIATE], USED_BY_STA | USED_BY_SOFTMAX | USED_BY_DMA,
                &layer->before_results);
    if (layer->y_place != NULL)
        space_claim(layer->index, layer->y_place->buffer, layer->y_place->address, layer->y_place->bytes,
                    USED_BY_DMA | USED_BY_STA, &layer->before_results);
    else
        space_claim(layer->index, BUFFER_OUTPUT, windows->buffer_base[BUFFER_OUTPUT],
                    windows->buffer_bytes[BUFFER_OUTPUT], USED_BY_DMA | USED_BY_STA, &layer->before_results);
}

enum firmware_error attention_prepare(struct layer* layer) {
    struct attention_layer* attention = &layer->attention;
    const struct nmw_header* header = layer->workload->header;
    const uint32_t heads = layer->entry->heads;
    const uint32_t head_dim = layer->entry->head_dim;
    if (heads == 0 || head_dim == 0 || heads > LAYER_DIMENSION_MAX / head_dim || layer->y.cols != heads * head_dim ||
        layer->a.cols != 3u * layer->y.cols || layer->a.rows != layer->y.rows ||
        layer->y.rows != (uint64_t)header->sequence_count * header->seq)
        return FIRMWARE_BAD_LAYER;
    if (layer->a.type != STAVP_I8 || layer->y.type != STAVP_I8) return FIRMWARE_UNSUPPORTED;
    attention->shape = (struct attention_shape){.seq = header->seq, .head_dim = head_dim};
    layer->a_place = space_lookup(layer->a.tensor);
    layer->is_last = fuse_last_use(layer->workload, layer->y.tensor, layer->index + 1u) == 0;
    windows_open_weights(layer, 0);
    if (header->seq > LAYER_DIMENSION_MAX || header->seq > layer->machine.max_k || head_dim > layer->machine.max_k ||
        !place_attention(layer))
        return FIRMWARE_DOES_NOT_FIT;
    attention->off_chip = layer->machine.softmax_off_chip;
    attention->scratch = workload_end(layer->workload);
    const uint64_t scratch_bytes =
        (uint64_t)attention->plan.score_slots * ((uint64_t)attention->plan.s_slot_bytes + attention->plan.p_slot_bytes);
    if (attention->off_chip && attention->scratch + scratch_bytes > layer->machine.ddr_end) return FIRMWARE_NO_SCRATCH;
    claim_attention(layer);
    layer->tile_rows = attention->plan.rows;
    layer->tile_cols = head_dim;
    return FIRMWARE_OK;
}
