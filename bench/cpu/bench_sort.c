/* Quicksort of random words, with a comparison through a pointer, as qsort has it. */
#include "bench.h"

#define COUNT 20000
#define ROUNDS 240

static uint32_t values[COUNT];

static int compare(const void* a, const void* b) {
    const uint32_t left = *(const uint32_t*)a;
    const uint32_t right = *(const uint32_t*)b;
    return (left > right) - (left < right);
}

static void swap(uint32_t* a, uint32_t* b) {
    const uint32_t other = *a;
    *a = *b;
    *b = other;
}

static void insertion_sort(uint32_t* first, int64_t count, int (*order)(const void*, const void*)) {
    for (int64_t i = 1; i < count; ++i)
        for (int64_t j = i; j > 0 && order(&first[j], &first[j - 1]) < 0; --j)
            swap(&first[j], &first[j - 1]);
}

static void quicksort(uint32_t* first, int64_t count, int (*order)(const void*, const void*)) {
    while (count > 12) {
        swap(&first[0], &first[count / 2]);
        int64_t last_smaller = 0;
        for (int64_t i = 1; i < count; ++i)
            if (order(&first[i], &first[0]) < 0) swap(&first[++last_smaller], &first[i]);
        swap(&first[0], &first[last_smaller]);
        quicksort(first, last_smaller, order);
        first += last_smaller + 1;
        count -= last_smaller + 1;
    }
    insertion_sort(first, count, order);
}

int main(void) {
    uint64_t seed = 1;
    int right = 1;
    uint64_t middle = 0;
    for (int round = 0; round < ROUNDS; ++round) {
        uint64_t sum = 0;
        for (int i = 0; i < COUNT; ++i)
            sum += values[i] = next_random(&seed);
        quicksort(values, COUNT, compare);
        for (int i = 1; i < COUNT; ++i)
            right &= values[i - 1] <= values[i];
        for (int i = 0; i < COUNT; ++i)
            sum -= values[i];
        right &= sum == 0;
        middle += values[COUNT / 2];
    }
    return report("sort", middle, right);
}
