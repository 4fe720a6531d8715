/* The .nmw workload format, versions 1 and 2: what nmprune writes, the platform loads and firmware reads in place.
 *
 * Plain C11, little-endian, natural alignment, no pointers: offsets only. Written out for other readers in
 * docs/workload-format.md. A file is
 *
 *   nmw_header | nmw_section[section_count] | section payloads, each 64-byte aligned, zero padding between
 *
 * Bytes [0, ddr_bytes) are placed in memory as they are, 64-byte aligned; the rest (golden and float reference
 * tensors, text) is for the host only. Activation tensors live in the arena: `arena_bytes` of memory that begins at
 * image base + align_up(ddr_bytes, NMW_ALIGN).
 */
#ifndef STAVP_WORKLOADS_FORMAT_NMW_H
#define STAVP_WORKLOADS_FORMAT_NMW_H

#include <stdint.h>

#define NMW_MAGIC 0x31574d4eu /* "NMW1" */
#define NMW_VERSION 2u        /* 2 adds NMW_INDEX; a file states the lowest version that has what it holds */
#define NMW_VERSION_OLDEST 1u /* that is still read */
#define NMW_ALIGN 64u
#define NMW_NONE 0xffffffffu /* "no tensor" */
#define NMW_NAME_BYTES 40

enum nmw_section_kind {
    NMW_SECTION_LAYERS = 1,    /* nmw_layer[]; in DDR */
    NMW_SECTION_TENSORS = 2,   /* nmw_tensor[]; in DDR */
    NMW_SECTION_SEQUENCES = 3, /* nmw_sequence[]; in DDR */
    NMW_SECTION_DATA = 4,      /* constants: weights, maps and indices, channel records, tables, the input; in DDR */
    NMW_SECTION_GOLDEN = 16,   /* expected bytes of every activation tensor; host only */
    NMW_SECTION_FLOAT = 17,    /* float32 reference of the output tensor; host only */
    NMW_SECTION_META = 18      /* UTF-8 JSON: provenance, sentences, recipe; host only */
};

enum nmw_dtype { NMW_I8 = 1, NMW_U8 = 2, NMW_I16 = 3, NMW_I32 = 4 };

enum nmw_encoding {
    NMW_DENSE = 0,  /* rows x cols, row-major */
    NMW_BITMAP = 1, /* N:M compressed along cols: values and maps, see nmw_tensor */
    NMW_INDEX = 2   /* N:M compressed along cols: values and indices; since version 2 */
};

enum nmw_storage { NMW_IN_FILE = 0, NMW_IN_ARENA = 1 };

enum nmw_op {
    NMW_OP_GEMM = 1,      /* output = rq(input0 * weight^T + bias); params = nmw_channel[n] */
    NMW_OP_ATTENTION = 2, /* input0 = packed QKV [batch*seq, 3*heads*head_dim] */
    NMW_OP_LAYERNORM = 3, /* params = nmw_layernorm_params */
    NMW_OP_ADD = 4,       /* input0, input1 */
    NMW_OP_REQUANT = 5,   /* input0 */
    NMW_OP_LUT = 6,       /* params = int8[256] */
    NMW_OP_MEANPOOL = 7   /* input0 [batch*seq, cols] -> output [batch, cols]; multiplier per sequence */
};

enum nmw_layer_flags { NMW_RELU = 1u << 0, NMW_CAUSAL = 1u << 1 };

struct nmw_header {
    uint32_t magic;
    uint32_t version;
    uint32_t header_crc; /* CRC-32 (zlib polynomial) of this header and the section table with this field 0 */
    uint32_t section_count;
    uint64_t file_bytes;
    uint64_t ddr_bytes;   /* a multiple of NMW_ALIGN */
    uint64_t arena_bytes; /* a multiple of NMW_ALIGN */
    uint32_t layer_count;
    uint32_t tensor_count;
    uint32_t sequence_count; /* batch */
    uint32_t seq;            /* rows of each sequence, padding included */
    uint32_t input_tensor;
    uint32_t output_tensor;
    char name[NMW_NAME_BYTES]; /* NUL-terminated */
    uint32_t reserved[6];      /* 0 */
};

