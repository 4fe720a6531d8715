#pragma once

#include "platform/profile/guest_profile.h"

#include <cstddef>
#include <string>

namespace stavp {

/// The `rows` functions with the most self cycles, the others as one, WFI, and the totals.
std::string profile_table(const GuestProfile& profile, std::size_t rows);

/// "outer;inner CYCLES" per stack, and "[wfi] CYCLES": what flame graph tools read.
std::string profile_folded(const GuestProfile& profile);

std::string profile_json(const GuestProfile& profile);

} // namespace stavp
