#include "models/ddr/ddr_config.h"

#include "models/ddr/address_map.h"

#include <stdexcept>

namespace stavp {

std::optional<std::string> find_error(const DdrConfig& config) {
    if (auto error = find_error(config.timing)) return error;
    if (config.bytes == 0 || config.bytes > config.timing.capacity_bytes())
        return "bytes must be 1 to " + std::to_string(config.timing.capacity_bytes()) + ", the size of the channel";
    try {
        AddressMap(config.address_map, config.timing);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return std::nullopt;
}

} // namespace stavp
