#include "firmware/drivers/events.h"

#include "firmware/drivers/ecc.h"
#include "firmware/drivers/queue.h"
#include "firmware/drivers/sysctl.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/uart.h"

#define LOG_MAX 16u

static uint32_t totals[EVENT_KINDS];
static struct event log_[LOG_MAX];
static uint32_t added, printed; /* events so far; those that do not fit in the log are only counted */
static bool spurious_expected;

void events_init(void) {
    for (uint32_t kind = 0; kind < EVENT_KINDS; ++kind)
        totals[kind] = 0;
    added = printed = 0;
    spurious_expected = false;
}

void events_add(const struct event* event) {
    totals[event->kind] += event->count;
    sysctl_event(event->kind, event->count);
    if (added - printed == LOG_MAX) return;
    log_[added % LOG_MAX] = *event;
    ++added;
}

void events_spurious(uint32_t source) {
    const struct event event = {EVENT_SPURIOUS_INTERRUPT, 1, source, 0};
    if (!spurious_expected) events_add(&event);
}

void events_expect_spurious(bool expected) {
    spurious_expected = expected;
}

static const char* source_name(uint32_t source) {
    static const char* const names[] = {"dma", "sta", "softmax", "vector", "sync", "ecc"};
    return source >= IRQ_DMA && source <= IRQ_ECC ? names[source - IRQ_DMA] : "?";
}

static void print_address(uint64_t address) {
    uart_puts(" at ");
    uart_put_hex(address);
}

static void print_ecc(const struct event* event, const char* what) {
    uart_puts("ecc ");
    uart_puts(what);
    uart_puts(" in ");
    uart_puts(ecc_memory_name(event->where));
    uart_puts(": ");
    uart_put_decimal(event->count);
    uart_puts(", last");
    print_address(event->address);
}

static void print_event(const struct event* event) {
    uart_puts("protect: ");
    switch (event->kind) {
    case EVENT_RETRY:
        uart_puts("retry from layer ");
        uart_put_decimal(event->where);
        break;
    case EVENT_CORRECTED:
        print_ecc(event, "corrected");
        break;
    case EVENT_UNCORRECTED:
        print_ecc(event, "uncorrected");
        break;
    case EVENT_LOST_INTERRUPT:
        uart_puts("lost interrupt of ");
        uart_puts(source_name(event->where));
        break;
    case EVENT_SPURIOUS_INTERRUPT:
        uart_puts("spurious interrupt of ");
        uart_puts(source_name(event->where));
        break;
    case EVENT_SHORT_COPY:
        uart_puts("short copy: ");
        uart_puts(queue_name(event->where));
        uart_puts(" wrote fewer bytes than it was told, ");
        uart_put_decimal(event->address);
        uart_puts(" missing");
        break;
    case EVENT_TIMEOUT:
        uart_puts("no progress: ");
        uart_puts(queue_name(event->where));
        uart_puts(" stands, layer ");
        uart_put_decimal(event->address >> 16);
        uart_puts(" tile ");
        uart_put_decimal(event->address & 0xffffu);
        break;
    case EVENT_ENGINE_ERROR:
        uart_puts("engine error of ");
        uart_puts(queue_name(event->where));
        print_address(event->address);
        break;
    case EVENT_BAD_CHECKSUM:
        uart_puts("bad checksum of the image's section ");
        uart_put_decimal(event->where);
        break;
    case EVENT_KINDS:
        break;
    }
    uart_puts("\n");
}

bool events_pending(void) {
    return printed != added;
}

void events_print(void) {
    for (; printed != added; ++printed)
        print_event(&log_[printed % LOG_MAX]);
}

void events_print_summary(void) {
    static const char* const names[EVENT_KINDS] = {"retries", "corrected", "uncorrected",   "lost",         "spurious",
                                                   "short",   "timeouts",  "engine_errors", "bad_checksums"};
    uart_puts("protect:");
    for (uint32_t kind = 0; kind < EVENT_KINDS; ++kind) {
        uart_puts(" ");
        uart_puts(names[kind]);
        uart_puts(" ");
        uart_put_decimal(totals[kind]);
    }
    uart_puts("\n");
}
