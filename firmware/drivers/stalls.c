#include "firmware/drivers/stalls.h"

#include "firmware/hal/memory_map.h"
#include "firmware/hal/mmio.h"
#include "fw/sysctl_regs.h"

uint64_t stalls_cycles(uint32_t queue, uint32_t cause) {
    mmio_write32(SYSCTL_BASE + SYSCTL_STALL_SELECT_OFFSET, queue | cause << SYSCTL_STALL_SELECT_CAUSE_SHIFT);
    return mmio_read64(SYSCTL_BASE + SYSCTL_STALL_CYCLES_OFFSET);
}

const char* stalls_name(uint32_t cause) {
    static const char* const names[STALL_CAUSES] = {"busy",         "fill_drain",      "operand_port",
                                                    "result_port",  "weights",         "activations",
                                                    "output_space", "dependency",      "fetch",
                                                    "no_command",   "bus_outstanding", "bus_arbitration",
                                                    "ddr_queue",    "ddr_row_miss",    "ddr_row_conflict",
                                                    "ddr_activate", "ddr_refresh",     "ddr_turnaround",
                                                    "ddr_access",   "ddr_data",        "buffer_port"};
    return cause < STALL_CAUSES ? names[cause] : "?";
}
