#include "tests/onnx/fixture.h"

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace stavp::workloads::testing {

std::filesystem::path fixture(const std::string& name) {
    return std::filesystem::path(STAVP_FIXTURES) / name;
}

Matrix read_npy(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string prefix(10, '\0'); // magic, version, little-endian header length
    in.read(prefix.data(), static_cast<std::streamsize>(prefix.size()));
    std::string header(static_cast<std::uint8_t>(prefix[8]) + 256U * static_cast<std::uint8_t>(prefix[9]), '\0');
    in.read(header.data(), static_cast<std::streamsize>(header.size()));
    std::size_t rows = 0;
    std::size_t columns = 0;
    const std::size_t shape = header.find('(');
    if (!in || header.find("'<f4'") == std::string::npos || header.find("False") == std::string::npos ||
        shape == std::string::npos || std::sscanf(&header[shape], "(%zu, %zu)", &rows, &columns) != 2)
        throw std::runtime_error(file.string() + ": no float32 matrix");
    Matrix out(rows, columns);
    in.read(reinterpret_cast<char*>(out.values.data()), static_cast<std::streamsize>(4 * out.values.size()));
    if (!in) throw std::runtime_error(file.string() + ": cut short");
    return out;
}

} // namespace stavp::workloads::testing
