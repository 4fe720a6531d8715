#include "tests/firmware/host_hal.h"

extern "C" {
#include "firmware/hal/cpu.h"
#include "firmware/hal/mmio.h"
#include "firmware/hal/probe.h"
}

namespace stavp::test {

namespace {

HostHal* current = nullptr;

} // namespace

HostHal::HostHal() {
    current = this;
}

HostHal::~HostHal() {
    current = nullptr;
}

} // namespace stavp::test

using stavp::test::current;

extern "C" {

uint8_t mmio_read8(uintptr_t address) {
    return static_cast<uint8_t>(current->read(address));
}
uint32_t mmio_read32(uintptr_t address) {
    return static_cast<uint32_t>(current->read(address));
}
uint64_t mmio_read64(uintptr_t address) {
    return current->read(address);
}
void mmio_write8(uintptr_t address, uint8_t value) {
    current->write(address, value);
}
void mmio_write32(uintptr_t address, uint32_t value) {
    current->write(address, value);
}
void mmio_write64(uintptr_t address, uint64_t value) {
    current->write(address, value);
}
bool probe_load(uintptr_t address, unsigned /*bytes*/, uint64_t* value) {
    std::uint32_t word = 0;
    const bool there = current->probe(address, word);
    if (there) *value = word;
    return there;
}
void cpu_enable_interrupts(void) {
    current->set_interrupts_enabled(true);
}
void cpu_disable_interrupts(void) {
    current->set_interrupts_enabled(false);
}
void cpu_enable_external_interrupts(void) {}
bool cpu_set_timer_interrupt(bool enabled) {
    return current->set_timer_enabled(enabled);
}
void cpu_wait_for_interrupt(void) {
    current->wait_for_interrupt();
}
void cpu_fence(void) {}
}
