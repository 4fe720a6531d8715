/* A .nmw image in memory, read in place. */
#ifndef STAVP_FIRMWARE_WORKLOAD_H
#define STAVP_FIRMWARE_WORKLOAD_H

#include "firmware/scheduler/error.h"
#include "workloads/format/nmw.h"

#include <stdbool.h>

struct workload {
    const struct nmw_header* header;
    const struct nmw_layer* layers;
    const struct nmw_tensor* tensors;
    const struct nmw_sequence* sequences;
    uint64_t base;
    uint64_t arena;
};

/* Checks magic, version and that the tables lie in the image. Checksums are the loader's business. */
enum firmware_error workload_open(uint64_t address, struct workload* workload);
/* 0 for NMW_NONE and indices beyond the table. */
const struct nmw_tensor* workload_tensor(const struct workload* workload, uint32_t index);
uint64_t workload_address(const struct workload* workload, const struct nmw_tensor* tensor);
/* First 64-byte boundary behind the arena: scratch memory may begin here. */
uint64_t workload_end(const struct workload* workload);
/* Bytes per element, 0 for an unknown type. */
uint32_t dtype_bytes(uint32_t dtype);

#endif
