// exit: fail
// An illegal instruction that no handler waits for is a failure, not an endless loop.
#include "env.inc"
    begin_machine
    li gp, 2
    .word 0xffffffff
    end_of_tests
