/* In the manner of CoreMark: its four kinds of work in its rough proportions, a CRC over all results. */
#include "bench.h"
#include "kernels.h"

#define ROUNDS 800
#define EXPECTED 0xb76bul

int main(void) {
    uint16_t crc = 0;
    int right = 1;
    for (uint64_t round = 0; round < ROUNDS; ++round) {
        crc = crc16_u16(crc, list_work(round));
        crc = crc16_u16(crc, matrix_work(round));
        crc = crc16_u16(crc, state_work(round));
        if (round % 100 != 0) continue;
        right &= list_is_sorted() & matrix_is_product(round) & state_counted_all();
    }
    return report("core", crc, right && crc == EXPECTED);
}
