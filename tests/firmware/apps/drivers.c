/* The driver calls on the real engines: results against hand-made ones, a time-out, a bus error, and going on after
 * each. */
#include "firmware/boot/app.h"
#include "firmware/drivers/copy.h"
#include "firmware/drivers/softmax.h"
#include "firmware/drivers/sta.h"
#include "firmware/drivers/vector.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/uart.h"

#include <string.h>

#define PATIENCE_US 1000u
#define SCRATCH (DDR_BASE + 0x400000ul)

static int failures;

static void check(const char* what, bool good) {
    uart_puts(good ? "ok   " : "FAIL ");
    uart_puts(what);
    uart_puts("\n");
    if (!good) ++failures;
}

static void check_status(const char* what, enum driver_status got, enum driver_status expected) {
    check(what, got == expected);
    if (got != expected) {
        uart_puts("     got: ");
        uart_puts(driver_status_text(got));
        uart_puts("\n");
    }
}

static int8_t* at(uint32_t address) {
    return (int8_t*)(uintptr_t)address;
}

/* Two rows of three, out of rows of eight in DDR, to rows of four on chip and back. */
static void check_copies(uint32_t input) {
    int8_t* ddr = (int8_t*)SCRATCH;
    for (int i = 0; i < 16; ++i)
        ddr[i] = (int8_t)i;
    memset(at(input), 0, 8);
    const struct dma_block in = {SCRATCH + 1, input, 3, 2, 8, 4};
    check_status("dma_copy_2d", dma_copy_2d(&in, PATIENCE_US), DRIVER_OK);
    static const int8_t expected[8] = {1, 2, 3, 0, 9, 10, 11, 0};
    check("rows of a block", memcmp(at(input), expected, 8) == 0);
    check_status("dma_copy_bytes", dma_copy_bytes(SCRATCH + 64, input, 8, PATIENCE_US), DRIVER_OK);
    check("bytes back in memory", memcmp(ddr + 64, expected, 8) == 0);
}

/* x = [1 2 3 4; -1 0 1 2]; w dense = [1 1 1 1; 2 0 -1 3]; sums 10 11, 2 3; half of them, rounded up. */
static void check_products(uint32_t weight, uint32_t input, uint32_t output) {
    static const int8_t x[8] = {1, 2, 3, 4, -1, 0, 1, 2};
    static const int8_t w[8] = {1, 1, 1, 1, 2, 0, -1, 3};
    memcpy(at(input), x, 8);
    memcpy(at(weight), w, 8);
    struct sta_product product = {.m = 2, .n = 2, .k = 4, .mult = 1 << 30, .shift = 31};
    product.x = (struct matrix){input, 4, STAVP_I8};
    product.w.values = (struct matrix){weight, 4, STAVP_I8};
    product.y = (struct matrix){output, 2, STAVP_I8};
    check_status("sta_matmul, dense", sta_matmul(&product, PATIENCE_US), DRIVER_OK);
    static const int8_t dense[4] = {5, 6, 1, 2}; /* sums 10 11 2 3 */
    check("product", memcmp(at(output), dense, 4) == 0);

    /* 2:4: outputs keep columns {0, 2} with 5, 6 and {1, 3} with 7, -8. Sums 23 -18, 1 -16. */
    static const int8_t kept[4] = {5, 6, 7, -8};
    static const uint8_t map[2] = {0x5, 0xa};
    memcpy(at(weight), kept, 4);
    memcpy(at(weight + 64), map, 2);
    product.w = (struct sta_weights){{weight, 2, STAVP_I8}, 2, 4, STAVP_POSITIONS_BITMAP, weight + 64, 1};
    product.y = (struct matrix){output, 8, STAVP_I32};
    check_status("sta_matmul, 2:4, raw sums", sta_matmul(&product, PATIENCE_US), DRIVER_OK);
    const int32_t sums[4] = {23, -18, 1, -16};
    check("sparse product", memcmp(at(output), sums, sizeof sums) == 0);
}

/* Scores 0, 0 and one masked: half each, 128 = (e * 255 + e) / 2e. A score that is 256 units below has half of it. */
static void check_softmax(uint32_t intermediate) {
    int16_t* scores = (int16_t*)(uintptr_t)intermediate;
    scores[0] = scores[1] = 7;
    scores[2] = 30000;
    const struct softmax_job job = {
        .rows = 1, .cols = 3, .x = {intermediate, 6, STAVP_I16}, .y = {intermediate + 64, 3, STAVP_U8}, .valid = 2};
    check_status("softmax_rows", softmax_rows(&job, PATIENCE_US), DRIVER_OK);
    const uint8_t* p = (const uint8_t*)at(intermediate + 64);
    check("probabilities", p[0] == 128 && p[1] == 128 && p[2] == 0);
}

