#pragma once

#include "platform/profile/guest_profile.h"

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace stavp::profile {

/// Every way in which functions called each other, as a tree, with what was spent at each place.
class CallTree {
public:
    static constexpr std::size_t kNone = ~std::size_t{0};
    /// Where a guest makes more places than this, further ones are those of functions without callers.
    static constexpr std::size_t kMostPlaces = 1u << 18;

    struct Place {
        std::size_t function;
        std::size_t caller; ///< or kNone
        GuestCost cost;
        std::uint64_t wfi_cycles = 0;
    };

    /// The place of `function` (below 2^32) called from the place `caller`, or from nowhere (kNone).
    std::size_t place(std::size_t caller, std::size_t function);
    Place& operator[](std::size_t place) { return places_[place]; }
    void clear();

    /// Sums by function; `names` has name and address of each.
    GuestProfile sums(const std::vector<FunctionProfile>& names) const;

private:
    std::vector<GuestCost> inclusive_costs() const;
    bool calls_itself(std::size_t place) const;

    std::vector<Place> places_; ///< callers before those they call
    std::unordered_map<std::uint64_t, std::size_t> known_;
};

} // namespace stavp::profile
