#pragma once

#include "workloads/compress/encoding.h"
#include "workloads/format/multiplier.h"
#include "workloads/format/nmw.h"
#include "workloads/format/pattern.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace stavp::workloads {

using TensorId = std::uint32_t;

class Image;

/// Collects the layers and tensors of one workload and writes the .nmw file: places sections, compresses weights, runs
/// the reference executor for the golden tensors, computes checksums. Throws std::invalid_argument that names the
/// tensor or layer for anything inconsistent (shapes, types, patterns). Files appear whole or not at all.
/// Layers run in the order in which they were added.
class WorkloadBuilder {
public:
    /// `sequences[i].valid` real rows of `seq` rows each.
    WorkloadBuilder(std::string name, std::uint32_t seq, std::vector<nmw_sequence> sequences);

    /// How weights added from now on are stored; the smallest of the encodings unless told.
    void encode_weights(EncodingChoice choice) { encoding_ = choice; }

    /// `values`: rows x cols (out x in) int8, row-major; for a sparse pattern at most n non-zeros per group of m.
    /// `scale` is recorded only: per-channel scales live in the channel records.
    TensorId add_weight(const std::string& name, std::uint32_t rows, std::uint32_t cols,
                        std::span<const std::int8_t> values, Pattern pattern, float scale = 0);
    TensorId add_channels(const std::string& name, std::span<const nmw_channel> channels);
    TensorId add_layernorm_params(const std::string& name, std::span<const std::int16_t> gamma,
                                  std::span<const std::int32_t> beta);
    TensorId add_table(const std::string& name, const std::array<std::int8_t, 256>& table);
    /// The workload's input, in DDR with its bytes: batch*seq rows. `bytes` is rows*cols*sizeof(dtype), little-endian.
    TensorId add_input(const std::string& name, nmw_dtype dtype, std::uint32_t cols, float scale,
                       std::span<const std::uint8_t> bytes);
    TensorId add_activation(const std::string& name, nmw_dtype dtype, std::uint32_t rows, std::uint32_t cols,
                            float scale);
    /// A constant that layers read as they read activations (the second operand of an addition, say); `bytes` as above.
    TensorId add_operand(const std::string& name, nmw_dtype dtype, std::uint32_t rows, std::uint32_t cols, float scale,
                         std::span<const std::uint8_t> bytes);

    void add_gemm(const std::string& name, TensorId input, TensorId weight, TensorId channels, TensorId output,
                  bool relu);
    /// `score` brings Q K^T to units of ln2/256; `context` brings P V to the output's scale.
    void add_attention(const std::string& name, TensorId qkv, TensorId output, std::uint32_t heads,
                       std::uint32_t head_dim, bool causal, Multiplier score, Multiplier context);
    void add_layernorm(const std::string& name, TensorId input, TensorId params, TensorId output, std::uint32_t eps_q,
                       Multiplier out);
    /// output = sat((a * mult_a + b * mult_b) >> shift).
    void add_add(const std::string& name, TensorId a, TensorId b, TensorId output, std::int32_t mult_a,
                 std::int32_t mult_b, std::uint32_t shift);
    void add_requant(const std::string& name, TensorId input, TensorId output, Multiplier out);
    void add_lut(const std::string& name, TensorId input, TensorId table, TensorId output);
    /// Multipliers per sequence come from `sequences`.
    void add_meanpool(const std::string& name, TensorId input, TensorId output);

    void set_output(TensorId tensor) { output_ = tensor; }
    /// float32 reference of the output tensor, rows x cols; optional.
    void set_float_reference(std::vector<float> values) { float_reference_ = std::move(values); }
    /// UTF-8 JSON; optional.
    void set_meta(std::string json) { meta_ = std::move(json); }

    const nmw_tensor& tensor(TensorId id) const;
    std::size_t layer_count() const { return layers_.size(); }

    /// `progress` is told each layer's index before the reference executor runs it.
    void write(const std::filesystem::path& file, const std::function<void(std::size_t layer)>& progress = {}) const;
    /// The bytes that write() writes.
    std::vector<std::uint8_t> image_bytes(const std::function<void(std::size_t layer)>& progress = {}) const;
    /// The workload without expected bytes: the reference executor is not run.
    Image image() const;

private:
    struct Payload {
        std::vector<std::uint8_t> values;
        std::vector<std::uint8_t> map;
    };
    /// Bytes with the section for expected bytes, still empty, or without it; the former fills `golden_offsets`, one
    /// per tensor.
    Image assemble(std::vector<std::uint64_t>* golden_offsets) const;
    TensorId add_tensor(const std::string& name, nmw_tensor tensor, Payload payload);
    TensorId add_constant(const std::string& name, nmw_dtype dtype, std::uint32_t rows, std::uint32_t cols,
                          std::span<const std::uint8_t> bytes, float scale = 0);
    nmw_layer start_layer(nmw_op op, TensorId input, TensorId output) const;
    void add_layer(const std::string& name, nmw_layer layer);

    std::string name_;
    std::uint32_t seq_;
    std::vector<nmw_sequence> sequences_;
    std::vector<nmw_tensor> tensors_;
    std::vector<Payload> payloads_; ///< of each tensor
    std::vector<nmw_layer> layers_;
    TensorId input_ = NMW_NONE;
    TensorId output_ = NMW_NONE;
    EncodingChoice encoding_ = EncodingChoice::smallest;
    std::vector<float> float_reference_;
    std::string meta_;
};

} // namespace stavp::workloads
