#include "workloads/format/checks.h"
#include "workloads/format/names.h"

#include <algorithm>
#include <fmt/format.h>
#include <initializer_list>
#include <limits>

namespace stavp::workloads {
namespace {

/// The rules of one layer against the tensors it names. A rule throws its reason; layer_problem() catches it.
class LayerRules {
public:
    LayerRules(const nmw_layer& layer, const LayerContext& context) : layer_(layer), context_(context) {}

    void gemm() {
        references({.weight = true, .params = true});
        flags(NMW_RELU);
        const auto& x = activation("input", layer_.input0, {NMW_I8, NMW_U8});
        const auto& y = output({NMW_I8, NMW_U8, NMW_I16});
        const auto& w = constant("weight", layer_.weight, NMW_I8);
        shape("weight", w, y.cols, x.cols);
        shape("params", dense_constant("params", layer_.params, NMW_I32), y.cols, 4);
        same_rows(x, y);
        demand(x.cols <= max_reduction, [&] { return fmt::format("K = {} is more than {}", x.cols, max_reduction); });
        unused_multipliers();
    }

    void attention() {
        references({});
        flags(NMW_CAUSAL);
        const auto& x = activation("input", layer_.input0, {NMW_I8});
        const auto& y = output({NMW_I8});
        demand(layer_.heads != 0 && layer_.head_dim != 0, [] { return "heads and head_dim must not be 0"; });
        demand(layer_.head_dim <= max_reduction,
               [&] { return fmt::format("head_dim {} is more than {}", layer_.head_dim, max_reduction); });
        const std::uint64_t width = std::uint64_t{layer_.heads} * layer_.head_dim;
        demand(y.cols == width, [&] {
            return fmt::format("{} output columns are not {} heads of {}", y.cols, layer_.heads, layer_.head_dim);
        });
        demand(x.cols == 3 * width, [&] { return fmt::format("{} input columns are not 3 x {}", x.cols, width); });
        same_rows(x, y);
        whole_batch(x);
        multiplier("score", layer_.mult0, layer_.shift0);
        multiplier("context", layer_.mult1, layer_.shift1);
    }

    void layernorm() {
        references({.params = true});
        flags(0);
        const auto& x = activation("input", layer_.input0, {NMW_I8, NMW_I16});
        const auto& y = output({NMW_I8, NMW_I16});
        demand(x.cols <= max_layernorm_cols,
               [&] { return fmt::format("{} columns are more than {}", x.cols, max_layernorm_cols); });
        const auto& p = dense_constant("params", layer_.params, NMW_U8);
        shape("params", p, 1, layernorm_params_bytes(x.cols));
        same_shape("input", x, y);
        multiplier("output", layer_.mult0, layer_.shift0);
    }

    void add() {
        references({.input1 = true});
        flags(0);
        const auto& a = activation("first input", layer_.input0, {NMW_I8, NMW_U8, NMW_I16});
        const auto& b = activation("second input", layer_.input1, {NMW_I8, NMW_U8, NMW_I16});
        const auto& y = output({NMW_I8, NMW_U8, NMW_I16});
        same_shape("first input", a, y);
        same_shape("second input", b, y);
        signed_multiplier(layer_.mult0);
        signed_multiplier(layer_.mult1);
        shift("shift", layer_.shift0);
    }

    void requant() {
        references({});
        flags(0);
        const auto& x = activation("input", layer_.input0, {NMW_I8, NMW_U8, NMW_I16});
        same_shape("input", x, output({NMW_I8, NMW_U8, NMW_I16}));
        multiplier("output", layer_.mult0, layer_.shift0);
    }

    void lut() {
        references({.params = true});
        flags(0);
        const auto& x = activation("input", layer_.input0, {NMW_I8});
        same_shape("input", x, output({NMW_I8}));
        shape("table", dense_constant("table", layer_.params, NMW_I8), 1, 256);
        unused_multipliers();
    }

