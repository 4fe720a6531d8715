#pragma once

#include <memory>
#include <tlm>
#include <vector>

namespace stavp {

/// Payloads for non-blocking transport. They return by reference counting; none is built twice. What hangs on them as
/// an extension when the simulation is torn down must outlive the pool.
class PayloadPool : public tlm::tlm_mm_interface {
public:
    /// With one reference, which the caller gives back by release().
    tlm::tlm_generic_payload& take() {
        if (free_.empty()) {
            all_.push_back(std::make_unique<tlm::tlm_generic_payload>(this));
            free_.push_back(all_.back().get());
        }
        auto& payload = *free_.back();
        free_.pop_back();
        payload.acquire();
        return payload;
    }
    void free(tlm::tlm_generic_payload* payload) override { free_.push_back(payload); }

private:
    std::vector<std::unique_ptr<tlm::tlm_generic_payload>> all_;
    std::vector<tlm::tlm_generic_payload*> free_;
};

} // namespace stavp
