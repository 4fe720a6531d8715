#pragma once

#include <functional>
#include <systemc>
#include <utility>
#include <vector>

namespace stavp {

/// A one-bit signal that tells of its changes without a process of its own, so that listening adds no delta cycle.
class Wire : public sc_core::sc_signal<bool> {
public:
    explicit Wire(const char* name) : sc_signal(name) {}

    /// Adds a callback: the new level, in the update phase in which it takes effect.
    void on_change(std::function<void(bool level)> callback) { callbacks_.push_back(std::move(callback)); }

protected:
    void update() override {
        const bool before = read();
        sc_signal::update();
        if (read() == before) return;
        for (const auto& callback : callbacks_)
            callback(read());
    }

private:
    std::vector<std::function<void(bool)>> callbacks_;
};

} // namespace stavp
