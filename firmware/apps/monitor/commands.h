/* The monitor's commands. Each takes its words, the command's name first, and returns 0 or what is wrong. */
#ifndef STAVP_FIRMWARE_MONITOR_COMMANDS_H
#define STAVP_FIRMWARE_MONITOR_COMMANDS_H

#include <stdint.h>

struct monitor_command {
    const char* name;
    const char* usage;
    const char* help;
    int least, most; /* words behind the name */
    const char* (*run)(int count, char** words);
};

#define NOT_A_NUMBER "not a number"

const char* command_peek(int count, char** words);
const char* command_poke(int count, char** words);
const char* command_dump(int count, char** words);
const char* command_fill(int count, char** words);

/* Once, before the next ones. `image`: 0 = ask sysctl. */
void workload_commands_init(uint64_t image);
const char* command_layers(int count, char** words);
const char* command_run(int count, char** words);
/* Tells the platform how it went, if there is a workload. */
void workload_commands_end(void);

const char* command_stalls(int count, char** words);
const char* command_queues(int count, char** words);
const char* command_time(int count, char** words);

#endif
