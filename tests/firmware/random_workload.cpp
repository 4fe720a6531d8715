#include "tests/firmware/random_workload.h"

#include "workloads/format/builder.h"

#include <random>
#include <string>

namespace stavp::test {

using workloads::Image;
using workloads::Multiplier;
using workloads::Pattern;
using workloads::TensorId;
using workloads::WorkloadBuilder;

namespace {

class Maker {
public:
    Maker(WorkloadBuilder& builder, Pattern pattern, unsigned seed)
        : builder_(builder), pattern_(pattern), random_(seed) {}

    int uniform(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }

    std::vector<std::uint8_t> bytes(std::size_t count) {
        std::vector<std::uint8_t> values(count);
        for (auto& value : values)
            value = static_cast<std::uint8_t>(uniform(0, 255));
        return values;
    }

    TensorId weight(const std::string& name, std::uint32_t rows, std::uint32_t cols) {
        std::vector<std::int8_t> values(std::size_t{rows} * cols);
        const auto group = pattern_.dense() ? 1 : pattern_.m;
        for (std::uint32_t row = 0; row < rows; ++row)
            for (std::uint32_t start = 0; start < cols; start += group) {
                const auto width = std::min(group, cols - start);
                const auto kept = pattern_.dense() ? 1 : pattern_.n;
                for (std::uint32_t i = 0; i < kept; ++i)
                    values[std::size_t{row} * cols + start +
                           static_cast<std::uint32_t>(uniform(0, static_cast<int>(width) - 1))] =
                        static_cast<std::int8_t>(uniform(-128, 127));
            }
        return builder_.add_weight(name, rows, cols, values, pattern_);
    }

    TensorId channels(const std::string& name, std::uint32_t count, double factor) {
        std::vector<nmw_channel> records(count);
        for (auto& record : records) {
            const auto m = Multiplier::from_real(factor * uniform(50, 150) / 100);
            record = {uniform(-3000, 3000), m.mult, m.shift, 0};
        }
        return builder_.add_channels(name, records);
    }

    TensorId gemm(const std::string& name, TensorId x, std::uint32_t m, std::uint32_t k, std::uint32_t n,
                  nmw_dtype type, bool relu) {
        const auto w = weight(name + ".w", n, k);
        const auto c = channels(name + ".c", n, type == NMW_I16 ? 0.2 : 0.002);
        const auto y = builder_.add_activation(name, type, m, n, 1);
        builder_.add_gemm(name, x, w, c, y, relu);
        return y;
    }

private:
    WorkloadBuilder& builder_;
    Pattern pattern_;
    std::mt19937 random_;
};

} // namespace

Image random_workload(const WorkloadShape& shape, unsigned seed) {
    const auto rows = shape.batch * shape.seq;
    const auto d = shape.heads * shape.head_dim;
    std::mt19937 lengths(seed);
    std::vector<nmw_sequence> sequences;
    for (std::uint32_t i = 0; i < shape.batch; ++i) {
        const auto valid = std::uniform_int_distribution<std::uint32_t>(1, shape.seq)(lengths);
        const auto pool = Multiplier::from_real(1.0 / valid);
        sequences.push_back({valid, pool.mult, pool.shift, 0});
    }
    WorkloadBuilder b("random", shape.seq, sequences);
    b.encode_weights(shape.encoding);
    Maker maker(b, shape.pattern, seed);
    auto x = b.add_input("x", NMW_I8, d, 1, maker.bytes(std::size_t{rows} * d));
    for (std::uint32_t i = 0; i < shape.layers; ++i) {
        const auto name = [i](const std::string& part) { return std::to_string(i) + "." + part; };
        const auto qkv = maker.gemm(name("qkv"), x, rows, d, 3 * d, NMW_I8, false);
        const auto attended = b.add_activation(name("attended"), NMW_I8, rows, d, 1);
        b.add_attention(name("attention"), qkv, attended, shape.heads, shape.head_dim, shape.causal,
                        Multiplier::from_real(0.05), Multiplier::from_real(1.0 / 255));
        const auto projected = maker.gemm(name("projection"), attended, rows, d, d, NMW_I16, false);
        const auto sum = b.add_activation(name("sum"), NMW_I16, rows, d, 1);
        if (shape.residual_second)
            b.add_add(name("add"), projected, x, sum, -(1 << 15), 3 << 20, 15);
        else
            b.add_add(name("add"), x, projected, sum, 3 << 20, -(1 << 15), 15);
        std::vector<std::int16_t> gamma(d);
        std::vector<std::int32_t> beta(d);
        for (std::uint32_t c = 0; c < d; ++c) {
            gamma[c] = static_cast<std::int16_t>(maker.uniform(-5000, 5000));
            beta[c] = maker.uniform(-1000000, 1000000);
        }
        const auto params = b.add_layernorm_params(name("norm.params"), gamma, beta);
        const auto norm = b.add_activation(name("norm"), NMW_I8, rows, d, 1);
        b.add_layernorm(name("norm"), sum, params, norm, 7, Multiplier::from_real(40.0 / (4096.0 * 4096.0)));
        const auto up = maker.gemm(name("up"), norm, rows, d, shape.ffn, NMW_I8, true);
        std::array<std::int8_t, 256> table{};
        for (auto& entry : table)
            entry = static_cast<std::int8_t>(maker.uniform(-128, 127));
        const auto gelu = b.add_activation(name("gelu"), NMW_I8, rows, shape.ffn, 1);
        b.add_lut(name("gelu"), up, b.add_table(name("table"), table), gelu);
        const auto down = maker.gemm(name("down"), gelu, rows, shape.ffn, d, NMW_I16, false);
        const auto out = b.add_activation(name("out"), NMW_I8, rows, d, 1);
        b.add_requant(name("out"), down, out, Multiplier::from_real(0.01));
        x = out;
        if (shape.read_product_twice) {
            const auto again = b.add_activation(name("again"), NMW_I8, rows, d, 1);
            b.add_add(name("again"), projected, out, again, 1 << 10, 1 << 14, 15);
            const auto up_again = b.add_activation(name("up_again"), NMW_I8, rows, shape.ffn, 1);
            b.add_add(name("up_again"), up, gelu, up_again, 1 << 14, 1 << 14, 15);
        }
    }
    const auto pooled = b.add_activation("pooled", NMW_I16, shape.batch, d, 1);
    b.add_meanpool("pool", x, pooled);
    b.set_output(pooled);
    return Image::parse(b.image_bytes(), "random");
}

Image random_gemm(std::uint32_t m, std::uint32_t k, std::uint32_t n, Pattern pattern, nmw_dtype out, unsigned seed,
                  workloads::EncodingChoice encoding) {
    WorkloadBuilder b("gemm", m, {{m, 0, 1, 0}});
    b.encode_weights(encoding);
    Maker maker(b, pattern, seed);
    const auto x = b.add_input("x", NMW_I8, k, 1, maker.bytes(std::size_t{m} * k));
    b.set_output(maker.gemm("y", x, m, k, n, out, seed % 2 == 1));
    return Image::parse(b.image_bytes(), "gemm");
}

} // namespace stavp::test
