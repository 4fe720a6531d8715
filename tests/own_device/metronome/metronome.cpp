#include "models/core/device.h"
#include "regs/metronome_regs.hpp"

namespace reg = stavp::regs::metronome;

/// Timing rule: the first tick comes PERIOD_NS + 1 ns after CTRL was written, the others that long after the last one.
class Metronome : public stavp::Device {
public:
    Metronome(sc_core::sc_module_name name, sc_core::sc_time latency)
        : Device(name, reg::kTable, reg::kSizeBytes, latency) {
        bank.on_write(reg::CTRL, [this](std::size_t, std::uint64_t) { wait_for_tick(); });
        bank.on_write(reg::STATUS, [this](std::size_t, std::uint64_t pending) { set_irq(pending != 0); });
    }

private:
    void wait_for_tick() {
        cancel_alarm();
        const auto ns = static_cast<double>(bank.get(reg::PERIOD_NS) + 1);
        if ((bank.get(reg::CTRL) & reg::CTRL_RUN) != 0) set_alarm({ns, sc_core::SC_NS});
    }
    void alarm() override {
        bank.set(reg::TICKS, bank.get(reg::TICKS) + 1);
        bank.set(reg::STATUS, reg::STATUS_TICK);
        set_irq(true);
        wait_for_tick();
    }
};

STAVP_DEVICE(metronome, Metronome)
