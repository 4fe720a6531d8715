// exit: 255
// qemu: no, its exit status is the code modulo 256, a pass
// Test 256 fails; the exit status has eight bits, of which this number has none.
#include "env.inc"
    begin_user
    TEST(2, a0, 1, li a0, 1)
    TEST(256, a0, 2, li a0, 1)
    TEST(300, a0, 1, li a0, 1)
    end_of_tests
