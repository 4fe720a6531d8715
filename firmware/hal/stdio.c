/* picolibc's stdin, stdout and stderr on the UART: printf, putchar, getchar. Linked in where they are used. */
#include "firmware/hal/uart.h"
#include "firmware/hal/uart_input.h"

#include <stdio.h>

static int put(char character, FILE* file) {
    (void)file;
    uart_putc(character);
    return (unsigned char)character;
}

static int get(FILE* file) {
    (void)file;
    return uart_wait_getc();
}

static FILE console = FDEV_SETUP_STREAM(put, get, NULL, _FDEV_SETUP_RW);

FILE* const stdin = &console;
FILE* const stdout = &console;
FILE* const stderr = &console;
