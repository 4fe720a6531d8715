/* CRC-32 (IEEE 802.3) by a table of 256 words, which is worked out first. */
#include "bench.h"

#define BYTES (1u << 16)
#define ROUNDS 4000
#define EXPECTED 0x9b0c7700u

static uint32_t table[256];
static uint8_t data[BYTES];

static uint32_t crc32(const uint8_t* bytes, uint32_t length) {
    uint32_t crc = ~0u;
    for (uint32_t i = 0; i < length; ++i)
        crc = table[(crc ^ bytes[i]) & 255] ^ crc >> 8;
    return ~crc;
}

int main(void) {
    for (uint32_t i = 0; i < 256; ++i) {
        table[i] = i;
        for (int bit = 0; bit < 8; ++bit)
            table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xedb88320u : 0);
    }
    const int known = crc32((const uint8_t*)"123456789", 9) == 0xcbf43926u;
    uint64_t seed = 1;
    for (uint32_t i = 0; i < BYTES; ++i)
        data[i] = (uint8_t)next_random(&seed);
    uint32_t crc = 0;
    for (uint32_t round = 0; round < ROUNDS; ++round) {
        data[round % BYTES] ^= (uint8_t)crc;
        crc = crc32(data, BYTES);
    }
    return report("crc32", crc, known && crc == EXPECTED);
}
