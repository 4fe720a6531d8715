// exit: 0
// Integer instructions in U mode.
#include "env.inc"
    begin_user
    TEST(2, a0, 10, li a1, 3; li a2, 7; add a0, a1, a2)
    TEST(3, a0, 0xffffffff80000000, li a1, 0x7fffffff; addiw a0, a1, 1)
    TEST(4, a0, 0xf800000000000000, li a1, 1 << 63; srai a0, a1, 4)
    TEST(5, a0, 1, li a1, -1; li a2, 1; slt a0, a1, a2)
    TEST(6, a0, 0, li a1, -1; li a2, 1; sltu a0, a1, a2)
    TEST(7, a0, 0xfffffffffffffffe, li a1, -1; li a2, -1; mulhu a0, a1, a2)
    TEST(8, a0, -1, li a1, 5; li a2, 0; div a0, a1, a2)
    TEST(9, a0, 0x55667788, la a1, word; lwu a0, 0(a1))
    TEST(10, a0, 21, li a0, 0; li a1, 6; 1: add a0, a0, a1; addi a1, a1, -1; bnez a1, 1b)
    TEST(11, x0, 0, li x0, 5)
    end_of_tests
word:
    .dword 0x1122334455667788
