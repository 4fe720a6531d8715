#include "platform/sweep/estimate.h"
#include "workloads/format/image.h"
#include "workloads/synth/recipe.h"

#include <algorithm>
#include <map>
#include <vector>

namespace stavp::sweep {

namespace {

// Measured on synthetic BERT-base workloads of 1 to 12 blocks and 64 to 512 rows (docs/sweeps.md).
constexpr double kSecondsPerPoint = 0.03;
constexpr double kRunSecondsPerMac = 0.12e-9;
constexpr double kPackSecondsPerMac = 0.2e-9;

} // namespace

std::uint64_t dense_macs(const SynthSpec& synth) {
    const auto recipe = workloads::find_recipe(synth.shape);
    const std::uint64_t rows = synth.seq;
    const std::uint64_t d = recipe.d_model;
    const auto projections = 4 * rows * d * d; // qkv and proj
    const auto attention = 2 * rows * rows * d;
    const auto feed_forward = 2 * rows * d * recipe.ffn;
    return synth.layers * (projections + attention + feed_forward);
}

std::uint64_t dense_macs_of_file(const std::filesystem::path& file) {
    const auto image = workloads::Image::load(file);
    const std::uint64_t seq = image.header().seq;
    std::uint64_t macs = 0;
    for (const auto& layer : image.layers()) {
        if (layer.op == NMW_OP_GEMM) macs += std::uint64_t{layer.rows} * layer.k * layer.cols;
        if (layer.op == NMW_OP_ATTENTION)
            macs += 2 * image.header().sequence_count * layer.heads * seq * seq * layer.head_dim;
    }
    return macs;
}

Estimate estimate(const Plan& plan, unsigned jobs) {
    Estimate estimate;
    estimate.jobs = static_cast<unsigned>(std::clamp<std::uint64_t>(plan.at_most, 1, std::max(jobs, 1u)));
    std::vector<SynthSpec> packed;
    std::map<std::filesystem::path, std::uint64_t> macs_of_file;
    for (const auto& point : plan.first) {
        std::uint64_t macs = 0;
        if (const auto& synth = point.workload.synth) {
            macs = dense_macs(*synth);
            if (std::ranges::find(packed, *synth) == packed.end()) {
                packed.push_back(*synth);
                estimate.packing += static_cast<double>(macs) * kPackSecondsPerMac;
            }
        } else {
            const auto [known, is_new] = macs_of_file.emplace(*point.workload.file, 0);
            if (is_new) known->second = dense_macs_of_file(known->first);
            macs = known->second;
        }
        estimate.running += kSecondsPerPoint + static_cast<double>(macs) * kRunSecondsPerMac;
    }
    if (!plan.first.empty())
        estimate.running *= static_cast<double>(plan.at_most) / static_cast<double>(plan.first.size());
    return estimate;
}

} // namespace stavp::sweep
