/* The generated C headers together in one translation unit. Values from the YAML files, by hand. */
#include "fw/clint_regs.h"
#include "fw/dma_regs.h"
#include "fw/finisher_regs.h"
#include "fw/plic_regs.h"
#include "fw/softmax_regs.h"
#include "fw/sta_regs.h"
#include "fw/sync_regs.h"
#include "fw/sysctl_regs.h"
#include "fw/uart_regs.h"
#include "fw/vector_regs.h"

_Static_assert(STA_QUEUE_TAIL_OFFSET == 0x18, "offset");
_Static_assert(DMA_QUEUE_TAIL_OFFSET == 0x1018, "offset of an included register");
_Static_assert(DMA_QUEUE_TAIL_COUNT == 8 && DMA_QUEUE_TAIL_STRIDE == 0x100, "array");
_Static_assert(SYNC_ALARM_ID_MASK == 0x03f00000 && SYNC_ALARM_ID_SHIFT == 20, "field");
_Static_assert(SYNC_ALARM_ENABLE_MASK == 0x80000000, "the highest bit");
_Static_assert(PLIC_CLAIM_OFFSET == 0x200004 && PLIC_SIZE == 0x202000, "large offsets");
_Static_assert(CLINT_MTIME_OFFSET == 0xbff8 && CLINT_MTIMECMP_OFFSET == 0x4000, "offset");
_Static_assert(UART_LCR_DLAB_MASK == 0x80 && FINISHER_COMMAND_CODE_SHIFT == 16, "field");
_Static_assert(SYSCTL_RESULT_OFFSET == 0xa0 && SOFTMAX_LANES_OFFSET == 0x80 && VECTOR_SIZE == 0x1000, "offset");