    void meanpool() {
        references({});
        flags(0);
        const auto& x = activation("input", layer_.input0, {NMW_I8, NMW_I16});
        const auto& y = output({NMW_I8, NMW_I16});
        whole_batch(x);
        shape("output", y, context_.batch, x.cols);
        unused_multipliers();
    }

    void fields() {
        const auto& x = context_.tensors[layer_.input0];
        const auto& y = context_.tensors[layer_.output];
        demand(layer_.rows == y.rows && layer_.cols == y.cols && layer_.k == x.cols, [&] {
            return fmt::format("rows, k, cols of {}, {}, {} are not those of its tensors, {}, {}, {}", layer_.rows,
                               layer_.k, layer_.cols, y.rows, x.cols, y.cols);
        });
        demand(layer_.op == NMW_OP_ATTENTION || (layer_.heads == 0 && layer_.head_dim == 0),
               [] { return "has heads, but is no attention"; });
        demand(layer_.op == NMW_OP_LAYERNORM || layer_.eps_q == 0, [] { return "has eps_q, but is no layer norm"; });
        demand(std::ranges::all_of(layer_.reserved, [](auto word) { return word == 0; }),
               [] { return "reserved words are not 0"; });
    }

private:
    struct Uses {
        bool input1 = false;
        bool weight = false;
        bool params = false;
    };

    template <class Reason> void demand(bool right, Reason reason) const {
        if (!right) throw std::string(reason());
    }

    void references(Uses uses) const {
        const auto check = [&](std::string_view role, std::uint32_t index, bool used) {
            if (!used)
                demand(index == NMW_NONE, [&] { return fmt::format("takes no {}, but names one", role); });
            else
                demand(index < context_.tensors.size(),
                       [&] { return fmt::format("its {} is tensor {} of {}", role, index, context_.tensors.size()); });
        };
        check("input", layer_.input0, true);
        check("second input", layer_.input1, uses.input1);
        check("weight", layer_.weight, uses.weight);
        check("params", layer_.params, uses.params);
        check("output", layer_.output, true);
    }

    void flags(std::uint32_t allowed) const {
        demand((layer_.flags & ~allowed) == 0,
               [&] { return fmt::format("flags {:#x} do not fit the operation", layer_.flags); });
    }

    const nmw_tensor& typed(std::string_view role, std::uint32_t index, std::initializer_list<nmw_dtype> types) const {
        const nmw_tensor& tensor = context_.tensors[index];
        demand(std::ranges::find(types, tensor.dtype) != types.end(), [&] {
            return fmt::format("its {} '{}' cannot be {}", role, name_of(tensor), dtype_name(tensor.dtype));
        });
        return tensor;
    }

    const nmw_tensor& activation(std::string_view role, std::uint32_t index,
                                 std::initializer_list<nmw_dtype> types) const {
        const nmw_tensor& tensor = typed(role, index, types);
        demand(tensor.encoding == NMW_DENSE,
               [&] { return fmt::format("its {} '{}' is compressed", role, name_of(tensor)); });
        return tensor;
    }

    const nmw_tensor& output(std::initializer_list<nmw_dtype> types) const {
        const nmw_tensor& tensor = activation("output", layer_.output, types);
        demand(tensor.storage == NMW_IN_ARENA,
               [&] { return fmt::format("its output '{}' is not in the arena", name_of(tensor)); });
        return tensor;
    }

    const nmw_tensor& constant(std::string_view role, std::uint32_t index, nmw_dtype type) const {
        const nmw_tensor& tensor = typed(role, index, {type});
        demand(tensor.storage == NMW_IN_FILE,
               [&] { return fmt::format("its {} '{}' is not in the file", role, name_of(tensor)); });
        return tensor;
    }

    /// Channel records, parameters and tables: no gaps between rows either.
    const nmw_tensor& dense_constant(std::string_view role, std::uint32_t index, nmw_dtype type) const {
        const nmw_tensor& tensor = constant(role, index, type);
        demand(tensor.encoding == NMW_DENSE && tensor.bytes == packed_bytes(tensor),
               [&] { return fmt::format("its {} '{}' is not tightly packed", role, name_of(tensor)); });
        return tensor;
    }

