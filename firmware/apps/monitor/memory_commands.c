#include "firmware/apps/monitor/commands.h"
#include "firmware/apps/monitor/line.h"
#include "firmware/hal/probe.h"

#include <stdio.h>

#define DUMP_LINE_BYTES 16u

static const char* refuse(const char* what, uint64_t address) {
    static char text[48];
    sprintf(text, "%s at 0x%lx", what, address);
    return text;
}

/* An optional last word: 1, 2, 4 or 8; 4 without it. */
static bool parse_width(int count, char** words, int index, uint64_t* bytes) {
    *bytes = 4;
    if (count <= index) return true;
    return parse_number(words[index], bytes) && (*bytes == 1 || *bytes == 2 || *bytes == 4 || *bytes == 8);
}

const char* command_peek(int count, char** words) {
    uint64_t address, bytes, value;
    if (!parse_number(words[1], &address)) return NOT_A_NUMBER;
    if (!parse_width(count, words, 2, &bytes)) return "width is not 1, 2, 4 or 8";
    if (!probe_load(address, (unsigned)bytes, &value)) return refuse("load fault", address);
    printf("0x%lx: 0x%0*lx\n", address, (int)bytes * 2, value);
    return 0;
}

const char* command_poke(int count, char** words) {
    uint64_t address, bytes, value;
    if (!parse_number(words[1], &address) || !parse_number(words[2], &value)) return NOT_A_NUMBER;
    if (!parse_width(count, words, 3, &bytes)) return "width is not 1, 2, 4 or 8";
    if (bytes < 8 && value >> (8 * bytes) != 0) return "value is too large for its width";
    return probe_store(address, (unsigned)bytes, value) ? 0 : refuse("store fault", address);
}

static void print_line(uint64_t address, const uint8_t* bytes, unsigned count) {
    printf("%08lx ", address);
    for (unsigned i = 0; i < DUMP_LINE_BYTES; ++i)
        if (i < count)
            printf(" %02x", bytes[i]);
        else
            printf("   ");
    printf("  ");
    for (unsigned i = 0; i < count; ++i)
        putchar(bytes[i] >= ' ' && bytes[i] <= '~' ? bytes[i] : '.');
    putchar('\n');
}

const char* command_dump(int count, char** words) {
    (void)count;
    uint64_t address, bytes;
    if (!parse_number(words[1], &address) || !parse_number(words[2], &bytes)) return NOT_A_NUMBER;
    while (bytes > 0) {
        uint8_t line[DUMP_LINE_BYTES];
        const unsigned now = bytes < DUMP_LINE_BYTES ? (unsigned)bytes : DUMP_LINE_BYTES;
        for (unsigned i = 0; i < now; ++i) {
            uint64_t value;
            if (!probe_load(address + i, 1, &value)) return refuse("load fault", address + i);
            line[i] = (uint8_t)value;
        }
        print_line(address, line, now);
        address += now;
        bytes -= now;
    }
    return 0;
}

const char* command_fill(int count, char** words) {
    (void)count;
    uint64_t address, bytes, value;
    if (!parse_number(words[1], &address) || !parse_number(words[2], &bytes) || !parse_number(words[3], &value))
        return NOT_A_NUMBER;
    if (value > UINT8_MAX) return "value is too large for a byte";
    for (; bytes > 0; --bytes, ++address)
        if (!probe_store(address, 1, value)) return refuse("store fault", address);
    return 0;
}
