/* The command descriptors that firmware writes to memory and the engines fetch. Plain C11, little-endian.
 * Written out in docs/programming-model.md.
 *
 * Every engine queue takes 128-byte descriptors, 128-byte aligned. The first 40 bytes are common.
 */
#ifndef STAVP_DESCRIPTOR_H
#define STAVP_DESCRIPTOR_H

#include <stdint.h>

#define STAVP_DESCRIPTOR_BYTES 128u
#define STAVP_WAITS 3

enum stavp_opcode {
    STAVP_OP_NOP = 0,
    STAVP_OP_DMA_COPY = 1,      /* dma */
    STAVP_OP_STA_MATMUL = 16,   /* sta */
    STAVP_OP_SOFTMAX_ROWS = 32, /* softmax */
    STAVP_OP_VECTOR_ADD = 48,   /* vector; b absent: requantise */
    STAVP_OP_VECTOR_LAYERNORM = 49,
    STAVP_OP_VECTOR_LUT = 50,
    STAVP_OP_VECTOR_TRANSPOSE = 51,
    STAVP_OP_VECTOR_MEANPOOL = 52
};

/* Why a queue waits: the class under which the stall is counted. */
enum stavp_wait_cause {
    STAVP_WAIT_WEIGHTS = 0,
    STAVP_WAIT_ACTIVATIONS = 1,
    STAVP_WAIT_OUTPUT_SPACE = 2, /* the destination is still being read or drained */
    STAVP_WAIT_DEPENDENCY = 3    /* the result of another engine */
};

/* A wait word: satisfied when (int32_t)(counter[id] - value) >= 0 on 20-bit counters that wrap.
 * bit 31 = used, bits 30:28 cause, bits 25:20 counter 0..63, bits 19:0 value. 0 = no wait. */
#define STAVP_WAIT(counter, value, cause)                                                                              \
    (0x80000000u | ((uint32_t)(cause) << 28) | (((uint32_t)(counter)&63u) << 20) | ((uint32_t)(value)&0xfffffu))

/* A signal word: on completion counter[id] += 1. bit 31 = used, bits 5:0 counter. 0 = no signal. */
#define STAVP_SIGNAL(counter) (0x80000000u | ((uint32_t)(counter)&63u))

enum stavp_descriptor_flags {
    STAVP_FLAG_IRQ = 1u << 0, /* raise the queue's DONE interrupt on completion */
    /* sta */
    STAVP_STA_RELU = 1u << 8,
    STAVP_STA_X_UNSIGNED = 1u << 9,      /* x is uint8 */
    STAVP_STA_INLINE_REQUANT = 1u << 10, /* mult/shift below for all channels, bias 0; else `params` records */
    STAVP_STA_PSUM_IN = 1u << 11,        /* add int32 partial sums read from `psum` */
    STAVP_STA_LUT = 1u << 12,            /* y is looked up in the table at `operand2` */
    STAVP_STA_RESIDUAL = 1u << 13,       /* y is the scaled sum of the product and the matrix at `operand2` */
    STAVP_STA_X_INT16 = 1u << 16,        /* x is int16; excludes X_UNSIGNED */
    STAVP_STA_W_INT16 = 1u << 17,        /* w is int16 */
    /* softmax */
    STAVP_SOFTMAX_CAUSAL = 1u << 8
};

enum stavp_dtype { STAVP_I8 = 1, STAVP_U8 = 2, STAVP_I16 = 3, STAVP_I32 = 4 }; /* same values as nmw_dtype */

struct stavp_command_header {
    uint32_t opcode;
    uint32_t flags;
    uint64_t next; /* 0: go on with the ring; else the address of the next descriptor of this chain */
    uint32_t wait[STAVP_WAITS];
    uint32_t signal;
    uint32_t tag; /* for error reports and traces: layer << 16 | tile, by convention */
    uint32_t reserved;
};