    void shape(std::string_view role, const nmw_tensor& tensor, std::uint64_t rows, std::uint64_t cols) const {
        demand(tensor.rows == rows && tensor.cols == cols, [&] {
            return fmt::format("its {} '{}' is {} x {}, expected {} x {}", role, name_of(tensor), tensor.rows,
                               tensor.cols, rows, cols);
        });
    }

    void same_shape(std::string_view role, const nmw_tensor& tensor, const nmw_tensor& y) const {
        shape(role, tensor, y.rows, y.cols);
    }

    void same_rows(const nmw_tensor& x, const nmw_tensor& y) const {
        demand(x.rows == y.rows, [&] { return fmt::format("{} input rows, {} output rows", x.rows, y.rows); });
    }

    void whole_batch(const nmw_tensor& x) const {
        demand(x.rows == std::uint64_t{context_.batch} * context_.seq, [&] {
            return fmt::format("{} input rows are not {} sequences of {}", x.rows, context_.batch, context_.seq);
        });
    }

    void shift(std::string_view role, std::uint32_t value) const {
        demand(value >= 1 && value <= max_shift, [&] { return fmt::format("{} {} is not 1 to 62", role, value); });
    }

    void multiplier(std::string_view role, std::int32_t mult, std::uint32_t value) const {
        demand(mult >= 0, [&] { return fmt::format("{} multiplier {} is negative", role, mult); });
        shift(fmt::format("{} shift", role), value);
    }

    void signed_multiplier(std::int32_t mult) const {
        demand(mult != std::numeric_limits<std::int32_t>::min(), [] { return "multiplier -2^31 is out of range"; });
    }

    void unused_multipliers() const {
        demand(layer_.mult0 == 0 && layer_.mult1 == 0 && layer_.shift0 == 0 && layer_.shift1 == 0,
               [] { return "has a multiplier that the operation does not use"; });
    }

    const nmw_layer& layer_;
    const LayerContext& context_;
};

} // namespace

Problem channel_problem(const nmw_channel& channel) {
    if (channel.mult < 0) return fmt::format("multiplier {} is negative", channel.mult);
    if (channel.shift < 1 || channel.shift > max_shift) return fmt::format("shift {} is not 1 to 62", channel.shift);
    if (channel.zero != 0) return "last word is not 0";
    return {};
}

Problem sequence_problem(const nmw_sequence& sequence, std::uint32_t seq) {
    if (sequence.valid < 1 || sequence.valid > seq)
        return fmt::format("valid = {} is not 1 to {}", sequence.valid, seq);
    if (sequence.reserved != 0) return "reserved word is not 0";
    return {};
}

Problem pool_problem(const nmw_sequence& sequence) {
    if (sequence.pool_mult < 0) return fmt::format("pool multiplier {} is negative", sequence.pool_mult);
    if (sequence.pool_shift < 1 || sequence.pool_shift > max_shift)
        return fmt::format("pool shift {} is not 1 to 62", sequence.pool_shift);
    return {};
}

Problem layer_problem(const nmw_layer& layer, const LayerContext& context) {
    static constexpr void (LayerRules::*rules[])() = {
        &LayerRules::gemm,    &LayerRules::attention, &LayerRules::layernorm, &LayerRules::add,
        &LayerRules::requant, &LayerRules::lut,       &LayerRules::meanpool};
    if (layer.op < NMW_OP_GEMM || layer.op > NMW_OP_MEANPOOL) return fmt::format("unknown operation {}", layer.op);
    LayerRules checker(layer, context);
    try {
        (checker.*rules[layer.op - NMW_OP_GEMM])();
        checker.fields();
    } catch (const std::string& reason) {
        return reason;
    }
    return {};
}

} // namespace stavp::workloads
