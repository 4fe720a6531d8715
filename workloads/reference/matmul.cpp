#include "workloads/reference/matmul.h"
#include "workloads/reference/arithmetic.h"

#include <algorithm>
#include <array>
#include <thread>

namespace stavp::workloads::reference {
namespace {

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
#define STAVP_WIDEST_VECTORS __attribute__((target_clones("avx2", "default")))
#else
#define STAVP_WIDEST_VECTORS
#endif

/// Four rows of w against one of x: each loaded element of x is used four times.
STAVP_WIDEST_VECTORS
std::array<std::int32_t, 4> dot4(const std::int16_t* __restrict x, const std::int16_t* __restrict w, std::size_t k) {
    std::int32_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (std::size_t i = 0; i < k; ++i) {
        s0 += x[i] * w[i];
        s1 += x[i] * w[k + i];
        s2 += x[i] * w[2 * k + i];
        s3 += x[i] * w[3 * k + i];
    }
    return {s0, s1, s2, s3};
}

std::int32_t dot(const std::int16_t* __restrict x, const std::int16_t* __restrict w, std::size_t k) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < k; ++i)
        sum += x[i] * w[i];
    return sum;
}

void accumulate_columns(const Matrix& x, const Matrix& w, std::uint32_t begin, std::uint32_t end, std::int32_t* out) {
    std::uint32_t c = begin;
    for (; c + 4 <= end; c += 4)
        for (std::uint32_t r = 0; r < x.rows; ++r) {
            const auto sums = dot4(x.row(r).data(), w.row(c).data(), x.cols);
            std::copy(sums.begin(), sums.end(), out + std::size_t{r} * w.rows + c);
        }
    for (; c < end; ++c)
        for (std::uint32_t r = 0; r < x.rows; ++r)
            out[std::size_t{r} * w.rows + c] = dot(x.row(r).data(), w.row(c).data(), x.cols);
}

} // namespace

std::vector<std::int32_t> accumulate(const Matrix& x, const Matrix& w) {
    std::vector<std::int32_t> out(std::size_t{x.rows} * w.rows);
    const double macs = static_cast<double>(out.size()) * x.cols;
    if (macs < 4e6 || std::thread::hardware_concurrency() < 2) {
        accumulate_columns(x, w, 0, w.rows, out.data());
        return out;
    }
    const std::uint32_t half = w.rows / 2;
    std::jthread other([&] { accumulate_columns(x, w, 0, half, out.data()); });
    accumulate_columns(x, w, half, w.rows, out.data());
    other.join();
    return out;
}

Matrix requantise(std::span<const std::int32_t> accumulators, std::uint32_t rows, std::span<const nmw_channel> channels,
                  bool relu, std::uint32_t out_dtype) {
    Matrix y(rows, static_cast<std::uint32_t>(channels.size()));
    for (std::uint32_t r = 0; r < y.rows; ++r)
        for (std::uint32_t c = 0; c < y.cols; ++c) {
            const nmw_channel& channel = channels[c];
            const std::int64_t sum = std::int64_t{channel.bias} + accumulators[std::size_t{r} * y.cols + c];
            std::int64_t value = rq(sum, channel.mult, channel.shift);
            if (relu) value = std::max<std::int64_t>(value, 0);
            y.row(r)[c] = static_cast<std::int16_t>(saturate(value, out_dtype));
        }
    return y;
}

} // namespace stavp::workloads::reference
