#include "firmware/drivers/sta.h"

#define CHANNEL_BYTES 16u

static uint32_t log2_of(uint32_t power) {
    return (uint32_t)__builtin_ctz(power);
}

static bool weights_are_good(const struct sta_product* product) {
    const struct sta_weights* w = &product->w;
    const uint32_t types = TYPE_BIT(STAVP_I8) | TYPE_BIT(STAVP_I16);
    if (w->group == 0) return matrix_on_chip(&w->values, product->n, product->k, types);
    if (w->group < 2 || w->group > 32 || (w->group & (w->group - 1u)) != 0) return false;
    if (w->kept > w->group) return false; /* 0: rows without bytes are refused below */
    const uint32_t groups = (product->k + w->group - 1u) / w->group;
    const uint32_t bits = w->positions == STAVP_POSITIONS_INDEX ? w->kept * log2_of(w->group) : w->group;
    return w->positions <= STAVP_POSITIONS_INDEX && matrix_on_chip(&w->values, product->n, groups * w->kept, types) &&
           on_chip(w->map, product->n, (groups * bits + 7u) / 8u, w->map_stride);
}

static bool output_is_good(const struct sta_product* product) {
    const bool raw = product->y.type == STAVP_I32;
    if (!matrix_on_chip(&product->y, product->m, product->n, TYPES_8_16 | TYPE_BIT(STAVP_I32))) return false;
    if (product->sums != 0 && !on_chip(product->sums, product->m, 4ull * product->n, product->sums_stride))
        return false;
    if (raw) return true;
    if (product->channels != 0) return on_chip(product->channels, 1, (uint64_t)CHANNEL_BYTES * product->n, 0);
    return product->mult >= 0 && shift_in_range(product->shift);
}

static bool is_good(const struct sta_product* product) {
    return product->m != 0 && product->n != 0 && product->k != 0 && product->k <= drivers_machine()->max_k &&
           matrix_on_chip(&product->x, product->m, product->k, TYPES_8_16) && weights_are_good(product) &&
           output_is_good(product);
}

static uint32_t flags_of(const struct sta_product* product) {
    uint32_t flags = 0;
    if (product->relu) flags |= STAVP_STA_RELU;
    if (product->x.type == STAVP_U8) flags |= STAVP_STA_X_UNSIGNED;
    if (product->x.type == STAVP_I16) flags |= STAVP_STA_X_INT16;
    if (product->w.values.type == STAVP_I16) flags |= STAVP_STA_W_INT16;
    if (product->channels == 0) flags |= STAVP_STA_INLINE_REQUANT;
    if (product->sums != 0) flags |= STAVP_STA_PSUM_IN;
    return flags;
}

enum driver_status sta_submit(const struct sta_product* product, const struct driver_after* after, struct token* done) {
    if (!drivers_ready()) return DRIVER_NOT_OPEN;
    if (!is_good(product)) return DRIVER_BAD_ARGUMENT;
    const struct sta_weights* w = &product->w;
    const bool sparse = w->group != 0;
    const union command command = {.sta = {.header = {.opcode = STAVP_OP_STA_MATMUL, .flags = flags_of(product)},
                                           .x = product->x.address,
                                           .w = w->values.address,
                                           .map = sparse ? w->map : 0,
                                           .params = product->channels,
                                           .psum = product->sums,
                                           .y = product->y.address,
                                           .m = product->m,
                                           .n = product->n,
                                           .k = product->k,
                                           .x_stride = product->x.stride,
                                           .w_stride = w->values.stride,
                                           .map_stride = sparse ? w->map_stride : 0,
                                           .psum_stride = product->sums_stride,
                                           .y_stride = product->y.stride,
                                           .pattern_n = sparse ? w->kept : 0,
                                           .pattern_m = sparse ? w->group : 0,
                                           .y_type = (uint8_t)product->y.type,
                                           .positions = sparse ? (uint8_t)w->positions : 0,
                                           .mult = product->mult,
                                           .shift = product->shift}};
    return driver_submit(QUEUE_STA, &command, after, done);
}

enum driver_status sta_matmul(const struct sta_product* product, uint32_t timeout_us) {
    struct token done = {0, 0};
    const enum driver_status status = sta_submit(product, 0, &done);
    return driver_finish(status, done, timeout_us);
}
