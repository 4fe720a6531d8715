// exit: 0
// Misaligned loads and stores of every width, also over a page's end. A hart may trap instead: none of ours does.
#include "env.inc"
    begin_user
    la s0, page
    addi s0, s0, 2040
    addi s0, s0, 2040 // 16 bytes before the page's end
    li a1, 0x1122334455667788
    .macro store_and_load store, load, offset, number, value
    TEST(\number, a0, \value, sd zero, (\offset & ~7)(s0); sd zero, (\offset & ~7) + 8(s0); \store a1, \offset(s0); \load a0, \offset(s0))
    .endm
    store_and_load sh, lh, 1, 2, 0x7788
    store_and_load sh, lhu, 15, 3, 0x7788
    store_and_load sw, lw, 1, 4, 0x55667788
    store_and_load sw, lwu, 13, 5, 0x55667788
    store_and_load sw, lw, 14, 6, 0x55667788
    store_and_load sd, ld, 1, 7, 0x1122334455667788
    store_and_load sd, ld, 9, 8, 0x1122334455667788
    store_and_load sd, ld, 12, 9, 0x1122334455667788
    store_and_load sd, ld, 15, 10, 0x1122334455667788
    TEST(11, a0, 0x22, sd zero, 8(s0); sd zero, 16(s0); sd a1, 10(s0); lbu a0, 16(s0))
    end_of_tests
    .balign 4096
page:
    .skip 8192
