/* A line typed by a person or a script. */
#ifndef STAVP_FIRMWARE_MONITOR_LINE_H
#define STAVP_FIRMWARE_MONITOR_LINE_H

#include <stdbool.h>
#include <stdint.h>

#define LINE_BYTES 120
#define LINE_WORDS 8

/* Reads and echoes until Enter; backspace takes back a character, Ctrl-U all of them, what does not fit is not taken.
 * False: Ctrl-D on an empty line. */
bool line_read(char* line);
/* Cuts the line into its words in place; more than LINE_WORDS: -1. */
int line_split(char* line, char** words);
/* Decimal, or hexadecimal behind 0x; false if the whole word is no number of 64 bits. */
bool parse_number(const char* word, uint64_t* number);

#endif
