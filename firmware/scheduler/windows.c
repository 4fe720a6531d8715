#include "firmware/scheduler/windows.h"

#include "firmware/scheduler/fuse.h"
#include "firmware/scheduler/units.h"

#include <stddef.h>

/* The layer's pools get the largest range of a buffer that no resident activation takes. */
static void open_window(struct layer* layer, enum buffer_id buffer) {
    const struct window window = space_window(buffer);
    layer->machine.buffer_base[buffer] = window.address;
    layer->machine.buffer_bytes[buffer] = window.bytes;
}

void windows_open(struct layer* layer) {
    if (layer->a_place == NULL) open_window(layer, BUFFER_INPUT);
    open_window(layer, BUFFER_INTERMEDIATE);
    if (layer->y_place == NULL) open_window(layer, BUFFER_OUTPUT);
}

void windows_open_weights(struct layer* layer, uint32_t bytes) {
    const struct window window = space_weights(bytes);
    layer->machine.buffer_base[BUFFER_WEIGHT] = window.address;
    layer->machine.buffer_bytes[BUFFER_WEIGHT] = window.bytes;
}

uint32_t windows_chunk_rows(const struct layer* layer, uint32_t rows) {
    const uint32_t height = layer->machine.rows;
    return rows <= height ? rows : min_u32(rows, round_up(div_up(rows, PLACE_CHUNKS_MAX), height));
}

void windows_keep_result(struct layer* layer, const enum buffer_id* order) {
    if (layer->is_last) return;
    const uint32_t last_use = fuse_last_use(layer->workload, layer->y.tensor, layer->index + 1u);
    layer->y_place = space_keep(layer->y.tensor, layer->y.rows, layer->y.cols * layer->y.element_bytes, last_use,
                                windows_chunk_rows(layer, layer->y.rows), order, WINDOWS_BUFFERS);
}

void windows_give_up_result(struct layer* layer) {
    space_give_up(layer->y_place);
    layer->y_place = NULL;
}

void windows_stream_inputs(struct layer* layer) {
    space_give_up(layer->a_place);
    space_give_up(layer->b_place);
    layer->a_place = layer->b_place = NULL;
    layer->load_a = false;
}

const enum buffer_id windows_for_results[WINDOWS_BUFFERS] = {BUFFER_OUTPUT, BUFFER_INTERMEDIATE, BUFFER_INPUT};
const enum buffer_id windows_for_sums[WINDOWS_BUFFERS] = {BUFFER_INTERMEDIATE, BUFFER_OUTPUT, BUFFER_INPUT};
const enum buffer_id windows_for_inputs[WINDOWS_BUFFERS] = {BUFFER_INPUT, BUFFER_OUTPUT, BUFFER_INTERMEDIATE};

void windows_take_all_weights(struct layer* layer) {
    layer->machine.buffer_base[BUFFER_WEIGHT] = layer->whole->buffer_base[BUFFER_WEIGHT];
    layer->machine.buffer_bytes[BUFFER_WEIGHT] = layer->whole->buffer_bytes[BUFFER_WEIGHT];
}
