#include "platform/run/golden_check.h"
#include "workloads/format/layout.h"

#include <algorithm>
#include <cstring>

namespace stavp {

namespace {

template <typename T> std::int64_t load(std::span<const std::uint8_t> bytes, std::uint64_t index) {
    T value;
    std::memcpy(&value, bytes.data() + index * sizeof(T), sizeof(T));
    return value;
}

std::uint32_t tile_of(std::uint32_t position, std::uint32_t extent) {
    return extent == 0 ? 0 : position / extent;
}

} // namespace

std::int64_t element(std::uint32_t dtype, std::span<const std::uint8_t> bytes, std::uint64_t index) {
    switch (dtype) {
    case NMW_U8:
        return load<std::uint8_t>(bytes, index);
    case NMW_I16:
        return load<std::int16_t>(bytes, index);
    case NMW_I32:
        return load<std::int32_t>(bytes, index);
    default:
        return load<std::int8_t>(bytes, index);
    }
}

void check_output(const nmw_tensor& tensor, std::span<const std::uint8_t> expected, std::span<const std::uint8_t> got,
                  TileShape tile, const std::string& layer, CheckReport& report) {
    report.compared += expected.size();
    if (std::equal(expected.begin(), expected.end(), got.begin(), got.end())) return;
    const auto count = expected.size() / workloads::element_bytes(tensor.dtype);
    for (std::uint64_t index = 0; index < count; ++index) {
        const auto wanted = element(tensor.dtype, expected, index);
        const auto found = element(tensor.dtype, got, index);
        if (wanted == found) continue;
        ++report.mismatches;
        if (report.first_mismatch) continue;
        const auto row = static_cast<std::uint32_t>(index / tensor.cols);
        const auto col = static_cast<std::uint32_t>(index % tensor.cols);
        report.first_mismatch =
            FirstMismatch{layer, tile_of(row, tile.rows), tile_of(col, tile.cols), row, col, wanted, found};
    }
}

} // namespace stavp
