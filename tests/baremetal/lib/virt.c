#include "virt.h"

#define LSR_THRE 0x20u
#define FINISHER_PASS 0x5555u
#define FINISHER_FAIL 0x3333u
#define EXIT_UNEXPECTED_TRAP 99

void put_char(char c) {
    while ((read8(UART_BASE + 5) & LSR_THRE) == 0)
        ;
    write8(UART_BASE, (uint8_t)c);
}

void put_text(const char* text) {
    for (; *text != 0; ++text)
        put_char(*text);
}

void put_hex(uint64_t value, unsigned digits) {
    for (unsigned digit = digits; digit-- > 0;)
        put_char("0123456789abcdef"[value >> (4 * digit) & 15]);
}

void put_named(const char* name, uint64_t value, unsigned digits) {
    put_text(name);
    put_char(' ');
    put_hex(value, digits);
    put_char('\n');
}

void finish(int code) {
    write32(FINISHER_BASE, code == 0 ? FINISHER_PASS : (uint32_t)code << 16 | FINISHER_FAIL);
    for (;;)
        ;
}

__attribute__((weak)) uint64_t trap(uint64_t cause, uint64_t pc, uint64_t value) {
    put_named("unexpected trap: cause", cause, 16);
    put_named("pc", pc, 16);
    put_named("value", value, 16);
    finish(EXIT_UNEXPECTED_TRAP);
}
