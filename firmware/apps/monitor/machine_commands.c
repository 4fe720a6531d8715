#include "firmware/apps/monitor/commands.h"
#include "firmware/drivers/queue.h"
#include "firmware/drivers/stalls.h"
#include "firmware/drivers/sysctl.h"
#include "firmware/hal/clint.h"
#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "fw/dma_regs.h"
#include "fw/softmax_regs.h"
#include "fw/sta_regs.h"
#include "fw/vector_regs.h"

#include <stdio.h>
#include <string.h>

#define TICKS_PER_US 10u

static uint64_t zero[QUEUE_COUNT][STALL_CAUSES]; /* what `stalls zero` took for nothing */

static uint32_t channels(void) {
    return mmio_read32(DMA_BASE + DMA_CHANNELS_OFFSET);
}

static bool built_in(uint32_t queue) {
    return queue >= QUEUE_STA || queue < channels();
}

/* Shares are of the time in which the engine had commands. */
static void print_stalls(uint32_t queue) {
    uint64_t cycles[STALL_CAUSES];
    uint64_t all = 0;
    for (uint32_t cause = 0; cause < STALL_CAUSES; ++cause) {
        cycles[cause] = stalls_cycles(queue, cause) - zero[queue][cause];
        if (cause != STALL_NO_COMMAND) all += cycles[cause];
    }
    printf("%-8s no_command %lu", queue_name(queue), cycles[STALL_NO_COMMAND]);
    for (uint32_t cause = 0; cause < STALL_CAUSES && all != 0; ++cause) {
        const unsigned permille = (unsigned)(cycles[cause] * 1000u / all);
        if (cause == STALL_NO_COMMAND || (cause != STALL_BUSY && permille < 10u)) continue;
        printf(", %s %lu (%u.%u %%)", stalls_name(cause), cycles[cause], permille / 10u, permille % 10u);
    }
    putchar('\n');
}

const char* command_stalls(int count, char** words) {
    const bool take_as_zero = count > 1;
    if (take_as_zero && strcmp(words[1], "zero") != 0) return "only 'zero' may follow";
    for (uint32_t queue = 0; queue < QUEUE_COUNT; ++queue) {
        if (!built_in(queue)) continue;
        if (!take_as_zero) print_stalls(queue);
        for (uint32_t cause = 0; cause < STALL_CAUSES && take_as_zero; ++cause)
            zero[queue][cause] = stalls_cycles(queue, cause);
    }
    return 0;
}

static uintptr_t registers_of(uint32_t queue) {
    switch (queue) {
    case QUEUE_STA:
        return STA_BASE + STA_QUEUE_CTRL_OFFSET;
    case QUEUE_SOFTMAX:
        return SOFTMAX_BASE + SOFTMAX_QUEUE_CTRL_OFFSET;
    case QUEUE_VECTOR:
        return VECTOR_BASE + VECTOR_QUEUE_CTRL_OFFSET;
    default:
        return DMA_BASE + DMA_QUEUE_CTRL_OFFSET + queue * DMA_QUEUE_CTRL_STRIDE;
    }
}

const char* command_queues(int count, char** words) {
    (void)count;
    (void)words;
    for (uint32_t queue = 0; queue < QUEUE_COUNT; ++queue) {
        if (!built_in(queue)) continue;
        const uintptr_t base = registers_of(queue);
        const uint32_t status = mmio_read32(base + STA_QUEUE_STATUS_OFFSET);
        printf("%-8s %-5s head %u tail %u", queue_name(queue),
               (status & STA_QUEUE_STATUS_BUSY_MASK) != 0 ? "busy" : "idle",
               (unsigned)mmio_read32(base + STA_QUEUE_HEAD_OFFSET),
               (unsigned)mmio_read32(base + STA_QUEUE_TAIL_OFFSET));
        if ((status & STA_QUEUE_STATUS_ERROR_MASK) != 0)
            printf(" error %u address 0x%lx tag 0x%x", (unsigned)mmio_read32(base + STA_QUEUE_ERROR_CODE_OFFSET),
                   mmio_read64(base + STA_QUEUE_ERROR_ADDR_OFFSET),
                   (unsigned)mmio_read32(base + STA_QUEUE_ERROR_TAG_OFFSET));
        putchar('\n');
    }
    return 0;
}

const char* command_time(int count, char** words) {
    (void)count;
    (void)words;
    const uint64_t ticks = clint_time();
    printf("%lu.%lu us, accelerator cycle %lu\n", ticks / TICKS_PER_US, ticks % TICKS_PER_US, sysctl_cycles());
    return 0;
}
