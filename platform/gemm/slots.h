#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace stavp::gemm {

/// Which tile lies in which slot of a buffer. A new tile takes the place of the one that was used longest ago.
class Slots {
public:
    explicit Slots(std::uint64_t count) : slots_(count) {}

    struct Place {
        std::uint64_t slot = 0;
        bool load = false;         ///< the tile is not there yet
        std::uint64_t free_at = 0; ///< uses by the array that must have ended before the load
        std::uint64_t loads = 0;   ///< that must have ended before the tile may be used
    };

    /// The array's use number `use`, counted from 0, takes `tile`.
    Place take(std::uint64_t tile, std::uint64_t use) {
        std::uint64_t at = 0;
        for (std::uint64_t i = 0; i < slots_.size(); ++i) {
            if (slots_[i].tile == tile) {
                slots_[i].free_at = use + 1;
                return {i, false, 0, slots_[i].loads};
            }
            if (slots_[i].free_at < slots_[at].free_at) at = i;
        }
        const Place place{at, true, slots_[at].free_at, ++loads_};
        slots_[at] = {tile, use + 1, loads_};
        return place;
    }

private:
    struct Slot {
        std::optional<std::uint64_t> tile;
        std::uint64_t free_at = 0;
        std::uint64_t loads = 0;
    };
    std::vector<Slot> slots_;
    std::uint64_t loads_ = 0;
};

} // namespace stavp::gemm
