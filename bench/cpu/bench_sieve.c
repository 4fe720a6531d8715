/* Primes below two million by Eratosthenes' sieve of bytes. */
#include "bench.h"

#define LIMIT 2000000u
#define PRIMES 148933u
#define ROUNDS 100

static uint8_t composite[LIMIT];

static uint32_t count(void) {
    for (uint32_t i = 0; i < LIMIT; ++i)
        composite[i] = 0;
    uint32_t primes = 0;
    for (uint32_t i = 2; i < LIMIT; ++i) {
        if (composite[i]) continue;
        ++primes;
        for (uint64_t multiple = (uint64_t)i * i; multiple < LIMIT; multiple += i)
            composite[multiple] = 1;
    }
    return primes;
}

int main(void) {
    uint64_t sum = 0;
    for (int round = 0; round < ROUNDS; ++round)
        sum += count();
    return report("sieve", sum, sum == (uint64_t)PRIMES * ROUNDS);
}