/* Copies `rows` rows of `row_bytes` bytes; strides in bytes. Addresses and strides of any alignment. */
struct stavp_dma_descriptor {
    struct stavp_command_header header;
    uint64_t source;
    uint64_t destination;
    uint32_t row_bytes;
    uint32_t rows;
    uint64_t source_stride;
    uint64_t destination_stride;
    uint32_t reserved[12];
};

/* Where the kept values of a sparse w belong: a bit per position (nmw.h, NMW_BITMAP) or an index per value
 * (NMW_INDEX). */
enum stavp_positions { STAVP_POSITIONS_BITMAP = 0, STAVP_POSITIONS_INDEX = 1 };

/* y[m, n] = out(x[m, k] * w[n, k]^T). On-chip addresses. pattern_n = 0: dense w, row stride w_stride.
 * Sparse: w = values, map = bit map or indices, row strides w_stride and map_stride; the first column is the start of a
 * group, and its map bits or indices begin at a byte. */
struct stavp_sta_descriptor {
    struct stavp_command_header header;
    uint32_t x;
    uint32_t w;
    uint32_t map;
    uint32_t params;
    uint32_t psum; /* int32, row stride psum_stride */
    uint32_t y;
    uint32_t m;
    uint32_t n;
    uint32_t k;
    uint32_t x_stride;
    uint32_t w_stride;
    uint32_t map_stride;
    uint32_t psum_stride;
    uint32_t y_stride;
    uint8_t pattern_n;
    uint8_t pattern_m;
    uint8_t y_type;    /* I8, U8, I16 or I32 (raw partial sums) */
    uint8_t positions; /* enum stavp_positions; 0 when dense */
    int32_t mult;
    uint32_t shift;
    uint32_t operand2;        /* LUT: table of 256 int8; RESIDUAL: m x n elements of residual_type */
    uint32_t operand2_stride; /* RESIDUAL */
    int32_t product_mult;     /* RESIDUAL: factors of the sum, and its shift */
    int32_t residual_mult;
    uint8_t sum_shift;
    uint8_t product_type; /* RESIDUAL: I8, U8 or I16, to which the product is narrowed before the sum */
    uint8_t residual_type;
    uint8_t reserved;
};

struct stavp_softmax_descriptor {
    struct stavp_command_header header;
    uint32_t x; /* int16 */
    uint32_t y; /* uint8 */
    uint32_t rows;
    uint32_t cols;
    uint32_t x_stride;
    uint32_t y_stride;
    uint32_t valid; /* columns at or beyond are masked */
    uint32_t row0;  /* causal: index of the first row */
    uint32_t reserved[14];
};

/* a, b, y are rows x cols matrices; TRANSPOSE writes cols x rows; MEANPOOL writes one row.
 * params: LAYERNORM: gamma at params, beta at params2; LUT: table of 256 int8 at params. */
struct stavp_vector_descriptor {
    struct stavp_command_header header;
    uint32_t a;
    uint32_t b; /* 0: none */
    uint32_t y;
    uint32_t params;
    uint32_t params2;
    uint32_t rows;
    uint32_t cols;
    uint32_t a_stride;
    uint32_t b_stride;
    uint32_t y_stride;
    uint8_t a_type;
    uint8_t b_type;
    uint8_t y_type;
    uint8_t reserved0;
    int32_t mult0;
    int32_t mult1;
    uint32_t shift0;
    uint32_t eps_q;
    uint32_t valid; /* MEANPOOL: rows summed */
    uint32_t reserved[6];
};

#ifdef __cplusplus
static_assert(sizeof(stavp_command_header) == 40);
static_assert(sizeof(stavp_dma_descriptor) == STAVP_DESCRIPTOR_BYTES);
static_assert(sizeof(stavp_sta_descriptor) == STAVP_DESCRIPTOR_BYTES);
static_assert(sizeof(stavp_softmax_descriptor) == STAVP_DESCRIPTOR_BYTES);
static_assert(sizeof(stavp_vector_descriptor) == STAVP_DESCRIPTOR_BYTES);
#endif

#endif
