#include "workloads/import/checkpoint.h"

#include "workloads/features/half.h"
#include "workloads/format/image.h"

#include <cmath>
#include <cstring>
#include <fmt/format.h>

namespace stavp::workloads {

namespace {

template <class T> T element(const RawTensor& raw, std::size_t index) {
    T value;
    std::memcpy(&value, raw.bytes.data() + index * sizeof value, sizeof value);
    return value;
}

template <class T, class Convert> std::vector<float> convert(const RawTensor& raw, Convert to_float) {
    std::vector<float> values(raw.bytes.size() / sizeof(T));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = to_float(element<T>(raw, i));
    return values;
}

std::vector<float> floats(const RawTensor& raw, const std::string& where) {
    if (raw.dtype == "F32") return convert<float>(raw, [](float value) { return value; });
    if (raw.dtype == "F16") return convert<std::uint16_t>(raw, half_to_float);
    if (raw.dtype == "BF16") return convert<std::uint16_t>(raw, bfloat_to_float);
    if (raw.dtype == "F64") return convert<double>(raw, [](double value) { return static_cast<float>(value); });
    throw FormatError(fmt::format("{} is {}, expected F32, F16, BF16 or F64", where, raw.dtype));
}

} // namespace

Checkpoint::Checkpoint(const std::filesystem::path& weights, std::string yaml)
    : weights_(weights.string()), yaml_(std::move(yaml)), contents_(read_safetensors(weights)) {}

Parameter Checkpoint::read(const TensorName& name) {
    const auto found = contents_.tensors.find(name.name);
    if (found == contents_.tensors.end()) {
        absent_.push_back(name);
        return {};
    }
    used_.insert(name.name);
    const std::string where = fmt::format("{}:{}: tensor {} of {}", yaml_, name.line, name.name, weights_);
    Parameter parameter{found->second.shape, floats(found->second, where)};
    for (std::size_t i = 0; i < parameter.values.size(); ++i)
        if (!std::isfinite(parameter.values[i]))
            throw FormatError(fmt::format("{}: element {} is not finite", where, i));
    return parameter;
}

void Checkpoint::refuse_absent() const {
    if (absent_.empty()) return;
    std::string list;
    for (const TensorName& name : absent_)
        list += fmt::format("{}{} ({}:{})", list.empty() ? "" : ", ", name.name, yaml_, name.line);
    throw FormatError(fmt::format("{}: {} absent: {}", weights_,
                                  absent_.size() == 1 ? "a tensor is" : fmt::format("{} tensors are", absent_.size()),
                                  list));
}

std::vector<std::string> Checkpoint::unused() const {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : contents_.tensors)
        if (!used_.contains(name)) names.push_back(name);
    return names;
}

} // namespace stavp::workloads
