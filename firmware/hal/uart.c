#include "firmware/hal/uart.h"

#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"

#define UART_THR 0u
#define UART_FCR 2u
#define UART_LCR 3u
#define UART_LSR 5u
#define FCR_FIFO_ENABLE 1u
#define LCR_8_BITS 3u
#define LSR_THR_EMPTY 0x20u
#define FIFO_BYTES 16u

static unsigned fifo_room;

void uart_init(void) {
    mmio_write8(UART_BASE + UART_LCR, LCR_8_BITS);
    mmio_write8(UART_BASE + UART_FCR, FCR_FIFO_ENABLE);
    fifo_room = 0;
}

/* "Transmitter empty" promises a whole FIFO of room: one status read serves 16 characters. */
void uart_putc(char c) {
    if (fifo_room == 0) {
        while ((mmio_read8(UART_BASE + UART_LSR) & LSR_THR_EMPTY) == 0) {
        }
        fifo_room = FIFO_BYTES;
    }
    --fifo_room;
    mmio_write8(UART_BASE + UART_THR, (uint8_t)c);
}

void uart_write(const char* text, size_t length) {
    while (length > 0) {
        uart_putc(*text++);
        --length;
        const size_t now = length < fifo_room ? length : fifo_room;
        for (size_t i = 0; i < now; ++i)
            mmio_write8(UART_BASE + UART_THR, (uint8_t)text[i]);
        fifo_room -= (unsigned)now;
        text += now;
        length -= now;
    }
}

void uart_puts(const char* text) {
    while (*text != '\0')
        uart_putc(*text++);
}

void uart_put_name(const char* text, size_t limit) {
    for (size_t i = 0; i < limit && text[i] != '\0'; ++i)
        uart_putc(text[i]);
}

static void put_number(uint64_t value, unsigned base) {
    char digits[20];
    unsigned count = 0;
    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    while (count > 0)
        uart_putc(digits[--count]);
}

void uart_put_decimal(uint64_t value) {
    put_number(value, 10);
}

void uart_put_hex(uint64_t value) {
    uart_puts("0x");
    put_number(value, 16);
}
