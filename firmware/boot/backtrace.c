#include "firmware/boot/backtrace.h"

#include "firmware/boot/symbols.h"
#include "firmware/boot/trap.h"
#include "firmware/hal/uart.h"

#define FRAMES_MAX 32u

extern const char __stack_bottom, __stack_top;
extern const char trap_entry, exception_entry;

struct cursor {
    uint64_t pc;
    uint64_t sp;
    uint64_t ra;
    bool stopped; /* at pc itself, with its ra: not at a return address */
};

static bool on_stack(uint64_t sp, uint64_t bytes) {
    const uint64_t top = (uintptr_t)&__stack_top;
    return sp % 8u == 0 && sp >= (uintptr_t)&__stack_bottom && sp <= top && bytes <= top - sp;
}

static uint64_t load(uint64_t address) {
    return *(const uint64_t*)(uintptr_t)address;
}

/* A call may be a function's last instruction, so that its return address lies in the next one. */
static uint64_t looked_up(const struct cursor* at) {
    return at->stopped ? at->pc : at->pc - 1u;
}

static void put_place(const struct cursor* at) {
    struct symbol symbol;
    uart_put_hex(at->pc);
    if (symbol_find(looked_up(at), &symbol)) {
        uart_puts(" ");
        uart_puts(symbol.name);
        uart_puts("+");
        uart_put_hex(at->pc - looked_up(at) + symbol.offset);
    } else {
        uart_puts(" ?");
    }
    uart_puts("\n");
}

static void put_interrupted(const struct cursor* handler) {
    if (!on_stack(handler->sp, TRAP_FRAME_BYTES)) return;
    const struct cursor ra = {load(handler->sp), 0, 0, false};
    uart_puts("  which interrupted code with ra ");
    put_place(&ra);
}

static bool to_caller(struct cursor* at) {
    struct symbol symbol;
    struct frame_shape shape = {0, false};
    if (symbol_find(looked_up(at), &symbol)) {
        if (!symbol_frame(looked_up(at), &shape)) return false;
    } else if (!at->stopped) {
        return false;
    }
    /* Outside of the text: called through a bad pointer, of which ra knows the caller. */
    if (!shape.ra_saved && !at->stopped) return false;
    if (!on_stack(at->sp, shape.bytes)) {
        uart_puts("  the stack pointer is not in the stack\n");
        return false;
    }
    const uint64_t pc = shape.ra_saved ? load(at->sp + shape.bytes - 8u) : at->ra;
    *at = (struct cursor){pc, at->sp + shape.bytes, 0, false};
    return symbol_find(looked_up(at), &symbol);
}

void backtrace_print(uint64_t pc, uint64_t sp, uint64_t ra) {
    struct cursor at = {pc, sp, ra, true};
    for (uint32_t number = 0; number < FRAMES_MAX; ++number) {
        uart_puts("  #");
        uart_put_decimal(number);
        uart_puts(" ");
        put_place(&at);
        if (at.pc >= (uintptr_t)&trap_entry && at.pc < (uintptr_t)&exception_entry) {
            put_interrupted(&at);
            return;
        }
        if (!to_caller(&at)) return;
    }
    uart_puts("  ...\n");
}
