/* Echoes lines through stdio until one is "end"; their number is the result. */
#include <stdio.h>
#include <string.h>

static inline int echo_lines(void) {
    printf("type\n");
    for (int number = 1;; ++number) {
        char line[100];
        int length = 0;
        for (int character = getchar(); character != '\n' && character != '\r'; character = getchar())
            if (length < (int)sizeof line - 1) line[length++] = (char)character;
        line[length] = '\0';
        printf("%d %-4s|%04x %d\n", number, line, (unsigned char)line[0], length);
        if (strcmp(line, "end") == 0) return number;
    }
}
