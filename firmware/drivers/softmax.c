#include "firmware/drivers/softmax.h"

enum driver_status softmax_submit(const struct softmax_job* job, const struct driver_after* after, struct token* done) {
    if (!drivers_ready()) return DRIVER_NOT_OPEN;
    if (job->rows == 0 || job->cols == 0 || job->valid > job->cols ||
        !matrix_on_chip(&job->x, job->rows, job->cols, TYPE_BIT(STAVP_I16)) ||
        !matrix_on_chip(&job->y, job->rows, job->cols, TYPE_BIT(STAVP_U8)))
        return DRIVER_BAD_ARGUMENT;
    const union command command = {
        .softmax = {.header = {.opcode = STAVP_OP_SOFTMAX_ROWS, .flags = job->causal ? STAVP_SOFTMAX_CAUSAL : 0},
                    .x = job->x.address,
                    .y = job->y.address,
                    .rows = job->rows,
                    .cols = job->cols,
                    .x_stride = job->x.stride,
                    .y_stride = job->y.stride,
                    .valid = job->valid,
                    .row0 = job->first_row}};
    return driver_submit(QUEUE_SOFTMAX, &command, after, done);
}

enum driver_status softmax_rows(const struct softmax_job* job, uint32_t timeout_us) {
    struct token done = {0, 0};
    const enum driver_status status = softmax_submit(job, 0, &done);
    return driver_finish(status, done, timeout_us);
}
