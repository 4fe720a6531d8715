#include "models/watchdog/watchdog.h"

#include "regs/watchdog_regs.hpp"

#include <algorithm>
#include <memory>

namespace stavp {

namespace reg = regs::watchdog;

namespace {

constexpr std::uint64_t kTickPs = 100'000;
constexpr std::uint64_t kUnlockKey = 0x1acc'e551;
constexpr std::uint64_t kFeedKey = 0x0fee'dd06;

} // namespace

Watchdog::Watchdog(sc_core::sc_module_name name, sc_core::sc_time latency)
    : sc_module(name), bank("bank", reg::kTable, reg::kSizeBytes, latency), irq("irq"), irq_output_("irq_output", irq) {
    SC_HAS_PROCESS(Watchdog);
    SC_METHOD(expire);
    sensitive << expired_;
    dont_initialize();
    guard(reg::CTRL, [this](std::uint64_t before, std::uint64_t after) {
        if ((after & reg::CTRL_ENABLE) == 0)
            stop();
        else if ((before & reg::CTRL_ENABLE) == 0)
            start();
    });
    guard(reg::BARK_TICKS, [](std::uint64_t, std::uint64_t) {});
    guard(reg::BITE_TICKS, [](std::uint64_t, std::uint64_t) {});
    bank.on_read(reg::COUNT, [this](std::size_t) { return ticks_left(); });
    bank.on_write(reg::FEED, [this](std::size_t, std::uint64_t key) {
        if (key == kFeedKey && stage_ != Stage::stopped) start();
    });
    bank.on_write(reg::LOCK, [this](std::size_t, std::uint64_t key) {
        locked_ = key != kUnlockKey;
        bank.set(reg::LOCK, locked_ ? 1 : 0);
    });
    bank.on_write(reg::STATUS,
                  [this](std::size_t, std::uint64_t value) { irq_output_.set((value & reg::STATUS_BARK) != 0); });
}

/// A write to `reg` while locked is undone.
void Watchdog::guard(std::size_t reg, const std::function<void(std::uint64_t, std::uint64_t)>& changed) {
    auto kept = std::make_shared<std::uint64_t>(bank.get(reg));
    bank.on_write(reg, [this, reg, changed, kept](std::size_t, std::uint64_t value) {
        if (locked_) {
            bank.set(reg, *kept);
            return;
        }
        const auto before = *kept;
        *kept = value;
        changed(before, value);
    });
}

void Watchdog::run(Stage stage, std::uint64_t ticks) {
    const auto left = sc_core::sc_time::from_value(std::max<std::uint64_t>(ticks, 1) * kTickPs);
    stage_ = stage;
    expiry_ = sc_core::sc_time_stamp() + left;
    expired_.cancel();
    expired_.notify(left);
}

void Watchdog::start() {
    take_bark_back();
    run(Stage::to_bark, bank.get(reg::BARK_TICKS));
}

void Watchdog::stop() {
    take_bark_back();
    stage_ = Stage::stopped;
    expired_.cancel();
}

void Watchdog::take_bark_back() {
    bank.set(reg::STATUS, 0);
    irq_output_.set(false);
}

void Watchdog::expire() {
    if (stage_ == Stage::to_bark) {
        bank.set(reg::STATUS, reg::STATUS_BARK);
        irq_output_.set(true);
        run(Stage::to_bite, bank.get(reg::BITE_TICKS));
    } else if (stage_ == Stage::to_bite) {
        stage_ = Stage::stopped;
        if (bite_) bite_();
    }
}

std::uint64_t Watchdog::ticks_left() const {
    if (stage_ == Stage::stopped) return 0;
    const auto left = (expiry_ - sc_core::sc_time_stamp()).value();
    return (left + kTickPs - 1) / kTickPs;
}

} // namespace stavp
