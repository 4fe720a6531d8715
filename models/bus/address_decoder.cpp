#include "models/bus/address_decoder.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace stavp {

std::size_t AddressDecoder::add(std::uint64_t base, std::uint64_t bytes, std::string name) {
    if (bytes == 0 || bytes - 1 > ~base)
        throw std::invalid_argument("bus window " + name + " is empty or wraps around");
    const AddressWindow window{base, bytes, std::move(name), windows_.size()};
    for (const auto& other : windows_)
        if (window.base <= other.last() && other.base <= window.last())
            throw std::invalid_argument("bus windows " + window.name + " and " + other.name + " overlap");
    const auto place = std::upper_bound(windows_.begin(), windows_.end(), base,
                                        [](std::uint64_t value, const AddressWindow& w) { return value < w.base; });
    windows_.insert(place, window);
    position_.resize(windows_.size());
    for (std::size_t i = 0; i < windows_.size(); ++i)
        position_[windows_[i].target] = i;
    return window.target;
}

const AddressWindow* AddressDecoder::find(std::uint64_t address) const {
    const auto above = std::upper_bound(windows_.begin(), windows_.end(), address,
                                        [](std::uint64_t value, const AddressWindow& w) { return value < w.base; });
    if (above == windows_.begin()) return nullptr;
    const auto& window = *std::prev(above);
    return address - window.base < window.bytes ? &window : nullptr;
}

const AddressWindow* AddressDecoder::find(std::uint64_t address, std::uint64_t bytes) const {
    const auto* window = find(address);
    if (window == nullptr || bytes == 0 || bytes > window->bytes - (address - window->base)) return nullptr;
    return window;
}

} // namespace stavp
