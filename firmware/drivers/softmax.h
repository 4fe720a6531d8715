/* Softmax of rows, docs/arithmetic.md. Operands on chip. See driver.h. */
#ifndef FIRMWARE_DRIVERS_SOFTMAX_H
#define FIRMWARE_DRIVERS_SOFTMAX_H

#include "firmware/drivers/check.h"
#include "firmware/drivers/driver.h"

struct softmax_job {
    uint32_t rows, cols; /* each at least 1 */
    struct matrix x;     /* I16 scores in units of ln 2 / 256 */
    struct matrix y;     /* U8 probabilities in units of 1 / 255 */
    uint32_t valid;      /* columns at or beyond give 0; at most cols */
    bool causal;         /* row r sees columns up to first_row + r only */
    uint32_t first_row;
};

enum driver_status softmax_rows(const struct softmax_job* job, uint32_t timeout_us);
enum driver_status softmax_submit(const struct softmax_job* job, const struct driver_after* after, struct token* done);

#endif
