/* bool probe_read32(uintptr_t address, uint32_t* value): the exception entry goes on at __probe_fault if the load at
 * __probe_load takes an exception. */
    .section .text.probe_read32, "ax"
    .globl probe_read32, __probe_load, __probe_fault
    .type probe_read32, @function
probe_read32:
__probe_load:
    lw a2, 0(a0)
    sw a2, 0(a1)
    li a0, 1
    ret
__probe_fault:
    li a0, 0
    ret
