#include "guest.h"
    begin
    li a0, 5
    li a1, 7
    mul a2, a0, a1
    CHECK(a2, 35)
    finish
