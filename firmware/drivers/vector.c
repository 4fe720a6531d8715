#include "firmware/drivers/vector.h"

#define LUT_BYTES 256u
#define NORM_COLS_MAX 8192u
#define GAMMA_BYTES 2ull
#define BETA_BYTES 4ull

static enum driver_status submit(const struct stavp_vector_descriptor* vector, const struct driver_after* after,
                                 struct token* done) {
    const union command command = {.vector = *vector};
    return driver_submit(QUEUE_VECTOR, &command, after, done);
}

enum driver_status vector_add_submit(const struct vector_sum* job, const struct driver_after* after,
                                     struct token* done) {
    if (!drivers_ready()) return DRIVER_NOT_OPEN;
    const bool sum = job->b.address != 0;
    if (!matrix_on_chip(&job->a, job->rows, job->cols, TYPES_8_16) ||
        !matrix_on_chip(&job->y, job->rows, job->cols, TYPES_8_16) || !shift_in_range(job->shift) ||
        (sum && !matrix_on_chip(&job->b, job->rows, job->cols, TYPES_8_16)) || job->a_mult == INT32_MIN ||
        job->b_mult == INT32_MIN || (!sum && job->a_mult < 0))
        return DRIVER_BAD_ARGUMENT;
    const struct stavp_vector_descriptor vector = {.header = {.opcode = STAVP_OP_VECTOR_ADD},
                                                   .a = job->a.address,
                                                   .b = job->b.address,
                                                   .y = job->y.address,
                                                   .rows = job->rows,
                                                   .cols = job->cols,
                                                   .a_stride = job->a.stride,
                                                   .b_stride = job->b.stride,
                                                   .y_stride = job->y.stride,
                                                   .a_type = (uint8_t)job->a.type,
                                                   .b_type = (uint8_t)job->b.type,
                                                   .y_type = (uint8_t)job->y.type,
                                                   .mult0 = job->a_mult,
                                                   .mult1 = job->b_mult,
                                                   .shift0 = job->shift};
    return submit(&vector, after, done);
}

enum driver_status vector_lut_submit(const struct vector_lookup* job, const struct driver_after* after,
                                     struct token* done) {
    if (!drivers_ready()) return DRIVER_NOT_OPEN;
    if (!matrix_on_chip(&job->a, job->rows, job->cols, TYPE_BIT(STAVP_I8)) ||
        !matrix_on_chip(&job->y, job->rows, job->cols, TYPE_BIT(STAVP_I8)) || !on_chip(job->table, 1, LUT_BYTES, 0))
        return DRIVER_BAD_ARGUMENT;
    const struct stavp_vector_descriptor vector = {.header = {.opcode = STAVP_OP_VECTOR_LUT},
                                                   .a = job->a.address,
                                                   .y = job->y.address,
                                                   .params = job->table,
                                                   .rows = job->rows,
                                                   .cols = job->cols,
                                                   .a_stride = job->a.stride,
                                                   .y_stride = job->y.stride,
                                                   .a_type = (uint8_t)job->a.type,
                                                   .y_type = (uint8_t)job->y.type};
    return submit(&vector, after, done);
}

enum driver_status vector_layernorm_submit(const struct vector_norm* job, const struct driver_after* after,
                                           struct token* done) {
    if (!drivers_ready()) return DRIVER_NOT_OPEN;
    const uint32_t types = TYPE_BIT(STAVP_I8) | TYPE_BIT(STAVP_I16);
    if (job->cols > NORM_COLS_MAX || !matrix_on_chip(&job->a, job->rows, job->cols, types) ||
        !matrix_on_chip(&job->y, job->rows, job->cols, types) || !on_chip(job->gamma, 1, GAMMA_BYTES * job->cols, 0) ||
        !on_chip(job->beta, 1, BETA_BYTES * job->cols, 0) || job->mult < 0 || !shift_in_range(job->shift))
        return DRIVER_BAD_ARGUMENT;
    const struct stavp_vector_descriptor vector = {.header = {.opcode = STAVP_OP_VECTOR_LAYERNORM},
                                                   .a = job->a.address,
                                                   .y = job->y.address,
                                                   .params = job->gamma,
                                                   .params2 = job->beta,
                                                   .rows = job->rows,
                                                   .cols = job->cols,
                                                   .a_stride = job->a.stride,
                                                   .y_stride = job->y.stride,
                                                   .a_type = (uint8_t)job->a.type,
                                                   .y_type = (uint8_t)job->y.type,
                                                   .mult0 = job->mult,
                                                   .shift0 = job->shift,
                                                   .eps_q = job->eps_q};
    return submit(&vector, after, done);
}

enum driver_status vector_transpose_submit(const struct vector_turn* job, const struct driver_after* after,
                                           struct token* done) {
    if (!drivers_ready()) return DRIVER_NOT_OPEN;
    if (!matrix_on_chip(&job->a, job->rows, job->cols, TYPE_BIT(STAVP_I8)) ||
        !matrix_on_chip(&job->y, job->cols, job->rows, TYPE_BIT(STAVP_I8)))
        return DRIVER_BAD_ARGUMENT;
    const struct stavp_vector_descriptor vector = {.header = {.opcode = STAVP_OP_VECTOR_TRANSPOSE},
                                                   .a = job->a.address,
                                                   .y = job->y.address,
                                                   .rows = job->rows,
                                                   .cols = job->cols,
                                                   .a_stride = job->a.stride,
                                                   .y_stride = job->y.stride,
                                                   .a_type = (uint8_t)job->a.type,
                                                   .y_type = (uint8_t)job->y.type};
    return submit(&vector, after, done);
}

static enum driver_status finish(enum driver_status status, struct token done, uint32_t timeout_us) {
    return status == DRIVER_OK ? driver_wait(done, timeout_us) : status;
}

enum driver_status vector_add(const struct vector_sum* job, uint32_t timeout_us) {
    struct token done = {0, 0};
    const enum driver_status status = vector_add_submit(job, 0, &done);
    return finish(status, done, timeout_us);
}

enum driver_status vector_lut(const struct vector_lookup* job, uint32_t timeout_us) {
    struct token done = {0, 0};
    const enum driver_status status = vector_lut_submit(job, 0, &done);
    return finish(status, done, timeout_us);
}

enum driver_status vector_layernorm(const struct vector_norm* job, uint32_t timeout_us) {
    struct token done = {0, 0};
    const enum driver_status status = vector_layernorm_submit(job, 0, &done);
    return finish(status, done, timeout_us);
}

enum driver_status vector_transpose(const struct vector_turn* job, uint32_t timeout_us) {
    struct token done = {0, 0};
    const enum driver_status status = vector_transpose_submit(job, 0, &done);
    return finish(status, done, timeout_us);
}
