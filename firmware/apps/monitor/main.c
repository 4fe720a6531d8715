/* A monitor: looks at memory and devices and runs layers, on commands typed at the UART. docs/monitor.md shows it. */
#include "firmware/apps/monitor/commands.h"
#include "firmware/apps/monitor/line.h"
#include "firmware/boot/app.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/uart.h"
#include "firmware/hal/uart_input.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool leaving;
static uint64_t exit_code;

static const char* command_help(int count, char** words);

static const char* command_quit(int count, char** words) {
    if (count > 1 && !parse_number(words[1], &exit_code)) return NOT_A_NUMBER;
    leaving = true;
    return 0;
}

static const struct monitor_command commands[] = {
    {"help", "", "this list", 0, 0, command_help},
    {"peek", "ADDRESS [WIDTH]", "load 1, 2, 4 (default) or 8 bytes", 1, 2, command_peek},
    {"poke", "ADDRESS VALUE [WIDTH]", "store them", 2, 3, command_poke},
    {"dump", "ADDRESS BYTES", "show memory", 2, 2, command_dump},
    {"fill", "ADDRESS BYTES VALUE", "set each byte", 3, 3, command_fill},
    {"layers", "", "list the workload's layers", 0, 0, command_layers},
    {"run", "LAYER|all", "one layer by itself, or all as the scheduler does", 1, 1, command_run},
    {"stalls", "[zero]", "what each engine did with its cycles; zero: count from here", 0, 1, command_stalls},
    {"queues", "", "state of the command queues", 0, 0, command_queues},
    {"time", "", "simulated time", 0, 0, command_time},
    {"quit", "[CODE]", "end the run", 0, 1, command_quit},
};

#define COMMANDS (sizeof commands / sizeof commands[0])

static const char* command_help(int count, char** words) {
    (void)count;
    (void)words;
    for (unsigned i = 0; i < COMMANDS; ++i)
        printf("%-6s %-21s %s\n", commands[i].name, commands[i].usage, commands[i].help);
    return 0;
}

static const char* execute(int count, char** words) {
    for (unsigned i = 0; i < COMMANDS; ++i) {
        const struct monitor_command* command = &commands[i];
        if (strcmp(words[0], command->name) != 0) continue;
        if (count - 1 >= command->least && count - 1 <= command->most) return command->run(count, words);
        printf("usage: %s%s%s\n", command->name, *command->usage != 0 ? " " : "", command->usage);
        return 0;
    }
    return "unknown command; 'help' lists them";
}

int firmware_main(uint64_t image) {
    uart_init();
    uart_listen();
    cpu_enable_interrupts();
    workload_commands_init(image);
    printf("monitor; 'help' lists the commands\n");
    while (!leaving) {
        char line[LINE_BYTES];
        char* words[LINE_WORDS];
        printf("> ");
        if (!line_read(line)) break;
        const int count = line_split(line, words);
        const char* wrong = count < 0 ? "too many words" : count > 0 ? execute(count, words) : 0;
        if (wrong != 0) printf("error: %s\n", wrong);
    }
    workload_commands_end();
    return (int)exit_code;
}
