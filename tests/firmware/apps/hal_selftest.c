/* The plain part of the HAL checks itself: on stavp, and with another linker script on QEMU's `virt`, where the
 * accelerator and the watchdog are absent. A line for each check; the exit code is the number of failures. */
#include "firmware/boot/app.h"
#include "firmware/drivers/driver.h"
#include "firmware/hal/clint.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/plic.h"
#include "firmware/hal/probe.h"
#include "firmware/hal/uart.h"
#include "firmware/hal/watchdog.h"

#include <string.h>

#define UART_IER 1u
#define UART_IIR 2u
#define UART_SCRATCH 7u
#define IER_THR_EMPTY 2u
#define IIR_THR_EMPTY 2u
#define IIR_ID_MASK 0xfu
#define MIP_MSIP 8u
#define MIP_MTIP 0x80u
#define NOWHERE 0x50ul
#define PERIOD_TICKS 2000u

static int failures;

static void check(const char* what, bool good) {
    uart_puts(good ? "ok   " : "FAIL ");
    uart_puts(what);
    uart_puts("\n");
    if (!good) ++failures;
}

static void check_memory(void) {
    static uint8_t from[67];
    static uint8_t to[80];
    for (unsigned i = 0; i < sizeof from; ++i)
        from[i] = (uint8_t)(i + 1);
    bool good = true;
    for (unsigned source = 0; source < 9; ++source)
        for (unsigned destination = 0; destination < 9; ++destination)
            for (unsigned bytes = 0; bytes + source < sizeof from; bytes += 7) {
                memset(to, 0xa5, sizeof to);
                memcpy(to + destination, from + source, bytes);
                for (unsigned i = 0; i < sizeof to; ++i) {
                    const bool copied = i >= destination && i < destination + bytes;
                    good = good && to[i] == (copied ? source + i - destination + 1 : 0xa5);
                }
            }
    check("memset and memcpy at all alignments", good);
}

static void check_uart(void) {
    mmio_write8(UART_BASE + UART_SCRATCH, 0x5a);
    check("uart: scratch register", mmio_read8(UART_BASE + UART_SCRATCH) == 0x5a);
    uart_put_decimal(18446744073709551615ull);
    uart_puts(" ");
    uart_put_hex(0xfedcba9876543210ull);
    uart_puts("\n");
}

static void check_probe(void) {
    uint32_t value = 0x1234;
    check("probe: nothing there, value untouched", !probe_read32(NOWHERE, &value) && value == 0x1234);
    const uint64_t before = clint_time();
    check("probe: a register", probe_read32(CLINT_BASE + 0xbff8u, &value) && value - (uint32_t)before < 1000000u);
    check("probe: absent again", !probe_read32(NOWHERE, &value));
}

static volatile unsigned ticks;
static volatile uint64_t ticked_at;
static volatile bool probed_in_handler;

void clint_timer_interrupt(void) {
    uint32_t value;
    ++ticks;
    ticked_at = clint_time();
    probed_in_handler = !probe_read32(NOWHERE, &value);
    clint_set_timer(UINT64_MAX);
}

static void check_timer(void) {
    clint_set_timer(0x123456789abcdefull);
    check("clint: compare value reads back", clint_timer() == 0x123456789abcdefull);
    check("clint: not due", (CSR_READ(mip) & MIP_MTIP) == 0);
    const uint64_t due = clint_time() + PERIOD_TICKS;
    clint_set_timer(due);
    const bool was = cpu_set_timer_interrupt(true);
    while (ticks == 0) {
        cpu_wait_for_interrupt();
        cpu_enable_interrupts();
        cpu_disable_interrupts();
    }
    check("clint: one interrupt, not early", ticks == 1 && ticked_at >= due);
    check("probe: within an interrupt handler", probed_in_handler);
    check("cpu: timer enable says what it was", !was && cpu_set_timer_interrupt(false));
    clint_set_software_interrupt(1);
    check("clint: software interrupt pending", (CSR_READ(mip) & MIP_MSIP) != 0);
    clint_set_software_interrupt(0);
    check("clint: and taken back", (CSR_READ(mip) & MIP_MSIP) == 0);
}

static volatile unsigned uart_interrupts;
static volatile uint8_t uart_reason;

static void uart_interrupt(void) {
    ++uart_interrupts;
    uart_reason = mmio_read8(UART_BASE + UART_IIR) & IIR_ID_MASK;
    mmio_write8(UART_BASE + UART_IER, 0);
}

static void check_plic(void) {
    plic_enable(IRQ_UART, uart_interrupt);
    cpu_enable_external_interrupts();
    cpu_enable_interrupts();
    mmio_write8(UART_BASE + UART_IER, IER_THR_EMPTY);
    const uint64_t limit = clint_time() + 1000000u;
    while (uart_interrupts == 0 && clint_time() < limit) {
    }
    cpu_disable_interrupts();
    check("plic: one interrupt of the uart, handled", uart_interrupts == 1 && uart_reason == IIR_THR_EMPTY);
}

static volatile unsigned barks;

static void bark(void) {
    ++barks;
    watchdog_feed();
}

static void check_watchdog(void) {
    if (!watchdog_present()) {
        uart_puts("watchdog: absent\n");
        return;
    }
    watchdog_on_bark(bark);
    const uint64_t begin = clint_time();
    watchdog_start(100, 50);
    cpu_enable_interrupts();
    while (barks < 2 && clint_time() - begin < 10000u) {
    }
    const uint64_t took = clint_time() - begin;
    watchdog_stop();
    cpu_disable_interrupts();
    check("watchdog: barks when unfed, a feed in the handler saves the run", barks == 2);
    check("watchdog: twice 100 us", took >= 2000u && took < 2100u);
}

static void check_accelerator(void) {
    const enum driver_status status = drivers_open(1000);
    uart_puts("accelerator: ");
    uart_puts(driver_status_text(status));
    uart_puts("\n");
    check("accelerator: found, or said to be absent", status == DRIVER_OK || status == DRIVER_NO_DEVICE);
}

int firmware_main(uint64_t image) {
    (void)image;
    uart_init();
    check_memory();
    check_uart();
    check_probe();
    check_timer();
    check_plic();
    check_watchdog();
    check_accelerator();
    uart_puts(failures == 0 ? "passed\n" : "FAILED\n");
    return failures;
}
