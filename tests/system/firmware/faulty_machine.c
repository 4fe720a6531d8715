#include "tests/system/firmware/faulty_machine.h"

#include "firmware/drivers/sync.h"
#include "firmware/drivers/sysctl.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/uart.h"

void faulty_machine_start(void) {
    struct machine machine;
    uart_init();
    if (!sysctl_probe(&machine)) uart_puts("not a stavp SoC\n");
    sync_init();
    queue_init(machine.dma_channels);
    cpu_enable_external_interrupts();
    cpu_enable_interrupts();
}

union command* faulty_machine_command(uint32_t queue, uint32_t opcode, uint32_t tag) {
    const union command prototype = {.header = {.opcode = opcode}};
    return queue_begin(queue, &prototype, STAVP_DESCRIPTOR_BYTES / 8u, tag, 0, 0);
}

union command* faulty_machine_chained(uint32_t queue, uint32_t opcode, uint32_t tag) {
    union command* command = (union command*)FAULTY_MACHINE_CHAIN; /* DDR is zero there */
    command->header.opcode = opcode;
    command->header.tag = tag;
    faulty_machine_command(queue, STAVP_OP_NOP, tag)->header.next = FAULTY_MACHINE_CHAIN;
    return command;
}

int faulty_machine_run(void) {
    queue_drain();
    if (!queue_fault.seen) {
        uart_puts("no fault\n");
        return 0;
    }
    uart_puts("fault: ");
    uart_puts(queue_name(queue_fault.queue));
    uart_puts(" error ");
    uart_put_decimal(queue_fault.code);
    uart_puts(" address ");
    uart_put_hex(queue_fault.address);
    uart_puts(" tag ");
    uart_put_hex(queue_fault.tag);
    uart_puts("\n");
    return 10 + (int)queue_fault.code;
}
