#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stavp {

struct AddressWindow {
    std::uint64_t base;
    std::uint64_t bytes;
    std::string name;
    std::size_t target; ///< index in the order of add()

    std::uint64_t last() const { return base + (bytes - 1); }
};

/// Disjoint windows of a 64-bit address space.
class AddressDecoder {
public:
    /// Throws std::invalid_argument when the window is empty, wraps around, or overlaps another.
    std::size_t add(std::uint64_t base, std::uint64_t bytes, std::string name);
    /// The window that holds `address`, or nullptr.
    const AddressWindow* find(std::uint64_t address) const;
    /// The window that holds all of [address, address + bytes), or nullptr; also nullptr for no bytes.
    const AddressWindow* find(std::uint64_t address, std::uint64_t bytes) const;
    const AddressWindow& of_target(std::size_t target) const { return windows_[position_[target]]; }

private:
    std::vector<AddressWindow> windows_; ///< sorted by base
    std::vector<std::size_t> position_;  ///< of each target in windows_
};

} // namespace stavp
