/* Sleeps with no interrupt enabled: nothing can wake it. */
#include "virt.h"

volatile uint32_t woken;

int main(void) {
    clear_csr(mie, ~0ul);
    wait_for_interrupt();
    woken = 1;
    return 0;
}
