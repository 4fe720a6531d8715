/* What the memories' ECC has found (protected build). */
#ifndef STAVP_FIRMWARE_ECC_H
#define STAVP_FIRMWARE_ECC_H

#include <stdbool.h>
#include <stdint.h>

#define ECC_MEMORIES 5u /* ddr, then the buffers in the order of enum buffer_id */

/* Counts from now on, and routes the interrupt. */
void ecc_init(void);
/* Adds an event for what was found since the last look. With interrupts disabled. */
void ecc_look(void);
/* Whether a word that cannot be corrected was met since ecc_forget. */
bool ecc_uncorrected(void);
void ecc_forget(void);
/* Overwrites the words that could not be corrected: those in buffers, and those of DDR in [begin, end). Their bytes are
 * lost, so that nobody may need them any more. */
void ecc_overwrite(uint64_t begin, uint64_t end);
const char* ecc_memory_name(uint32_t memory);

#endif
