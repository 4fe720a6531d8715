/* The vector unit, docs/arithmetic.md. Operands on chip; matrices of rows x cols. See driver.h. */
#ifndef FIRMWARE_DRIVERS_VECTOR_H
#define FIRMWARE_DRIVERS_VECTOR_H

#include "firmware/drivers/check.h"
#include "firmware/drivers/driver.h"

/* y = sat((a * a_mult + b * b_mult + half) >> shift). */
struct vector_sum {
    uint32_t rows, cols; /* each at least 1 */
    struct matrix a;     /* I8, U8 or I16 */
    struct matrix b;     /* I8, U8 or I16; address 0: none, a is requantised, with a_mult >= 0 */
    struct matrix y;     /* I8, U8 or I16 */
    int32_t a_mult;      /* -2^31 is no factor */
    int32_t b_mult;
    uint32_t shift; /* 1 to 62 */
};

/* y = table[a], a taken as 0 to 255. */
struct vector_lookup {
    uint32_t rows, cols;
    struct matrix a; /* I8 */
    struct matrix y; /* I8 */
    uint32_t table;  /* address of 256 int8 */
};

/* y = LayerNorm(a), row by row. */
struct vector_norm {
    uint32_t rows, cols; /* cols: 1 to 8192 */
    struct matrix a;     /* I8 or I16 */
    struct matrix y;     /* I8 or I16 */
    uint32_t gamma;      /* address of cols int16 */
    uint32_t beta;       /* address of cols int32 */
    uint32_t eps_q;
    int32_t mult;   /* >= 0 */
    uint32_t shift; /* 1 to 62 */
};

/* y[cols, rows] = a[rows, cols]^T. */
struct vector_turn {
    uint32_t rows, cols; /* of a */
    struct matrix a;     /* I8 */
    struct matrix y;     /* I8 */
};

enum driver_status vector_add(const struct vector_sum* job, uint32_t timeout_us);
enum driver_status vector_lut(const struct vector_lookup* job, uint32_t timeout_us);
enum driver_status vector_layernorm(const struct vector_norm* job, uint32_t timeout_us);
enum driver_status vector_transpose(const struct vector_turn* job, uint32_t timeout_us);

enum driver_status vector_add_submit(const struct vector_sum* job, const struct driver_after* after,
                                     struct token* done);
enum driver_status vector_lut_submit(const struct vector_lookup* job, const struct driver_after* after,
                                     struct token* done);
enum driver_status vector_layernorm_submit(const struct vector_norm* job, const struct driver_after* after,
                                           struct token* done);
enum driver_status vector_transpose_submit(const struct vector_turn* job, const struct driver_after* after,
                                           struct token* done);

#endif
