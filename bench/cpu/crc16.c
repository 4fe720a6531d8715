#include "kernels.h"

static uint16_t crc16_u8(uint16_t crc, uint8_t value) {
    for (int bit = 0; bit < 8; ++bit) {
        const int carry = (crc ^ value) & 1;
        crc >>= 1;
        value >>= 1;
        if (carry) crc ^= 0xa001;
    }
    return crc;
}

uint16_t crc16_u16(uint16_t crc, uint16_t value) {
    return crc16_u8(crc16_u8(crc, (uint8_t)value), (uint8_t)(value >> 8));
}

uint16_t crc16_u32(uint16_t crc, uint32_t value) {
    return crc16_u16(crc16_u16(crc, (uint16_t)value), (uint16_t)(value >> 16));
}