struct nmw_section {
    uint32_t kind;
    uint32_t crc;    /* CRC-32 of the payload */
    uint64_t offset; /* from the start of the file, a multiple of NMW_ALIGN */
    uint64_t bytes;  /* payload without the padding after it */
    uint64_t reserved;
};

/* A matrix of rows x cols. row_stride is in bytes.
 * NMW_BITMAP: groups = ceil(cols / pattern_m).
 *   values: at `offset`, row r at + r*row_stride, groups*pattern_n int8, row_stride = groups*pattern_n.
 *   map:    at `map_offset`, row r at + r*map_stride, pattern_m bits per group, group g's position j is bit
 *           (g*pattern_m + j) of the row, bit i of a row = bit (i % 8) of byte (i / 8);
 *           map_stride = ceil(groups*pattern_m / 8).
 * NMW_INDEX: values as above; in the place of the map, pattern_n indices of b = log2(pattern_m) bits per group: that of
 *   slot i (= group*pattern_n + slot in the group) is bits i*b to i*b + b-1 of the row, the lowest first, and is the
 *   position in the group of the value in that slot. The indices of a group rise strictly; slots that are not needed
 *   hold value 0; map_stride = ceil(groups*pattern_n*b / 8).
 * Offsets are from the image base for NMW_IN_FILE, from the arena base for NMW_IN_ARENA, always a multiple of
 * NMW_ALIGN. bytes covers values only; map_bytes the map or the indices. */
struct nmw_tensor {
    char name[NMW_NAME_BYTES];
    uint32_t dtype;
    uint32_t encoding;
    uint32_t storage;
    uint32_t rows;
    uint32_t cols;
    uint32_t pattern_n; /* 0 for NMW_DENSE */
    uint32_t pattern_m; /* 0 for NMW_DENSE */
    float scale;        /* real value = integer * scale (0 where it has none) */
    uint64_t offset;
    uint64_t bytes;
    uint64_t row_stride;
    uint64_t map_offset;
    uint64_t map_bytes;
    uint64_t map_stride;
    uint64_t golden_offset; /* into the file; 0 = none. rows x cols tightly packed */
};

struct nmw_channel {
    int32_t bias;
    int32_t mult;
    uint32_t shift;
    uint32_t zero;
};

/* Followed by int16 gamma[cols] padded to NMW_ALIGN, then int32 beta[cols] padded to NMW_ALIGN: the whole is one
 * tensor of dtype NMW_U8, 1 x bytes. gamma begins at byte 0, beta at align_up(2*cols, NMW_ALIGN). */

struct nmw_layer {
    char name[NMW_NAME_BYTES];
    uint32_t op;
    uint32_t flags;
    uint32_t input0; /* tensor indices or NMW_NONE */
    uint32_t input1;
    uint32_t weight;
    uint32_t params;
    uint32_t output;
    uint32_t rows;  /* of the output */
    uint32_t k;     /* GEMM: reduction dimension; others: input columns */
    uint32_t cols;  /* of the output */
    uint32_t heads; /* ATTENTION */
    uint32_t head_dim;
    int32_t mult0; /* docs/arithmetic.md names them */
    int32_t mult1;
    uint32_t shift0;
    uint32_t shift1;
    uint32_t eps_q; /* LAYERNORM */
    uint32_t reserved[5];
};

struct nmw_sequence {
    uint32_t valid;    /* real tokens, 1..seq */
    int32_t pool_mult; /* MEANPOOL multiplier of this sequence (1/valid folded in); 0 where unused */
    uint32_t pool_shift;
    uint32_t reserved;
};

#ifdef __cplusplus
static_assert(sizeof(nmw_header) == 128 && sizeof(nmw_section) == 32 && sizeof(nmw_tensor) == 128 &&
              sizeof(nmw_channel) == 16 && sizeof(nmw_layer) == 128 && sizeof(nmw_sequence) == 16);
#else
_Static_assert(sizeof(struct nmw_header) == 128, "nmw_header");
_Static_assert(sizeof(struct nmw_section) == 32, "nmw_section");
_Static_assert(sizeof(struct nmw_tensor) == 128, "nmw_tensor");
_Static_assert(sizeof(struct nmw_channel) == 16, "nmw_channel");
_Static_assert(sizeof(struct nmw_layer) == 128, "nmw_layer");
_Static_assert(sizeof(struct nmw_sequence) == 16, "nmw_sequence");
#endif

#endif
