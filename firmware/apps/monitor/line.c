#include "firmware/apps/monitor/line.h"

#include <stdio.h>

#define CONTROL_D 4
#define BACKSPACE 8
#define CONTROL_U 21
#define DELETE 127

static void rub_out(int count) {
    while (count-- > 0)
        printf("\b \b");
}

bool line_read(char* line) {
    static int last;
    int length = 0;
    for (;;) {
        const int before = last;
        const int character = last = getchar();
        if (character == '\n' && before == '\r') continue; /* the second half of one Enter */
        if (character == '\r' || character == '\n') break;
        if (character == CONTROL_D && length == 0) return false;
        if ((character == BACKSPACE || character == DELETE) && length > 0) {
            rub_out(1);
            --length;
        } else if (character == CONTROL_U) {
            rub_out(length);
            length = 0;
        } else if (character >= ' ' && character <= '~' && length < LINE_BYTES - 1) {
            putchar(character);
            line[length++] = (char)character;
        }
    }
    putchar('\n');
    line[length] = '\0';
    return true;
}

int line_split(char* line, char** words) {
    int count = 0;
    for (char* at = line;;) {
        while (*at == ' ')
            *at++ = '\0';
        if (*at == '\0') return count;
        if (count == LINE_WORDS) return -1;
        words[count++] = at;
        while (*at != ' ' && *at != '\0')
            ++at;
    }
}

static int digit_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    const char lower = (char)(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

bool parse_number(const char* word, uint64_t* number) {
    const unsigned base = word[0] == '0' && (word[1] | 0x20) == 'x' ? 16 : 10;
    if (base == 16) word += 2;
    if (*word == '\0') return false;
    uint64_t value = 0;
    for (; *word != '\0'; ++word) {
        const unsigned digit = (unsigned)digit_value(*word);
        if (digit >= base || value > (UINT64_MAX - digit) / base) return false;
        value = value * base + digit;
    }
    *number = value;
    return true;
}
