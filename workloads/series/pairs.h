#pragma once

#include "workloads/model/model.h"

#include <span>

namespace stavp::workloads::series {

/// A gemm whose input channels may be put in another order, because an earlier gemm can put its outputs in that order:
/// elementwise functions between them do not mind, attention does not as long as a head's V columns stay in the head.
struct ChannelPair {
    std::string producer;
    std::string consumer;
    std::size_t offset = 0; ///< first output channel of the producer that feeds the consumer's channel 0
    std::size_t block = 0;  ///< channels move only within blocks of this many
};

/// Pairs in which nothing else reads the values between, nor shares the parameters.
std::vector<ChannelPair> channel_pairs(const Model& model);

/// The same function with the consumer's input channel c being the former channel order[c].
void reorder_channels(Model& model, const ChannelPair& pair, std::span<const std::size_t> order);

} // namespace stavp::workloads::series
