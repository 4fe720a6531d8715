#include "firmware/drivers/vector.h"

#define LUT_BYTES 256u
#define NORM_COLS_MAX 8192u
#define GAMMA_BYTES 2ull
#define BETA_BYTES 4ull

/* The part that every operation has: y from the rows x cols elements of a. */
static struct stavp_vector_descriptor operation(uint32_t opcode, const struct matrix* a, const struct matrix* y,
                                                uint32_t rows, uint32_t cols) {
    return (struct stavp_vector_descriptor){.header = {.opcode = opcode},
                                            .a = a->address,
                                            .y = y->address,
                                            .rows = rows,
                                            .cols = cols,
                                            .a_stride = a->stride,
                                            .y_stride = y->stride,
                                            .a_type = (uint8_t)a->type,
                                            .y_type = (uint8_t)y->type};
}

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
    struct stavp_vector_descriptor vector = operation(STAVP_OP_VECTOR_ADD, &job->a, &job->y, job->rows, job->cols);
    vector.b = job->b.address;
    vector.b_stride = job->b.stride;
    vector.b_type = (uint8_t)job->b.type;
    vector.mult0 = job->a_mult;
    vector.mult1 = job->b_mult;
    vector.shift0 = job->shift;
    return submit(&vector, after, done);
}

enum driver_status vector_lut_submit(const struct vector_lookup* job, const struct driver_after* after,
                                     struct token* done) {
    if (!drivers_ready()) return DRIVER_NOT_OPEN;
    if (!matrix_on_chip(&job->a, job->rows, job->cols, TYPE_BIT(STAVP_I8)) ||
        !matrix_on_chip(&job->y, job->rows, job->cols, TYPE_BIT(STAVP_I8)) || !on_chip(job->table, 1, LUT_BYTES, 0))
        return DRIVER_BAD_ARGUMENT;
    struct stavp_vector_descriptor vector = operation(STAVP_OP_VECTOR_LUT, &job->a, &job->y, job->rows, job->cols);
    vector.params = job->table;
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
    struct stavp_vector_descriptor vector =
        operation(STAVP_OP_VECTOR_LAYERNORM, &job->a, &job->y, job->rows, job->cols);
    vector.params = job->gamma;
    vector.params2 = job->beta;
    vector.mult0 = job->mult;
    vector.shift0 = job->shift;
    vector.eps_q = job->eps_q;
    return submit(&vector, after, done);
}

enum driver_status vector_transpose_submit(const struct vector_turn* job, const struct driver_after* after,
                                           struct token* done) {
    if (!drivers_ready()) return DRIVER_NOT_OPEN;
    if (!matrix_on_chip(&job->a, job->rows, job->cols, TYPE_BIT(STAVP_I8)) ||
        !matrix_on_chip(&job->y, job->cols, job->rows, TYPE_BIT(STAVP_I8)))
        return DRIVER_BAD_ARGUMENT;
    struct stavp_vector_descriptor vector =
        operation(STAVP_OP_VECTOR_TRANSPOSE, &job->a, &job->y, job->rows, job->cols);
    return submit(&vector, after, done);
}

enum driver_status vector_add(const struct vector_sum* job, uint32_t timeout_us) {
    struct token done = {0, 0};
    const enum driver_status status = vector_add_submit(job, 0, &done);
    return driver_finish(status, done, timeout_us);
}

enum driver_status vector_lut(const struct vector_lookup* job, uint32_t timeout_us) {
    struct token done = {0, 0};
    const enum driver_status status = vector_lut_submit(job, 0, &done);
    return driver_finish(status, done, timeout_us);
}

enum driver_status vector_layernorm(const struct vector_norm* job, uint32_t timeout_us) {
    struct token done = {0, 0};
    const enum driver_status status = vector_layernorm_submit(job, 0, &done);
    return driver_finish(status, done, timeout_us);
}

enum driver_status vector_transpose(const struct vector_turn* job, uint32_t timeout_us) {
    struct token done = {0, 0};
    const enum driver_status status = vector_transpose_submit(job, 0, &done);
    return driver_finish(status, done, timeout_us);
}
