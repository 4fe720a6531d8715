#include "workloads/train/torch/differentiable.h"

#include "workloads/train/torch/ragged_attention.h"

namespace stavp::workloads {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

Offsets offsets_of(const at::Tensor& offsets) {
    return {offsets.data_ptr<std::int64_t>(), static_cast<std::size_t>(offsets.size(0))};
}

struct AttentionFunction : Function<AttentionFunction> {
    static RaggedAttention describe(const at::Tensor& qkv, const at::Tensor& offsets, std::int64_t heads,
                                    double score_scale, bool causal) {
        return {offsets_of(offsets), static_cast<std::size_t>(heads), static_cast<std::size_t>(qkv.size(1) / 3 / heads),
                static_cast<float>(score_scale), causal};
    }

    static at::Tensor forward(AutogradContext* context, const at::Tensor& packed, const at::Tensor& offsets,
                              std::int64_t heads, double score_scale, bool causal) {
        const at::Tensor qkv = packed.contiguous();
        const RaggedAttention attention = describe(qkv, offsets, heads, score_scale, causal);
        const auto count = static_cast<std::int64_t>(attention.probability_count());
        at::Tensor probabilities = at::empty({count}, qkv.options());
        attention_scores(attention, qkv.data_ptr<float>(), probabilities.data_ptr<float>());
        probabilities.exp_();
        at::Tensor out = at::empty({qkv.size(0), qkv.size(1) / 3}, qkv.options());
        attention_context(attention, qkv.data_ptr<float>(), probabilities.data_ptr<float>(), out.data_ptr<float>());
        context->save_for_backward({qkv, offsets, probabilities});
        context->saved_data["heads"] = heads;
        context->saved_data["score_scale"] = score_scale;
        context->saved_data["causal"] = causal;
        return out;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& qkv = saved[0];
        const at::Tensor gradient = gradients[0].contiguous();
        const RaggedAttention attention =
            describe(qkv, saved[1], context->saved_data["heads"].toInt(), context->saved_data["score_scale"].toDouble(),
                     context->saved_data["causal"].toBool());
        at::Tensor qkv_gradient = at::empty_like(qkv);
        attention_backward(attention, qkv.data_ptr<float>(), saved[2].data_ptr<float>(), gradient.data_ptr<float>(),
                           qkv_gradient.data_ptr<float>());
        return {qkv_gradient, {}, {}, {}, {}};
    }
};

struct MeanFunction : Function<MeanFunction> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& rows, const at::Tensor& offsets) {
        const at::Tensor x = rows.contiguous();
        at::Tensor means = at::empty({offsets.size(0) - 1, x.size(1)}, x.options());
        ragged_mean(x.data_ptr<float>(), offsets_of(offsets), static_cast<std::size_t>(x.size(1)),
                    means.data_ptr<float>());
        context->save_for_backward({offsets});
        return means;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const at::Tensor offsets = context->get_saved_variables()[0];
        const at::Tensor gradient = gradients[0].contiguous();
        const std::int64_t rows = offsets.data_ptr<std::int64_t>()[offsets.size(0) - 1];
        at::Tensor x_gradient = at::empty({rows, gradient.size(1)}, gradient.options());
        ragged_mean_backward(gradient.data_ptr<float>(), offsets_of(offsets),
                             static_cast<std::size_t>(gradient.size(1)), x_gradient.data_ptr<float>());
        return {x_gradient, {}};
    }
};

struct StraightThroughFunction : Function<StraightThroughFunction> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& weight, const at::Tensor& mask,
                              double decay) {
        context->save_for_backward({weight, mask});
        context->saved_data["decay"] = decay;
        return weight * mask;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const double decay = context->saved_data["decay"].toDouble();
        if (decay == 0) return {gradients[0], {}, {}};
        const variable_list saved = context->get_saved_variables();
        const at::Tensor masked_out = saved[0] - saved[0] * saved[1];
        return {gradients[0].add(masked_out, decay), {}, {}};
    }
};

} // namespace

at::Tensor differentiable_attention(const at::Tensor& qkv, const at::Tensor& offsets, std::int64_t heads,
                                    double score_scale, bool causal) {
    return AttentionFunction::apply(qkv, offsets, heads, score_scale, causal);
}

at::Tensor differentiable_mean(const at::Tensor& x, const at::Tensor& offsets) {
    return MeanFunction::apply(x, offsets);
}

at::Tensor straight_through(const at::Tensor& weight, const at::Tensor& mask, double decay) {
    return StraightThroughFunction::apply(weight, mask, decay);
}

} // namespace stavp::workloads
