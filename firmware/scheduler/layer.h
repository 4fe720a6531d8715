/* A layer on its way: resolved from the table, planned, then issued to the engines. */
#ifndef STAVP_FIRMWARE_LAYER_H
#define STAVP_FIRMWARE_LAYER_H

#include "firmware/drivers/queue.h"
#include "firmware/scheduler/plan_attention.h"
#include "firmware/scheduler/plan_gemm.h"
#include "firmware/scheduler/plan_rowwise.h"
#include "firmware/scheduler/space.h"
#include "firmware/scheduler/workload.h"

/* A matrix in memory. */
struct matrix {
    uint64_t address;
    uint64_t stride; /* bytes */
    uint32_t rows;
    uint32_t cols;
    uint32_t type; /* enum stavp_dtype */
    uint32_t element_bytes;
    uint32_t tensor;
};

struct gemm_layer {
    struct gemm_shape shape;
    struct gemm_plan plan;
    uint64_t values, values_stride, map, map_stride, channels;
    uint32_t flags; /* descriptor flags */
    bool look_up;   /* y passes through a table, */
    bool sum;       /* or is summed with the layer's b */
    uint64_t table;
    uint32_t table_address; /* on chip */
    uint32_t product_type;  /* what the product is narrowed to */
    int32_t product_mult, residual_mult;
    uint32_t sum_shift;
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
    const struct nmw_layer* fused; /* done together with it, or NULL */
    const struct workload* workload;
    struct machine machine; /* buffers: the windows that are free for this layer's pools */
    const struct machine* whole;
    uint32_t index;
    bool is_last;                              /* nobody reads its result */
    struct place *a_place, *b_place, *y_place; /* NULL: not on chip as a whole */
    bool load_a;                               /* a_place is empty so far */
    /* What must have happened before loads of weights, before loads of activations, loads of residuals, and before
     * results are written. */
    struct queue_mark before_weights, before_inputs, before_residuals, before_results;
    uint32_t tile_rows, tile_cols; /* for reports */
    struct matrix a, b, y;
    union {
        struct gemm_layer gemm;
        struct attention_layer attention;
        struct rowwise_layer rowwise;
    };
};

/* Larger matrices would overflow the planners' 32-bit sizes. */
#define LAYER_DIMENSION_MAX (1u << 24)

/* The matrix of a dense tensor; false if there is none. */
bool layer_resolve(const struct workload* workload, uint32_t index, struct matrix* matrix);

/* Resolves and plans layer `index` and takes its part of the buffers; layers are prepared in the order in which they
 * are issued. No hardware access. */
enum firmware_error layer_prepare(const struct workload* workload, const struct machine* machine, uint32_t index,
                                  struct layer* layer);
/* Submits all commands of a prepared layer. */
void layer_issue(struct layer* layer);

/* The layer behind it, and behind what was fused into it. */
static inline uint32_t layer_next(const struct layer* layer) {
    return layer->index + (layer->fused != 0 ? 2u : 1u);
}
/* Whether the next layer reads the result row by row, with the vector unit. */
bool layer_read_by_rows(const struct layer* layer);

enum firmware_error gemm_prepare(struct layer* layer);
enum firmware_error attention_prepare(struct layer* layer);
enum firmware_error rowwise_prepare(struct layer* layer);
void gemm_issue(struct layer* layer);
void attention_issue(struct layer* layer);
void rowwise_issue(struct layer* layer);

#define STA_TABLE_BYTES 256u

#define STA_WORDS QUEUE_WORDS(stavp_sta_descriptor, shift)
#define SOFTMAX_WORDS QUEUE_WORDS(stavp_softmax_descriptor, row0)
#define VECTOR_WORDS QUEUE_WORDS(stavp_vector_descriptor, valid)

/* A descriptor's tag. */
static inline uint32_t layer_tag(const struct layer* layer, uint32_t tile) {
    return layer->index << 16 | (tile & 0xffffu);
}

#endif
