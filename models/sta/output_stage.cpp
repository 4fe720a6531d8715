#include "models/sta/output_stage.h"

#include <cstring>

namespace stavp {

namespace {

template <typename T> void requantise_rows(std::span<const std::int32_t> acc, std::span<const Channel> channels,
                                           ValueRange range, std::uint8_t* out) {
    const auto cols = channels.size();
    for (std::size_t row = 0; row < acc.size() / cols; ++row) {
        for (std::size_t col = 0; col < cols; ++col) {
            const auto& channel = channels[col];
            const auto value = requantise(std::int64_t{acc[row * cols + col]} + channel.bias, channel.factor);
            const auto element = static_cast<T>(range.clamp(value));
            std::memcpy(out + (row * cols + col) * sizeof(T), &element, sizeof(T));
        }
    }
}

bool narrow(unsigned type) {
    return type == STAVP_I8 || type == STAVP_U8 || type == STAVP_I16;
}

std::int64_t element(const std::uint8_t* row, std::size_t index, unsigned type) {
    if (type == STAVP_I8) return static_cast<std::int8_t>(row[index]);
    if (type == STAVP_U8) return row[index];
    std::int16_t value = 0;
    std::memcpy(&value, row + index * sizeof value, sizeof value);
    return value;
}

} // namespace

bool decode_channels(const std::uint8_t* records, std::uint64_t count, std::vector<Channel>& channels) {
    channels.resize(count);
    bool valid = true;
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto* record = records + i * kChannelRecordBytes;
        std::memcpy(&channels[i].bias, record, 4);
        std::memcpy(&channels[i].factor.mult, record + 4, 4);
        std::memcpy(&channels[i].factor.shift, record + 8, 4);
        valid = valid && channels[i].factor.valid();
    }
    return valid;
}

void write_outputs(std::span<const std::int32_t> acc, std::span<const Channel> channels, bool relu, unsigned type,
                   std::vector<std::uint8_t>& out) {
    auto range = range_of(type);
    if (relu) range.low = 0;
    out.resize(acc.size() * element_bytes_of(type));
    if (type == STAVP_I16)
        requantise_rows<std::int16_t>(acc, channels, range, out.data());
    else if (type == STAVP_U8)
        requantise_rows<std::uint8_t>(acc, channels, range, out.data());
    else
        requantise_rows<std::int8_t>(acc, channels, range, out.data());
}

bool ResidualSum::valid() const {
    return narrow(product_type) && narrow(residual_type) && product_mult != INT32_MIN && residual_mult != INT32_MIN &&
           Factor::shift_valid(shift);
}

void look_up(std::span<const std::uint8_t> table, std::span<std::uint8_t> results) {
    for (auto& result : results)
        result = table[result];
}

void add_residual(const ResidualSum& sum, const std::uint8_t* product, const std::uint8_t* residual, std::size_t count,
                  unsigned type, std::uint8_t* out) {
    const auto range = range_of(type);
    const auto bytes = element_bytes_of(type);
    const auto half = std::int64_t{1} << (sum.shift - 1);
    for (std::size_t i = 0; i < count; ++i) {
        const auto scaled = element(product, i, sum.product_type) * sum.product_mult +
                            element(residual, i, sum.residual_type) * sum.residual_mult;
        const auto value = range.clamp((scaled + half) >> sum.shift);
        std::memcpy(out + i * bytes, &value, bytes); // little-endian: the low bytes
    }
}

} // namespace stavp
