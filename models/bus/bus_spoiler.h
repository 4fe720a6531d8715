#pragma once

#include "models/core/dmi_gaps.h"

#include <cstdint>

namespace stavp {

/// Decides about each access that an initiator makes, for fault injection.
class BusSpoiler {
public:
    struct Access {
        unsigned initiator;
        bool write;
        std::uint64_t address;
        std::uint64_t bytes;
    };

    virtual ~BusSpoiler() = default;
    /// True: it ends with a bus error, and reaches no target. Not asked for accesses through DMI.
    virtual bool fails(const Access& access) = 0;
    /// Where no DMI is granted, so that every access is asked about.
    virtual const DmiGaps& gaps() const = 0;
};

} // namespace stavp
