/* What the SoC has, and the markers by which reports know the layer. */
#ifndef STAVP_FIRMWARE_SYSCTL_H
#define STAVP_FIRMWARE_SYSCTL_H

#include <stdbool.h>
#include <stdint.h>

enum buffer_id { BUFFER_WEIGHT, BUFFER_INPUT, BUFFER_INTERMEDIATE, BUFFER_OUTPUT, BUFFER_COUNT };

/* Capabilities read from hardware. Sizes in bytes. */
struct machine {
    uint32_t buffer_base[BUFFER_COUNT];
    uint32_t buffer_bytes[BUFFER_COUNT];
    uint32_t rows; /* of the array */
    uint32_t cols;
    uint32_t lanes;
    uint32_t max_k;
    uint32_t dma_channels;
    bool softmax_off_chip;
    bool fuse;                        /* the array may do the layer behind a product */
    bool prefetch;                    /* layers may overlap */
    bool resident;                    /* activations may stay on chip */
    uint32_t memory_bytes_per_kcycle; /* 0: not known */
    uint64_t ddr_end;
};

/* False if this is no stavp SoC or one of another version. */
bool sysctl_probe(struct machine* machine);
void sysctl_layer_begin(uint32_t layer);
/* Of the layer that ends next. */
void sysctl_tile(uint32_t rows, uint32_t cols);
/* `layer` was done inside the layer that ends next. */
void sysctl_layer_fused(uint32_t layer);
/* Returns the layer's accelerator cycles. */
uint64_t sysctl_layer_end(uint32_t layer);
uint64_t sysctl_cycles(void);
uint64_t sysctl_workload(void);
/* Shown by traces; with trace.marked they record only while it is not 0. */
void sysctl_trace_mark(uint32_t mark);
void sysctl_result(uint32_t code, uint32_t layer);
/* Protected builds only: something noticed, enum event_kind. */
void sysctl_event(uint32_t kind, uint32_t count);
uint32_t sysctl_protect_timeout_us(void);

#endif
