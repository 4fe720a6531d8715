#include "bench.h"

int report(const char* name, uint64_t result, int right) {
    const uint64_t retired = read_csr(minstret);
    put_text(name);
    put_text(right ? " right " : " WRONG ");
    put_hex(result, 16);
    put_named(" instret", retired, 16);
    return right ? 0 : 1;
}

/* The compiler may call these. */
void* memset(void* to, int value, size_t bytes) {
    volatile char* out = to;
    for (size_t i = 0; i < bytes; ++i)
        out[i] = (char)value;
    return to;
}

void* memcpy(void* to, const void* from, size_t bytes) {
    volatile char* out = to;
    const char* in = from;
    for (size_t i = 0; i < bytes; ++i)
        out[i] = in[i];
    return to;
}
