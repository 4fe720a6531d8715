#include "firmware/scheduler/report.h"

#include "firmware/hal/uart.h"

#define LINES_MAX 64u
/* So long the engines may be kept waiting for a host that prints. */
#define CHARACTERS_AT_ONCE 8u

static struct {
    const struct nmw_layer* entry;
    uint64_t cycles;
} lines[LINES_MAX];
static uint32_t queued, begun; /* lines so far */

static char text[NMW_NAME_BYTES + 40u]; /* of the line that is being printed */
static uint32_t length, printed;

static void append(const char* from, uint32_t limit) {
    char* to = text + length;
    uint32_t i = 0;
    for (; i < limit && from[i] != '\0'; ++i)
        to[i] = from[i];
    length += i;
}

static void append_decimal(uint64_t value) {
    char digits[20];
    uint32_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + value % 10u);
        value /= 10u;
    } while (value != 0);
    append(&digits[first], (uint32_t)sizeof digits - first);
}

static void begin_line(void) {
    const uint32_t line = begun++ % LINES_MAX;
    length = printed = 0;
    append(lines[line].entry->name, NMW_NAME_BYTES);
    append(": ", 2);
    append_decimal(lines[line].cycles);
    append(" cycles\n", 8);
}

bool report_step(void) {
    if (printed == length) {
        if (begun == queued) return false;
        begin_line();
    }
    const uint32_t now = length - printed < CHARACTERS_AT_ONCE ? length - printed : CHARACTERS_AT_ONCE;
    uart_write(text + printed, now);
    printed += now;
    return true;
}

void report_flush(void) {
    while (report_step()) {
    }
}

void report_layer(const struct nmw_layer* entry, uint64_t cycles) {
    while (queued - begun == LINES_MAX)
        report_step();
    lines[queued % LINES_MAX].entry = entry;
    lines[queued % LINES_MAX].cycles = cycles;
    ++queued;
}
