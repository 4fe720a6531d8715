// exit: 5
// Test 5 fails.
#include "env.inc"
    begin_user
    TEST(2, a0, 1, li a0, 1)
    TEST(5, a0, 2, li a0, 1)
    TEST(300, a0, 1, li a0, 1)
    end_of_tests
