/* The array: y[m, n] = out(x[m, k] * w[n, k]^T), docs/arithmetic.md. All operands on chip. See driver.h. */
#ifndef FIRMWARE_DRIVERS_STA_H
#define FIRMWARE_DRIVERS_STA_H

#include "firmware/drivers/check.h"
#include "firmware/drivers/driver.h"

/* w[n, k], a row for each output. Dense (group 0): rows of k elements. N:M sparse: rows of kept values, `kept` for each
 * `group` of columns, and where they belong: a map of `group` bits, or indices. */
struct sta_weights {
    struct matrix values; /* I8 or I16 */
    uint8_t kept;         /* N: 1 to M */
    uint8_t group;        /* M: 2, 4, 8, 16 or 32; 0: dense */
    enum stavp_positions positions;
    uint32_t map; /* address; rows map_stride bytes apart */
    uint32_t map_stride;
};

struct sta_product {
    uint32_t m, n, k;     /* each at least 1; k at most machine.max_k */
    struct matrix x;      /* [m, k]: I8, U8 or I16 */
    struct sta_weights w; /* [n, k] */
    struct matrix y;      /* [m, n]: I8, U8, I16; I32: sums as they are, nothing below but `sums` applies */
    uint32_t channels; /* address of n records {int32 bias, int32 mult, uint32 shift, 0}; 0: mult and shift for all */
    int32_t mult;      /* >= 0 */
    uint32_t shift;    /* 1 to 62 */
    bool relu;
    uint32_t sums; /* address of int32 partial sums [m, n] that are added; 0: none */
    uint32_t sums_stride;
};

enum driver_status sta_matmul(const struct sta_product* product, uint32_t timeout_us);
enum driver_status sta_submit(const struct sta_product* product, const struct driver_after* after, struct token* done);

#endif
