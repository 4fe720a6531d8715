#include "workloads/reference/attention.h"
#include "workloads/reference/arithmetic.h"
#include "workloads/reference/matmul.h"

#include <algorithm>

namespace stavp::workloads::reference {
namespace {

/// exp(-d ln2/256) in Q16, after I-BERT (Kim et al., 2021).
std::int64_t exponential(std::int64_t d) {
    const std::int64_t q = d >> 8;
    if (q > 31) return 0;
    const std::int64_t t = 500 - (d & 255);
    return (((t * t * 11288) >> 16) + 22544) >> q;
}

enum class Part : std::uint32_t { query, key, value };

Matrix head_rows(const Matrix& qkv, const AttentionShape& shape, std::uint32_t sequence, std::uint32_t head,
                 Part part) {
    const std::size_t first = std::size_t{static_cast<std::uint32_t>(part)} * shape.heads * shape.head_dim +
                              std::size_t{head} * shape.head_dim;
    Matrix result(shape.seq, shape.head_dim);
    for (std::uint32_t r = 0; r < shape.seq; ++r)
        std::ranges::copy(qkv.row(std::size_t{sequence} * shape.seq + r).subspan(first, shape.head_dim),
                          result.row(r).begin());
    return result;
}

Matrix transposed(const Matrix& a) {
    Matrix result(a.cols, a.rows);
    for (std::uint32_t r = 0; r < a.rows; ++r)
        for (std::uint32_t c = 0; c < a.cols; ++c)
            result.row(c)[r] = a.row(r)[c];
    return result;
}

} // namespace

void softmax_row(std::span<const std::int16_t> scores, std::size_t valid, std::span<std::int16_t> probabilities) {
    std::ranges::fill(probabilities, std::int16_t{0});
    if (valid == 0) return;
    const auto x = scores.first(valid);
    const std::int64_t maximum = *std::ranges::max_element(x);
    std::int64_t sum = 0;
    for (const std::int16_t score : x)
        sum += exponential(maximum - score);
    for (std::size_t c = 0; c < valid; ++c) {
        const std::int64_t e = exponential(maximum - x[c]);
        probabilities[c] = static_cast<std::int16_t>(saturate((e * 255 + sum / 2) / sum, NMW_U8));
    }
}

Matrix attention_probabilities(const Matrix& qkv, const AttentionShape& shape, std::uint32_t sequence,
                               std::uint32_t valid, std::uint32_t head, std::int32_t mult, std::uint32_t shift) {
    const auto sums = accumulate(head_rows(qkv, shape, sequence, head, Part::query),
                                 head_rows(qkv, shape, sequence, head, Part::key));
    Matrix probabilities(shape.seq, shape.seq);
    std::vector<std::int16_t> scores(shape.seq);
    for (std::uint32_t r = 0; r < shape.seq; ++r) {
        for (std::uint32_t c = 0; c < shape.seq; ++c)
            scores[c] =
                static_cast<std::int16_t>(saturate(rq(sums[std::size_t{r} * shape.seq + c], mult, shift), NMW_I16));
        softmax_row(scores, shape.causal ? std::min(valid, r + 1) : valid, probabilities.row(r));
    }
    return probabilities;
}

std::vector<std::int32_t> attention_context(const Matrix& qkv, const AttentionShape& shape, std::uint32_t sequence,
                                            std::uint32_t head, const Matrix& probabilities) {
    return accumulate(probabilities, transposed(head_rows(qkv, shape, sequence, head, Part::value)));
}

Matrix attention(const Matrix& qkv, const AttentionShape& shape, std::span<const nmw_sequence> sequences,
                 const nmw_layer& layer) {
    Matrix out(qkv.rows, shape.heads * shape.head_dim);
    for (std::uint32_t b = 0; b < sequences.size(); ++b)
        for (std::uint32_t h = 0; h < shape.heads; ++h) {
            const Matrix p = attention_probabilities(qkv, shape, b, sequences[b].valid, h, layer.mult0, layer.shift0);
            const auto sums = attention_context(qkv, shape, b, h, p);
            for (std::uint32_t r = 0; r < shape.seq; ++r) {
                const auto row = out.row(std::size_t{b} * shape.seq + r).subspan(std::size_t{h} * shape.head_dim);
                for (std::uint32_t c = 0; c < shape.head_dim; ++c)
                    row[c] = static_cast<std::int16_t>(
                        saturate(rq(sums[std::size_t{r} * shape.head_dim + c], layer.mult1, layer.shift1), NMW_I8));
            }
        }
    return out;
}

} // namespace stavp::workloads::reference
