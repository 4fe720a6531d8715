#include "bench.h"
#include "kernels.h"

#define TEXT_BYTES 2048

enum state { START, SIGNED, INTEGER, DECIMAL, EXPONENT, SCIENTIFIC, INVALID, STATES };

static char text[TEXT_BYTES];
static uint32_t tokens[STATES];
static uint32_t written;

static const char* const samples[] = {"5012",     "1234",     "-874",     "+122",     "35.54400", ".1234500",
                                      "-110.7",   "+0.64400", "5.500e+3", "-.123e-2", "-87e+832", "+0.6e-12",
                                      "T0.3e-1F", "-T.T++Tq", "1T3.4e4z", "34.0e-T^"};

static void write_text(uint64_t* seed) {
    uint32_t at = 0;
    written = 0;
    for (;;) {
        const char* sample = samples[next_random(seed) % (sizeof samples / sizeof samples[0])];
        uint32_t length = 0;
        while (sample[length] != 0)
            ++length;
        if (at + length + 1 >= TEXT_BYTES) break;
        for (uint32_t i = 0; i < length; ++i)
            text[at++] = sample[i];
        text[at++] = ',';
        ++written;
    }
    text[at] = 0;
}

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

static enum state after(enum state state, char c) {
    switch (state) {
    case START:
        if (is_digit(c)) return INTEGER;
        if (c == '+' || c == '-') return SIGNED;
        return c == '.' ? DECIMAL : INVALID;
    case SIGNED:
        if (is_digit(c)) return INTEGER;
        return c == '.' ? DECIMAL : INVALID;
    case INTEGER:
        if (c == '.') return DECIMAL;
        if (c == 'e') return EXPONENT;
        return is_digit(c) ? INTEGER : INVALID;
    case DECIMAL:
        if (c == 'e') return EXPONENT;
        return is_digit(c) ? DECIMAL : INVALID;
    case EXPONENT:
        return c == '+' || c == '-' || is_digit(c) ? SCIENTIFIC : INVALID;
    case SCIENTIFIC:
        return is_digit(c) ? SCIENTIFIC : INVALID;
    default:
        return INVALID;
    }
}

static void classify(void) {
    enum state state = START;
    for (const char* c = text; *c != 0; ++c) {
        if (*c == ',') {
            ++tokens[state];
            state = START;
        } else {
            state = after(state, *c);
        }
    }
}

uint16_t state_work(uint64_t seed) {
    write_text(&seed);
    for (int i = 0; i < STATES; ++i)
        tokens[i] = 0;
    classify();
    for (uint32_t i = 0; text[i] != 0; i += 7)
        if (text[i] != ',') text[i] ^= 4; /* no sample has a character that becomes a comma */
    classify();
    uint16_t crc = 0;
    for (int i = 0; i < STATES; ++i)
        crc = crc16_u32(crc, tokens[i]);
    return crc;
}

int state_counted_all(void) {
    uint32_t sum = 0;
    for (int i = 0; i < STATES; ++i)
        sum += tokens[i];
    return sum == 2 * written;
}
