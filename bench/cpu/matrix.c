#include "bench.h"
#include "kernels.h"

#define N 40

static int16_t a[N][N];
static int16_t b[N][N];
static int32_t c[N][N];

static void fill(uint64_t* seed) {
    for (int i = 0; i < N; ++i)
        for (int j = 0; j < N; ++j) {
            a[i][j] = (int16_t)(next_random(seed) & 0x3ff);
            b[i][j] = (int16_t)(next_random(seed) & 0x3ff);
        }
}

static void multiply(void) {
    for (int i = 0; i < N; ++i)
        for (int j = 0; j < N; ++j) {
            int32_t sum = 0;
            for (int k = 0; k < N; ++k)
                sum += a[i][k] * b[k][j];
            c[i][j] = sum;
        }
}

static uint32_t sum_of_bits(void) {
    uint32_t sum = 0;
    for (int i = 0; i < N; ++i)
        for (int j = 0; j < N; ++j)
            sum += ((uint32_t)c[i][j] >> 2 & 15) * ((uint32_t)c[i][j] >> 5 & 127);
    return sum;
}

static void add_constant(int16_t value) {
    for (int i = 0; i < N; ++i)
        for (int j = 0; j < N; ++j)
            a[i][j] = (int16_t)(a[i][j] + value);
}

uint16_t matrix_work(uint64_t seed) {
    fill(&seed);
    uint16_t crc = 0;
    for (int16_t turn = 1; turn <= 2; ++turn) {
        add_constant(turn);
        multiply();
        crc = crc16_u32(crc, sum_of_bits());
    }
    return crc;
}

int matrix_is_product(uint64_t seed) {
    int64_t r[N];
    int64_t br[N];
    for (int i = 0; i < N; ++i)
        r[i] = next_random(&seed) & 0xff;
    for (int i = 0; i < N; ++i) {
        br[i] = 0;
        for (int j = 0; j < N; ++j)
            br[i] += b[i][j] * r[j];
    }
    for (int i = 0; i < N; ++i) {
        int64_t difference = 0;
        for (int j = 0; j < N; ++j)
            difference += c[i][j] * r[j] - a[i][j] * br[j];
        if (difference != 0) return 0;
    }
    return 1;
}
