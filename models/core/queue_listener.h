#pragma once

#include "models/core/descriptor_bytes.h"

#include <cstdint>

namespace stavp {

/// Follows the commands of one CommandQueue, for traces; must not change the simulation. Every call is about now.
class QueueListener {
public:
    virtual ~QueueListener() = default;
    /// `entries` of the ring are made ready and not completed.
    virtual void depth(std::uint32_t /*entries*/) {}
    /// Dispatched: its counters are waited for after this.
    virtual void begun(const DescriptorBytes& /*command*/) {}
    /// Its counters have come.
    virtual void executes(const DescriptorBytes& /*command*/) {}
    virtual void ended(const DescriptorBytes& /*command*/, bool /*ok*/) {}
};

} // namespace stavp
