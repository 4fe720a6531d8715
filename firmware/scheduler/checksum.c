#include "firmware/scheduler/checksum.h"

#include "firmware/drivers/events.h"

#include <stddef.h>

#define POLYNOMIAL 0xedb88320u
#define STEP 8u
#define SECTION_HEADER 0u /* in events: header and section table */

typedef uint64_t __attribute__((may_alias)) word;

/* table[k][b]: what byte b does to the sum k bytes later. */
static uint32_t table[STEP][256];

static void make_table(void) {
    uint32_t crc = 1;
    for (uint32_t bit = 128; bit != 0; bit >>= 1) {
        crc = crc >> 1 ^ (POLYNOMIAL & -(crc & 1u));
        for (uint32_t byte = 0; byte < 256; byte += 2u * bit)
            table[0][byte + bit] = table[0][byte] ^ crc;
    }
    for (uint32_t k = 1; k < STEP; ++k)
        for (uint32_t byte = 0; byte < 256; ++byte)
            table[k][byte] = table[k - 1u][byte] >> 8 ^ table[0][table[k - 1u][byte] & 255u];
}

/* That of a byte at bits 2 to 9 of `offset`, where it counts table entries in bytes. */
static inline uint32_t entry(uint32_t k, uint64_t offset) {
    return *(const uint32_t*)((const uint8_t*)table[k] + (offset & 0x3fcu));
}

uint32_t checksum_update(uint32_t crc, const void* data, uint64_t bytes) {
    const uint8_t* from = data;
    if (table[0][1] == 0) make_table();
    crc = ~crc;
    for (; bytes != 0 && (uintptr_t)from % STEP != 0; --bytes)
        crc = crc >> 8 ^ table[0][(crc ^ *from++) & 255u];
    for (; bytes >= STEP; bytes -= STEP, from += STEP) {
        const uint64_t next = *(const word*)from ^ crc;
        crc = entry(7, next << 2) ^ entry(6, next >> 6) ^ entry(5, next >> 14) ^ entry(4, next >> 22) ^
              entry(3, next >> 30) ^ entry(2, next >> 38) ^ entry(1, next >> 46) ^ entry(0, next >> 54);
    }
    for (; bytes != 0; --bytes)
        crc = crc >> 8 ^ table[0][(crc ^ *from++) & 255u];
    return ~crc;
}

static bool bad(uint32_t section) {
    const struct event event = {EVENT_BAD_CHECKSUM, 1, section, 0};
    events_add(&event);
    return false;
}

static bool header_is_good(const struct nmw_header* header) {
    const struct nmw_header* next = header + 1;
    struct nmw_header copy = *header;
    copy.header_crc = 0;
    const uint64_t table_bytes = (uint64_t)header->section_count * sizeof(struct nmw_section);
    if (sizeof *header + table_bytes > header->ddr_bytes) return bad(SECTION_HEADER);
    const uint32_t crc = checksum_update(checksum_update(0, &copy, sizeof copy), next, table_bytes);
    return crc == header->header_crc || bad(SECTION_HEADER);
}

bool checksum_image_is_good(const struct workload* workload) {
    const struct nmw_header* header = workload->header;
    if (!header_is_good(header)) return false;
    const struct nmw_section* section = (const struct nmw_section*)(header + 1);
    bool good = true;
    for (uint32_t i = 0; i < header->section_count; ++i, ++section) {
        if (section->offset > header->ddr_bytes || header->ddr_bytes - section->offset < section->bytes) continue;
        const void* data = (const uint8_t*)header + section->offset;
        if (checksum_update(0, data, section->bytes) != section->crc) good = bad(section->kind);
    }
    return good;
}
