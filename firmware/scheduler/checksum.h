/* The image's checksums (protected build). */
#ifndef STAVP_FIRMWARE_CHECKSUM_H
#define STAVP_FIRMWARE_CHECKSUM_H

#include "firmware/scheduler/workload.h"

/* CRC-32 (zlib polynomial) of `bytes` bytes behind what `crc` is of; 0 for nothing before. Eight bytes a step. */
uint32_t checksum_update(uint32_t crc, const void* data, uint64_t bytes);
/* Compares header and section table, then the sections that are in DDR, with their checksums. Each that differs is an
 * event. */
bool checksum_image_is_good(const struct workload* workload);

#endif
