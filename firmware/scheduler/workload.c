#include "firmware/scheduler/workload.h"

#include <stddef.h>

static uint64_t align_up(uint64_t value) {
    return (value + NMW_ALIGN - 1u) & ~(uint64_t)(NMW_ALIGN - 1u);
}

static const void* find_section(const struct nmw_header* header, uint32_t kind, uint64_t bytes) {
    const struct nmw_section* section = (const struct nmw_section*)(header + 1);
    for (uint32_t i = 0; i < header->section_count; ++i, ++section) {
        if (section->kind != kind) continue;
        if (section->bytes < bytes || section->offset > header->ddr_bytes ||
            header->ddr_bytes - section->offset < bytes)
            return NULL;
        return (const uint8_t*)header + section->offset;
    }
    return NULL;
}

enum firmware_error workload_open(uint64_t address, struct workload* workload) {
    if (address == 0) return FIRMWARE_NO_WORKLOAD;
    const struct nmw_header* header = (const struct nmw_header*)(uintptr_t)address;
    if (header->magic != NMW_MAGIC || header->version < NMW_VERSION_OLDEST || header->version > NMW_VERSION ||
        header->seq == 0)
        return FIRMWARE_BAD_IMAGE;
    workload->header = header;
    workload->base = address;
    workload->arena = address + align_up(header->ddr_bytes);
    workload->layers =
        find_section(header, NMW_SECTION_LAYERS, (uint64_t)header->layer_count * sizeof(struct nmw_layer));
    workload->tensors =
        find_section(header, NMW_SECTION_TENSORS, (uint64_t)header->tensor_count * sizeof(struct nmw_tensor));
    workload->sequences =
        find_section(header, NMW_SECTION_SEQUENCES, (uint64_t)header->sequence_count * sizeof(struct nmw_sequence));
    if (workload->layers == NULL || workload->tensors == NULL || workload->sequences == NULL) return FIRMWARE_BAD_IMAGE;
    return FIRMWARE_OK;
}

const struct nmw_tensor* workload_tensor(const struct workload* workload, uint32_t index) {
    return index < workload->header->tensor_count ? &workload->tensors[index] : NULL;
}

uint64_t workload_address(const struct workload* workload, const struct nmw_tensor* tensor) {
    return (tensor->storage == NMW_IN_ARENA ? workload->arena : workload->base) + tensor->offset;
}

uint64_t workload_end(const struct workload* workload) {
    return align_up(workload->arena + workload->header->arena_bytes);
}

uint32_t dtype_bytes(uint32_t dtype) {
    switch (dtype) {
    case NMW_I8:
    case NMW_U8:
        return 1;
    case NMW_I16:
        return 2;
    case NMW_I32:
        return 4;
    default:
        return 0;
    }
}
