/* Polled output, and a pass. */
#include "virt.h"

int main(void) {
    put_text("hello, virt\n");
    return 0;
}
