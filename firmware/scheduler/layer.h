/* A layer on its way: resolved from the table, planned, then issued to the engines. */
#ifndef STAVP_FIRMWARE_LAYER_H
#define STAVP_FIRMWARE_LAYER_H

#include "firmware/drivers/queue.h"
#include "firmware/scheduler/plan_attention.h"
#include "firmware/scheduler/plan_gemm.h"
#include "firmware/scheduler/plan_rowwise.h"
#include "firmware/scheduler/workload.h"

/* A matrix in memory. */
struct matrix {
    uint64_t address;
    uint64_t stride; /* bytes */
    uint32_t rows;
    uint32_t cols;
    uint32_t type; /* enum stavp_dtype */
    uint32_t element_bytes;
};

struct gemm_layer {
    struct gemm_shape shape;
    struct gemm_plan plan;
    uint64_t values, values_stride, map, map_stride, channels;
    uint32_t flags; /* descriptor flags */
};

struct attention_layer {
    struct attention_shape shape;
    struct attention_plan plan;
    bool off_chip;
    uint64_t scratch; /* of scores, then probabilities, one slot each per score slot */
};

struct rowwise_layer {
    struct rowwise_shape shape;
    struct rowwise_plan plan;
    uint32_t opcode;
    uint64_t params;        /* address in memory */
    uint32_t param2_offset; /* second parameter block in params */
};

struct layer {
    const struct nmw_layer* entry;
    const struct workload* workload;
    const struct machine* machine;
    uint32_t index;
    uint32_t tile_rows, tile_cols; /* for reports */
    struct matrix a, b, y;
    union {
        struct gemm_layer gemm;
        struct attention_layer attention;
        struct rowwise_layer rowwise;
    };
};

/* Resolves and plans layer `index`; no hardware access. */
enum firmware_error layer_prepare(const struct workload* workload, const struct machine* machine, uint32_t index,
                                  struct layer* layer);
/* Submits all commands of a prepared layer. */
void layer_issue(const struct layer* layer);

void gemm_issue(const struct layer* layer);
void attention_issue(const struct layer* layer);
void rowwise_issue(const struct layer* layer);

#define STA_WORDS QUEUE_WORDS(stavp_sta_descriptor, shift)
#define SOFTMAX_WORDS QUEUE_WORDS(stavp_softmax_descriptor, row0)
#define VECTOR_WORDS QUEUE_WORDS(stavp_vector_descriptor, valid)

/* A descriptor's tag. */
static inline uint32_t layer_tag(const struct layer* layer, uint32_t tile) {
    return layer->index << 16 | (tile & 0xffffu);
}

#endif
