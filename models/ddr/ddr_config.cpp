#include "models/ddr/ddr_config.h"

#include "models/ddr/address_map.h"

#include <bit>
#include <stdexcept>

namespace stavp {

std::optional<std::string> find_error(const DdrConfig& config) {
    if (auto error = find_error(config.timing)) return error;
    if (!std::has_single_bit(config.channels)) return "channels must be a power of two";
    if (config.bytes == 0 || config.bytes > config.capacity_bytes())
        return "bytes must be 1 to " + std::to_string(config.capacity_bytes()) + ", the size of the channels";
    if (config.queue_depth == 0) return "queue_depth must not be 0";
    if (config.refresh_postpone > kMaxPostponedRefreshes)
        return "refresh_postpone must be at most " + std::to_string(kMaxPostponedRefreshes);
    try {
        AddressMap(config.address_map, config.timing, config.channels);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return std::nullopt;
}

} // namespace stavp
