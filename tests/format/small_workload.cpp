#include "tests/format/small_workload.h"

#include <array>

namespace stavp::workloads::test {

std::vector<std::int8_t> small_weight() {
    std::vector<std::int8_t> weight(24 * 8);
    for (std::size_t r = 0; r < 24; ++r)
        for (std::size_t g = 0; g < 2; ++g) {
            weight[r * 8 + g * 4 + r % 4] = static_cast<std::int8_t>(r * 9 + g * 5 - 100);
            weight[r * 8 + g * 4 + (r + 1 + g) % 4] = static_cast<std::int8_t>(r * 5 - g * 31 + 1);
        }
    return weight;
}

WorkloadBuilder small_workload(EncodingChoice encoding) {
    const auto pool = Multiplier::from_real(0.25);
    const auto pool3 = Multiplier::from_real(1.0 / 3);
    WorkloadBuilder b("small", 4, {{4, pool.mult, pool.shift, 0}, {3, pool3.mult, pool3.shift, 0}});
    b.encode_weights(encoding);

    std::vector<std::uint8_t> input(8 * 8);
    for (std::size_t i = 0; i < input.size(); ++i)
        input[i] = static_cast<std::uint8_t>(i * 37 + 11);
    const auto x = b.add_input("x", NMW_I8, 8, 0.05f, input);

    std::vector<nmw_channel> channels(24);
    for (std::size_t r = 0; r < 24; ++r) {
        const auto m = Multiplier::from_real(0.004 + 0.0001 * static_cast<double>(r));
        channels[r] = {static_cast<std::int32_t>(r * 100) - 1200, m.mult, m.shift, 0};
    }
    const auto w = b.add_weight("qkv.weight", 24, 8, small_weight(), {2, 4}, 0.01f);
    const auto c = b.add_channels("qkv.channels", channels);
    const auto qkv = b.add_activation("qkv", NMW_I8, 8, 24, 0.1f);
    b.add_gemm("qkv", x, w, c, qkv, false);

    const auto attended = b.add_activation("attended", NMW_I8, 8, 8, 0.1f);
    b.add_attention("attention", qkv, attended, 2, 4, true, Multiplier::from_real(0.2),
                    Multiplier::from_real(1.0 / 255));

    const auto sum = b.add_activation("sum", NMW_I16, 8, 8, 0.001f);
    b.add_add("add", x, attended, sum, 1 << 20, -(1 << 19), 15);

    const std::vector<std::int16_t> gamma{4096, 3000, -2000, 4096, 4096, 5000, 4096, 100};
    const std::vector<std::int32_t> beta{0, 1000000, -1000000, 0, 5, 0, 0, 0};
    const auto params = b.add_layernorm_params("norm.params", gamma, beta);
    const auto norm = b.add_activation("norm", NMW_I8, 8, 8, 0.03125f);
    b.add_layernorm("norm", sum, params, norm, 10, Multiplier::from_real(32.0 / (4096.0 * 4096.0)));

    std::array<std::int8_t, 256> table{};
    for (int i = 0; i < 256; ++i)
        table[static_cast<std::size_t>(i)] = static_cast<std::int8_t>(i * 7 + 3);
    const auto t = b.add_table("gelu.table", table);
    const auto gelu = b.add_activation("gelu", NMW_I8, 8, 8, 0.03125f);
    b.add_lut("gelu", norm, t, gelu);

    const auto half = b.add_activation("half", NMW_I16, 8, 8, 0.0625f);
    b.add_requant("half", gelu, half, Multiplier::from_real(0.5));
    const auto pooled = b.add_activation("pooled", NMW_I8, 2, 8, 0.0625f);
    b.add_meanpool("pool", half, pooled);
    b.set_output(pooled);
    b.set_float_reference(std::vector<float>(16, 0.5f));
    b.set_meta(R"({"made by":"a test"})");
    return b;
}

const std::vector<std::uint8_t>& small_image() {
    static const std::vector<std::uint8_t> bytes = small_workload().image_bytes();
    return bytes;
}

const std::vector<std::uint8_t>& small_index_image() {
    static const std::vector<std::uint8_t> bytes = small_workload(EncodingChoice::index).image_bytes();
    return bytes;
}

} // namespace stavp::workloads::test
