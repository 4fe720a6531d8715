#ifndef STAVP_FIRMWARE_PROTECTED_H
#define STAVP_FIRMWARE_PROTECTED_H

/* The library is built twice: plain, and with what notices and repairs faults (docs/reliability.md). A constant, so
 * that the plain build holds nothing of it. */
#ifdef STAVP_FIRMWARE_PROTECTED
#define PROTECTED 1
#else
#define PROTECTED 0
#endif

#endif
