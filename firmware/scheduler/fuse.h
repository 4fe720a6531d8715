/* Which layer the array can do together with the product before it. */
#ifndef STAVP_FIRMWARE_FUSE_H
#define STAVP_FIRMWARE_FUSE_H

#include "firmware/scheduler/workload.h"

/* The layer behind product `index` if it is a table look-up or a sum whose input is that product's output, which
 * nobody else reads; else NULL. */
const struct nmw_layer* fuse_find(const struct workload* workload, uint32_t index);
/* The last layer that reads a tensor; 0 if none does. */
uint32_t fuse_last_use(const struct workload* workload, uint32_t tensor, uint32_t from);

#endif