/* (3 a - b + 2) >> 2 of {1 2 3 4} and {4 3 2 1}: 1/4 -> 0, 5/4 -> 1, 9/4 -> 2, 13/4 -> 3. */
static void check_vector(uint32_t input, uint32_t output) {
    static const int8_t a[4] = {1, 2, 3, 4};
    static const int8_t b[4] = {4, 3, 2, 1};
    memcpy(at(input), a, 4);
    memcpy(at(input + 64), b, 4);
    const struct vector_sum sum = {
        1,         4, {input, 4, STAVP_I8}, {input + 64, 4, STAVP_I8}, {output, 4, STAVP_I8}, .a_mult = 3, .b_mult = -1,
        .shift = 2};
    check_status("vector_add", vector_add(&sum, PATIENCE_US), DRIVER_OK);
    static const int8_t added[4] = {0, 1, 2, 3};
    check("sums", memcmp(at(output), added, 4) == 0);
    const struct vector_turn turn = {2, 2, {input, 2, STAVP_I8}, {output, 2, STAVP_I8}};
    check_status("vector_transpose", vector_transpose(&turn, PATIENCE_US), DRIVER_OK);
    static const int8_t turned[4] = {1, 3, 2, 4};
    check("transposed", memcmp(at(output), turned, 4) == 0);
}

/* Copy, product and copy back, each submitted before the one in front of it is complete. */
static void check_chain(uint32_t weight, uint32_t input, uint32_t output) {
    int8_t* ddr = (int8_t*)SCRATCH;
    ddr[0] = 3;
    ddr[1] = 4;
    at(weight)[0] = 5;
    at(weight)[1] = 6;
    const struct dma_block in = {SCRATCH, input, 2, 1, 0, 0};
    const struct dma_block out = {output, SCRATCH + 128, 1, 1, 0, 0};
    struct sta_product product = {.m = 1, .n = 1, .k = 2, .mult = 1 << 30, .shift = 30};
    product.x = (struct matrix){input, 2, STAVP_I8};
    product.w.values = (struct matrix){weight, 2, STAVP_I8};
    product.y = (struct matrix){output, 1, STAVP_I8};
    struct driver_after after = {.count = 1};
    struct token done = {0, 0};
    check_status("dma_copy_submit", dma_copy_submit(&in, 0, &after.token[0]), DRIVER_OK);
    check_status("sta_submit", sta_submit(&product, &after, &done), DRIVER_OK);
    after.token[0] = done;
    check_status("dma_copy_submit", dma_copy_submit(&out, &after, &done), DRIVER_OK);
    check_status("driver_wait", driver_wait(done, PATIENCE_US), DRIVER_OK);
    check("3 * 5 + 4 * 6", ddr[128] == 39);
}

static void check_failures(uint32_t input) {
    const struct dma_block large = {SCRATCH, SCRATCH + 0x100000ul, 0x80000, 1, 0, 0};
    check_status("a copy that takes longer than it may", dma_copy_2d(&large, 1), DRIVER_TIMEOUT);
    check_status("and the next call", dma_copy_bytes(input, SCRATCH, 8, PATIENCE_US), DRIVER_NOT_OPEN);
    check_status("drivers_open", drivers_open(PATIENCE_US), DRIVER_OK);
    struct token done;
    /* A command that passes no check of ours and names no operation. */
    const union command bad = {.words = {999}};
    check_status("driver_submit", driver_submit(QUEUE_VECTOR, &bad, 0, &done), DRIVER_OK);
    check_status("a command that the engine refuses", driver_wait(done, PATIENCE_US), DRIVER_REFUSED);
    check("what failed", queue_fault.seen && queue_fault.queue == QUEUE_VECTOR && queue_fault.code == 3);
    check_status("drivers_open", drivers_open(PATIENCE_US), DRIVER_OK);
    const union command to_nowhere = {.dma = {.header = {.opcode = STAVP_OP_DMA_COPY},
                                              .source = SCRATCH,
                                              .destination = 0x60000000ul,
                                              .row_bytes = 8,
                                              .rows = 1}};
    check_status("driver_submit", driver_submit(QUEUE_DMA0, &to_nowhere, 0, &done), DRIVER_OK);
    check_status("a copy to nowhere", driver_wait(done, PATIENCE_US), DRIVER_BUS_ERROR);
    check_status("drivers_open", drivers_open(PATIENCE_US), DRIVER_OK);
}

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    const enum driver_status status = drivers_open(PATIENCE_US);
    uart_puts("accelerator: ");
    uart_puts(driver_status_text(status));
    uart_puts("\n");
    if (status != DRIVER_OK) return 1;
    const struct machine* machine = drivers_machine();
    const uint32_t weight = machine->buffer_base[BUFFER_WEIGHT];
    const uint32_t input = machine->buffer_base[BUFFER_INPUT];
    const uint32_t intermediate = machine->buffer_base[BUFFER_INTERMEDIATE];
    const uint32_t output = machine->buffer_base[BUFFER_OUTPUT];
    check_copies(input);
    check_products(weight, input, output);
    check_softmax(intermediate);
    check_vector(input, output);
    check_chain(weight, input, output);
    check_failures(input);
    check_copies(input);
    check_products(weight, input, output);
    uart_puts(failures == 0 ? "passed\n" : "FAILED\n");
    return failures == 0 ? 0 : 2;
}
