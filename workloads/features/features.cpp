#include "workloads/features/features.h"

#include "workloads/features/half.h"
#include "workloads/features/npy.h"
#include "workloads/format/image.h"

#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>

namespace stavp::workloads {

namespace {

template <class T> T element(const NpyArray& array, std::size_t index) {
    T value;
    std::memcpy(&value, array.bytes.data() + index * sizeof value, sizeof value);
    return value;
}

double real_at(const NpyArray& array, std::size_t index) {
    if (array.descr == "<f2") return half_to_float(element<std::uint16_t>(array, index));
    if (array.descr == "<f4") return element<float>(array, index);
    return element<double>(array, index);
}

/// Ids beyond 32 bits become -1, which is refused like any negative one.
std::int64_t integer_at(const NpyArray& array, std::size_t index) {
    if (array.descr == "|i1") return element<std::int8_t>(array, index);
    if (array.descr == "|u1") return element<std::uint8_t>(array, index);
    if (array.descr == "<i2") return element<std::int16_t>(array, index);
    if (array.descr == "<u2") return element<std::uint16_t>(array, index);
    if (array.descr == "<i4") return element<std::int32_t>(array, index);
    if (array.descr == "<u4") return element<std::uint32_t>(array, index);
    const auto value = element<std::int64_t>(array, index);
    return value <= std::numeric_limits<std::uint32_t>::max() ? value : -1;
}

class Reader {
public:
    Reader(const NpyArray& array, std::string file) : array_(array), file_(std::move(file)) {}

    std::vector<Sequence> features() const {
        const auto [count, rows, columns] = extents(3, "features", "[S, T, d] or [T, d]");
        std::vector<Sequence> sequences;
        for (std::size_t s = 0; s < count; ++s) {
            Matrix x(rows, columns);
            for (std::size_t i = 0; i < x.values.size(); ++i) {
                const auto value = static_cast<float>(real_at(array_, s * rows * columns + i));
                if (!std::isfinite(value))
                    fail(fmt::format("value [{}, {}, {}] is not a finite float", s, i / columns, i % columns));
                x.values[i] = value;
            }
            sequences.emplace_back(std::move(x));
        }
        return sequences;
    }

    std::vector<Sequence> token_ids() const {
        const auto [count, rows, columns] = extents(2, "token ids", "[S, T] or [T]");
        std::vector<Sequence> sequences;
        for (std::size_t s = 0; s < count; ++s) {
            TokenIds ids(rows);
            for (std::size_t t = 0; t < rows; ++t) {
                const std::int64_t id = integer_at(array_, s * rows * columns + t);
                if (id < 0) fail(fmt::format("token [{}, {}] is no id of 0 to 4294967295", s, t));
                ids[t] = static_cast<std::uint32_t>(id);
            }
            sequences.emplace_back(std::move(ids));
        }
        return sequences;
    }

private:
    struct Extents {
        std::size_t sequences, rows, columns;
    };

    [[noreturn]] void fail(const std::string& reason) const { throw FormatError(file_ + ": " + reason); }

    /// `rank` with the sequences' dimension, which may be absent.
    Extents extents(std::size_t rank, const char* what, const char* wanted) const {
        std::vector<std::size_t> shape = array_.shape;
        if (shape.size() == rank - 1) shape.insert(shape.begin(), 1);
        if (shape.size() != rank) fail(fmt::format("{} are {}, not [{}]", what, wanted, fmt::join(array_.shape, ", ")));
        shape.resize(3, 1);
        if (shape[0] * shape[1] * shape[2] == 0) fail(fmt::format("[{}] is empty", fmt::join(array_.shape, ", ")));
        return {shape[0], shape[1], shape[2]};
    }

    const NpyArray& array_;
    std::string file_;
};

} // namespace

std::vector<Sequence> read_features(const std::filesystem::path& file) {
    const NpyArray array = read_npy(file);
    const Reader reader(array, file.string());
    switch (array.descr[1]) {
    case 'f':
        return reader.features();
    case 'i':
    case 'u':
        return reader.token_ids();
    default:
        throw FormatError(file.string() + ": type '" + array.descr + "' is neither float nor integer");
    }
}

void write_features(const std::filesystem::path& file, const std::vector<Sequence>& sequences) {
    const Matrix* first = sequences.empty() ? nullptr : std::get_if<Matrix>(&sequences.front());
    if (!first) throw std::invalid_argument("no sequences of features to write");
    NpyArray array{"<f4", {sequences.size(), first->rows, first->cols}, {}};
    for (const Sequence& sequence : sequences) {
        const Matrix* x = std::get_if<Matrix>(&sequence);
        if (!x || x->rows != first->rows || x->cols != first->cols)
            throw std::invalid_argument("sequences differ in shape: one .npy file cannot hold them");
        const auto* begin = reinterpret_cast<const std::uint8_t*>(x->values.data());
        array.bytes.insert(array.bytes.end(), begin, begin + x->values.size() * sizeof(float));
    }
    write_npy(file, array);
}

} // namespace stavp::workloads
