/* NS16550A, polled output. */
#ifndef STAVP_FIRMWARE_UART_H
#define STAVP_FIRMWARE_UART_H

#include <stddef.h>
#include <stdint.h>

void uart_init(void);
void uart_putc(char c);
void uart_write(const char* text, size_t length);
void uart_puts(const char* text);
/* At most `limit` characters of a name that need not be terminated. */
void uart_put_name(const char* text, size_t limit);
void uart_put_decimal(uint64_t value);
/* With 0x in front. */
void uart_put_hex(uint64_t value);

#endif
