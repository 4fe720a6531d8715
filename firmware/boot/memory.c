/* memset and memcpy by words: the C library's go byte by byte. */
#include <stddef.h>
#include <stdint.h>

typedef uint64_t __attribute__((may_alias)) word;

#define WORD sizeof(word)

void* memset(void* to, int value, size_t bytes) {
    uint8_t* out = to;
    const uint64_t pattern = (uint8_t)value * 0x0101010101010101u;
    while (bytes != 0 && (uintptr_t)out % WORD != 0) {
        *out++ = (uint8_t)value;
        --bytes;
    }
#pragma GCC unroll 4
    for (; bytes >= WORD; bytes -= WORD, out += WORD)
        *(word*)out = pattern;
    for (; bytes != 0; --bytes)
        *out++ = (uint8_t)value;
    return to;
}

void* memcpy(void* restrict to, const void* restrict from, size_t bytes) {
    uint8_t* out = to;
    const uint8_t* in = from;
    if (((uintptr_t)out | (uintptr_t)in) % WORD == 0) {
#pragma GCC unroll 4
        for (; bytes >= WORD; bytes -= WORD, out += WORD, in += WORD)
            *(word*)out = *(const word*)in;
    }
    for (; bytes != 0; --bytes)
        *out++ = *in++;
    return to;
}
