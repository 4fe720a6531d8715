/* Something to debug: known variables with no zero byte, a call, a loop, a stretch of device accesses, and an end. */
#include "virt.h"

volatile uint64_t pattern = 0x1122334455667788;
volatile uint32_t words[4] = {0x11111111, 0x22222222, 0x33333333, 0x44444444};
volatile uint32_t turns;

__attribute__((noinline)) static uint32_t triangle(uint32_t n) {
    uint32_t sum = 0;
    for (uint32_t i = 1; i <= n; ++i)
        sum += i;
    return sum;
}

__attribute__((noinline)) static void turn(uint32_t number) {
    words[number % 4] += triangle(number);
    turns = number;
}

int main(void) {
    for (uint32_t number = 1; number <= 10; ++number)
        turn(number);
    put_text("done\n");
    return pattern == 0x1122334455667788 ? 0 : 7;
}
