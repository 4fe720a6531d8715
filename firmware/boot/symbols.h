/* Names of functions and the shapes of their stack frames, for backtraces on the target. firmware/tools/symbol_table.py
 * makes the table out of a first link (nm, .debug_frame); a second link puts it into the section .symbols. Code needs
 * no frame pointers for it and runs as it would without. */
#ifndef FIRMWARE_BOOT_SYMBOLS_H
#define FIRMWARE_BOOT_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

struct symbol {
    const char* name;
    uint64_t offset; /* of the address from the function's start */
};

/* How a function's frame looks at one instruction. The return address, where saved, lies in the frame's last 8 bytes.
 */
struct frame_shape {
    uint32_t bytes;
    bool ra_saved;
};

/* False outside of the program's text, or in a program without a table. */
bool symbol_find(uint64_t pc, struct symbol* symbol);
/* False where nothing is known: assembly. */
bool symbol_frame(uint64_t pc, struct frame_shape* shape);

#endif
