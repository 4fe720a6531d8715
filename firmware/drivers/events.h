/* What protected firmware noticed: counted, told to the platform, and kept to be printed. */
#ifndef STAVP_FIRMWARE_EVENTS_H
#define STAVP_FIRMWARE_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

/* As sysctl.EVENT.KIND. */
enum event_kind {
    EVENT_RETRY,
    EVENT_CORRECTED,
    EVENT_UNCORRECTED,
    EVENT_LOST_INTERRUPT,
    EVENT_SPURIOUS_INTERRUPT,
    EVENT_SHORT_COPY,
    EVENT_TIMEOUT,
    EVENT_ENGINE_ERROR,
    EVENT_BAD_CHECKSUM,
    EVENT_KINDS
};

struct event {
    enum event_kind kind;
    uint32_t count;
    uint32_t where;   /* interrupt source, memory or queue */
    uint64_t address; /* or what is meant by the kind */
};

void events_init(void);
/* With interrupts disabled. */
void events_add(const struct event* event);
/* An interrupt of `source` without a cause. */
void events_spurious(uint32_t source);
/* While a recovery takes causes away from interrupts that are pending, those are not spurious. */
void events_expect_spurious(bool expected);
/* Whether there is something to print. */
bool events_pending(void);
/* Prints a line for each that was not printed yet. */
void events_print(void);
/* Prints the counts in one line. */
void events_print_summary(void);

#endif
