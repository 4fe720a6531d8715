/* A failure with an exit code. */
#include "virt.h"

int main(void) {
    put_text("failing with 7\n");
    return 7;
}
