#pragma once

#include "models/core/irq_output.h"
#include "models/core/register_bank.h"

#include <cstdint>
#include <functional>
#include <systemc>

namespace stavp {

/// A watchdog of two stages (watchdog.regs.yaml): unfed for BARK_TICKS it raises its interrupt, unfed for BITE_TICKS
/// more it bites.
///
/// Timing rule: the bark comes exactly BARK_TICKS x 100 ns after the start or the last feed arrived, the bite exactly
/// BITE_TICKS x 100 ns after the bark. The interrupt wire follows one delta cycle later. Register accesses cost
/// `latency`.
class Watchdog : public sc_core::sc_module {
public:
    Watchdog(sc_core::sc_module_name name, sc_core::sc_time latency);

    RegisterBank bank;
    sc_core::sc_out<bool> irq; ///< high while STATUS.BARK is 1

    void on_bite(std::function<void()> callback) { bite_ = std::move(callback); }

private:
    enum class Stage { stopped, to_bark, to_bite };

    void guard(std::size_t reg, const std::function<void(std::uint64_t before, std::uint64_t after)>& changed);
    void run(Stage stage, std::uint64_t ticks);
    void start();
    void stop();
    void take_bark_back();
    void expire();
    std::uint64_t ticks_left() const;

    Stage stage_ = Stage::stopped;
    bool locked_ = true;
    sc_core::sc_time expiry_;
    sc_core::sc_event expired_;
    IrqOutput irq_output_;
    std::function<void()> bite_;
};

} // namespace stavp
