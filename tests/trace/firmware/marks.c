/* Marks 3 and 4 around a nap, then none; the rest runs in user mode. */
#include "firmware/boot/app.h"
#include "firmware/drivers/sysctl.h"
#include "firmware/hal/clint.h"
#include "firmware/hal/cpu.h"
#include "firmware/hal/csr.h"
#include "firmware/hal/finisher.h"

#define MIE_MTIE (1u << 7)
#define MSTATUS_MPP (3u << 11)
#define PMP_ALL_RWX 0x1fu /* NAPOT */
#define NAP_TICKS 20u
#define ROUNDS 5000u

static void spin(void) {
    for (volatile uint32_t i = 0; i < ROUNDS; i = i + 1) {
    }
}

static void in_user_mode(void) {
    spin();
    finisher_exit(0);
}

int firmware_main(uint64_t image) {
    (void)image;
    spin();
    sysctl_trace_mark(3);
    CSR_SET(mie, MIE_MTIE);
    clint_set_timer(clint_time() + NAP_TICKS);
    cpu_wait_for_interrupt();
    clint_set_timer(UINT64_MAX);
    sysctl_trace_mark(4);
    spin();
    sysctl_trace_mark(0);
    CSR_WRITE(pmpaddr0, ~0ul);
    CSR_WRITE(pmpcfg0, PMP_ALL_RWX);
    CSR_CLEAR(mstatus, MSTATUS_MPP);
    CSR_WRITE(mepc, in_user_mode);
    __asm__ volatile("mret");
    return 1;
}
