#pragma once

#include "tests/pack/tiny_model.h"
#include "tests/support/scratch_path.h"
#include "workloads/model/safetensors.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <vector>

namespace stavp::workloads::testing {

/// A checkpoint that is filled tensor by tensor with random values.
class TinyCheckpoint {
public:
    SafeTensors contents;

    explicit TinyCheckpoint(std::uint64_t seed) : noise_(seed) {}

    void add(const std::string& name, std::vector<std::size_t> shape) {
        RawTensor& tensor = contents.tensors[name];
        tensor.dtype = "F32";
        tensor.shape = std::move(shape);
        std::size_t count = 1;
        for (const std::size_t extent : tensor.shape)
            count *= extent;
        tensor.bytes.resize(count * 4);
        for (std::size_t i = 0; i < count; ++i)
            put(tensor, i, noise_.next());
    }
    void linear(const std::string& name, std::size_t out, std::size_t in) {
        add(name + ".weight", {out, in});
        add(name + ".bias", {out});
    }
    void norm(const std::string& name, std::size_t d) {
        add(name + ".weight", {d});
        add(name + ".bias", {d});
    }

    /// The values as double, whatever the type (F32 or BF16) became.
    std::vector<double> values(const std::string& name) const {
        const RawTensor& tensor = contents.tensors.at(name);
        const bool wide = tensor.dtype == "F32";
        std::vector<double> result;
        for (std::size_t i = 0; i < tensor.bytes.size() / (wide ? 4 : 2); ++i) {
            std::uint32_t bits = 0;
            if (wide) {
                std::memcpy(&bits, &tensor.bytes[4 * i], 4);
            } else {
                bits = std::uint32_t{tensor.bytes[2 * i]} << 16 | std::uint32_t{tensor.bytes[2 * i + 1]} << 24;
            }
            result.push_back(std::bit_cast<float>(bits));
        }
        return result;
    }

    /// Drops the lower half of every value.
    void to_bf16(const std::string& name) {
        RawTensor& tensor = contents.tensors.at(name);
        std::vector<std::uint8_t> upper;
        for (std::size_t i = 0; i < tensor.bytes.size(); i += 4)
            upper.insert(upper.end(), {tensor.bytes[i + 2], tensor.bytes[i + 3]});
        tensor.dtype = "BF16";
        tensor.bytes = upper;
    }

    void transpose(const std::string& name) {
        RawTensor& tensor = contents.tensors.at(name);
        const RawTensor old = tensor;
        std::swap(tensor.shape[0], tensor.shape[1]);
        for (std::size_t r = 0; r < old.shape[0]; ++r)
            for (std::size_t c = 0; c < old.shape[1]; ++c)
                std::memcpy(&tensor.bytes[4 * (c * old.shape[0] + r)], &old.bytes[4 * (r * old.shape[1] + c)], 4);
    }

    std::filesystem::path write(const std::string& name) const {
        const auto file = stavp::testing::scratch_path(name);
        write_safetensors(file, contents);
        return file;
    }

private:
    static void put(RawTensor& tensor, std::size_t index, float value) {
        std::memcpy(&tensor.bytes[4 * index], &value, 4);
    }

    Noise noise_;
};

} // namespace stavp::workloads::testing
