#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stavp::workloads {

/// An array as a .npy file holds it. `descr` is NumPy's type string ("<f4": little-endian float32); elements in C
/// order.
struct NpyArray {
    std::string descr;
    std::vector<std::size_t> shape;
    std::vector<std::uint8_t> bytes;
};

/// NumPy's format, versions 1.0 to 3.0 (numpy.lib.format). Throws FormatError (one line, file and reason) for what is
/// no such file, for big-endian, structured or object types, Fortran order of more than one dimension, truncation and
/// bytes after the array.
NpyArray read_npy(const std::filesystem::path& file);
/// Version 1.0. The file appears whole or not at all. Throws std::invalid_argument if the bytes do not fit the shape.
void write_npy(const std::filesystem::path& file, const NpyArray& array);

} // namespace stavp::workloads
