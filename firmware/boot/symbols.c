#include "firmware/boot/symbols.h"

#define SYMBOLS_MAGIC 0x424d5953u /* "SYMB" */

/* A rule holds from its address to the next rule's: address / 2 - base / 2 in bits 18:0, bytes / 16 in bits 29:19,
 * ra_saved in bit 30; bit 31: nothing is known. */
#define RULE_ADDRESS_MASK 0x7ffffu
#define RULE_BYTES_SHIFT 19u
#define RULE_BYTES_MASK 0x7ffu
#define RULE_RA_SAVED (1u << 30)
#define RULE_UNKNOWN (1u << 31)

struct function {
    uint32_t offset; /* from base */
    uint32_t name;   /* offset in the names */
};

struct table {
    uint32_t magic;
    uint32_t functions; /* the last one has no name and ends the text */
    uint32_t rules;
    uint32_t reserved;
    uint64_t base;
    struct function function[]; /* then the rules, then the names */
};

extern const struct table __symbols_begin;
extern const char __symbols_end;

static const struct table* table(void) {
    const struct table* found = &__symbols_begin;
    const bool whole = (uintptr_t)&__symbols_end - (uintptr_t)found >= sizeof *found;
    return whole && found->magic == SYMBOLS_MAGIC ? found : 0;
}

bool symbol_find(uint64_t pc, struct symbol* symbol) {
    const struct table* all = table();
    if (all == 0 || all->functions == 0 || pc < all->base + all->function[0].offset ||
        pc >= all->base + all->function[all->functions - 1u].offset)
        return false;
    uint32_t at = 0;
    while (pc >= all->base + all->function[at + 1u].offset)
        ++at;
    const char* names = (const char*)((const uint32_t*)&all->function[all->functions] + all->rules);
    symbol->name = names + all->function[at].name;
    symbol->offset = pc - all->base - all->function[at].offset;
    return true;
}

bool symbol_frame(uint64_t pc, struct frame_shape* shape) {
    const struct table* all = table();
    if (all == 0 || pc < all->base) return false;
    const uint32_t* rules = (const uint32_t*)&all->function[all->functions];
    uint32_t found = RULE_UNKNOWN;
    for (uint32_t i = 0; i < all->rules && (rules[i] & RULE_ADDRESS_MASK) <= (pc - all->base) / 2u; ++i)
        found = rules[i];
    if ((found & RULE_UNKNOWN) != 0) return false;
    shape->bytes = (found >> RULE_BYTES_SHIFT & RULE_BYTES_MASK) * 16u;
    shape->ra_saved = (found & RULE_RA_SAVED) != 0;
    return true;
}
