/* What of the on-chip buffers a layer gets. */
#ifndef STAVP_FIRMWARE_WINDOWS_H
#define STAVP_FIRMWARE_WINDOWS_H

#include "firmware/scheduler/layer.h"

#define WINDOWS_BUFFERS 3u

/* Where things are kept, best first. */
extern const enum buffer_id windows_for_inputs[WINDOWS_BUFFERS];
extern const enum buffer_id windows_for_results[WINDOWS_BUFFERS];
/* Of products that the vector unit reads: the array's next result does not have to wait for it. */
extern const enum buffer_id windows_for_sums[WINDOWS_BUFFERS];

/* Windows for the pools of operands that are not on chip as a whole. */
void windows_open(struct layer* layer);
/* The layer's part of the weight buffer, for at most `bytes`; 0 = as much as there is. */
void windows_open_weights(struct layer* layer, uint32_t bytes);
void windows_take_all_weights(struct layer* layer);
/* Rows in which an activation becomes ready: whole array heights where there are several. */
uint32_t windows_chunk_rows(const struct layer* layer, uint32_t rows);
/* Somewhere on chip for the result, if a later layer reads it. */
void windows_keep_result(struct layer* layer, const enum buffer_id* order);
void windows_give_up_result(struct layer* layer);
/* Operands come through pools, whatever was on chip. */
void windows_stream_inputs(struct layer* layer);

#endif
