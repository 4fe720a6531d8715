/* Runs until a debugger changes its mind. */
#include "virt.h"

volatile uint64_t go_on = 1;
volatile uint64_t counter;

int main(void) {
    while (go_on)
        ++counter;
    return 3;
}
