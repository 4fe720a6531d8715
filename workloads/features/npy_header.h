#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stavp::workloads {

/// The dictionary that describes a .npy array.
struct NpyHeader {
    std::string descr;
    bool fortran_order = false;
    std::vector<std::size_t> shape;
};

/// Reads the Python literal {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }: these three keys, once each,
/// in any order, then only blanks. Throws std::invalid_argument with the reason.
NpyHeader parse_npy_header(std::string_view text);
std::string to_text(const NpyHeader& header);

/// Bytes of one element of a type string such as "<f4"; 0 if it is no plain little-endian number.
std::size_t npy_element_bytes(std::string_view descr);

} // namespace stavp::workloads
