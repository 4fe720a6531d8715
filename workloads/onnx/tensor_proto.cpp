#include "workloads/onnx/tensor_proto.h"

#include "workloads/onnx/names.h"
#include "workloads/onnx/unsupported.h"

#include <bit>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <onnx/onnx_pb.h>
#include <optional>

namespace stavp::workloads::onnx_import {

namespace {

using onnx::TensorProto;
namespace fs = std::filesystem;

static_assert(std::endian::native == std::endian::little, "raw_data is little-endian");

float from_bfloat16(std::uint16_t bits) {
    return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

/// IEEE 754 binary16.
float from_half(std::uint16_t bits) {
    const std::uint32_t sign = (bits & 0x8000U) << 16;
    const std::uint32_t exponent = (bits >> 10) & 0x1fU;
    const std::uint32_t mantissa = bits & 0x3ffU;
    if (exponent == 0x1f) return std::bit_cast<float>(sign | 0x7f800000U | (mantissa << 13));
    if (exponent != 0) return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (mantissa << 13));
    const float magnitude = static_cast<float>(mantissa) * 0x1p-24F;
    return sign != 0 ? -magnitude : magnitude;
}

template <typename Element> void convert(Tensor& out, const std::string& raw) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        Element element;
        std::memcpy(&element, raw.data() + i * sizeof element, sizeof element);
        if (out.is_real())
            out.reals[i] = static_cast<float>(element);
        else
            out.integers[i] = static_cast<std::int64_t>(element);
    }
}

template <float (*decode)(std::uint16_t)> void convert_bits(Tensor& out, const std::string& raw) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, raw.data() + i * sizeof bits, sizeof bits);
        out.reals[i] = decode(bits);
    }
}

/// How an element type is stored.
struct Storage {
    Tensor::Kind kind;
    std::size_t bytes;
    void (*from_raw)(Tensor&, const std::string&);
};

Storage storage_of(int type) {
    using enum Tensor::Kind;
    switch (type) {
    case TensorProto::FLOAT:
        return {real, 4, convert<float>};
    case TensorProto::DOUBLE:
        return {real, 8, convert<double>};
    case TensorProto::FLOAT16:
        return {real, 2, convert_bits<from_half>};
    case TensorProto::BFLOAT16:
        return {real, 2, convert_bits<from_bfloat16>};
    case TensorProto::INT64:
        return {integer, 8, convert<std::int64_t>};
    case TensorProto::INT32:
        return {integer, 4, convert<std::int32_t>};
    case TensorProto::INT8:
        return {integer, 1, convert<std::int8_t>};
    case TensorProto::UINT8:
        return {integer, 1, convert<std::uint8_t>};
    case TensorProto::BOOL:
        return {boolean, 1, convert<std::uint8_t>};
    default:
        throw Unsupported(fmt::format("element type {}", TensorProto::DataType_IsValid(type)
                                                             ? TensorProto::DataType_Name(type)
                                                             : std::to_string(type)));
    }
}

void expect_count(std::size_t found, const Tensor& tensor) {
    if (found != tensor.size())
        throw Unsupported(
            fmt::format("holds {} values, its shape {} has {}", found, to_string(tensor.shape), tensor.size()));
}

template <typename Field> void from_field(Tensor& out, const Field& field) {
    expect_count(static_cast<std::size_t>(field.size()), out);
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out.is_real())
            out.reals[i] = static_cast<float>(field[static_cast<int>(i)]);
        else
            out.integers[i] = static_cast<std::int64_t>(field[static_cast<int>(i)]);
    }
}

void from_fields(Tensor& out, const TensorProto& proto) {
    switch (proto.data_type()) {
    case TensorProto::FLOAT:
        return from_field(out, proto.float_data());
    case TensorProto::DOUBLE:
        return from_field(out, proto.double_data());
    case TensorProto::INT64:
        return from_field(out, proto.int64_data());
    case TensorProto::FLOAT16:
    case TensorProto::BFLOAT16: { // the bits in the low half
        expect_count(static_cast<std::size_t>(proto.int32_data_size()), out);
        const bool half = proto.data_type() == TensorProto::FLOAT16;
        for (std::size_t i = 0; i < out.size(); ++i) {
            const auto bits = static_cast<std::uint16_t>(proto.int32_data(static_cast<int>(i)));
            out.reals[i] = half ? from_half(bits) : from_bfloat16(bits);
        }
        return;
    }
    default:
        return from_field(out, proto.int32_data());
    }
}

std::size_t element_count_of(const TensorProto& proto) {
    return element_count(std::vector<std::int64_t>(proto.dims().begin(), proto.dims().end()));
}

Tensor empty_tensor(const TensorProto& proto) {
    Tensor out = zeros(storage_of(proto.data_type()).kind, Shape(proto.dims().begin(), proto.dims().end()));
    out.name = proto.name();
    return out;
}

void from_raw(Tensor& out, const std::string& raw, int type) {
    const Storage storage = storage_of(type);
    if (raw.size() != out.size() * storage.bytes)
        throw Unsupported(fmt::format("holds {} bytes, its shape {} needs {}", raw.size(), to_string(out.shape),
                                      out.size() * storage.bytes));
    storage.from_raw(out, raw);
}

std::optional<std::uint64_t> external_number(const TensorProto& proto, const char* key) {
    for (const auto& entry : proto.external_data()) {
        if (entry.key() != key) continue;
        std::uint64_t value = 0;
        const char* end = entry.value().data() + entry.value().size();
        if (const auto parsed = std::from_chars(entry.value().data(), end, value);
            parsed.ec != std::errc{} || parsed.ptr != end)
            throw Unsupported(fmt::format("external data: {} is {}", key, in_quotes(entry.value())));
        return value;
    }
    return std::nullopt;
}

fs::path external_file(const TensorProto& proto, const fs::path& folder, std::string& location) {
    for (const auto& entry : proto.external_data())
        if (entry.key() == "location") location = entry.value();
    if (location.empty() || location.find('\0') != std::string::npos)
        throw Unsupported("external data: no file is named");
    std::error_code error;
    const fs::path home = fs::weakly_canonical(folder.empty() ? "." : folder, error);
    fs::path file = fs::weakly_canonical(home / location, error);
    const fs::path inside = file.lexically_relative(home);
    if (error || fs::path(location).is_absolute() || inside.empty() || *inside.begin() == "..")
        throw Unsupported(fmt::format("external data file {} is not inside the model's folder", in_quotes(location)));
    return file;
}

std::string external_bytes(const TensorProto& proto, const fs::path& folder, std::size_t wanted) {
    std::string location;
    const fs::path file = external_file(proto, folder, location);
    const std::uint64_t offset = external_number(proto, "offset").value_or(0);
    const std::uint64_t length = external_number(proto, "length").value_or(wanted);
    std::error_code error;
    const std::uint64_t size = fs::is_regular_file(file, error) ? fs::file_size(file, error) : 0;
    std::ifstream in(file, std::ios::binary);
    if (error || !in || !fs::is_regular_file(file, error))
        throw Unsupported(fmt::format("external data file {} is absent or cannot be read", in_quotes(location)));
    if (length != wanted)
        throw Unsupported(fmt::format("external data: states {} bytes, its shape needs {}", length, wanted));
    if (offset > size || wanted > size - offset)
        throw Unsupported(fmt::format("external data file {} is too short: {} bytes, wanted are {} from {}",
                                      in_quotes(location), size, wanted, offset));
    std::string bytes(wanted, '\0');
    in.seekg(static_cast<std::streamoff>(offset));
    in.read(bytes.data(), static_cast<std::streamsize>(wanted));
    if (!in) throw Unsupported(fmt::format("external data file {} cannot be read", in_quotes(location)));
    return bytes;
}

} // namespace

Tensor inline_tensor(const TensorProto& proto) {
    if (proto.data_location() == TensorProto::EXTERNAL) throw Unsupported("a constant kept in another file");
    // An element takes a byte of the message or more: nothing is set aside for data that is not there.
    if (element_count_of(proto) > proto.ByteSizeLong()) throw Unsupported("holds fewer values than its shape has");
    Tensor out = empty_tensor(proto);
    if (proto.has_raw_data())
        from_raw(out, proto.raw_data(), proto.data_type());
    else
        from_fields(out, proto);
    return out;
}

Tensor initialiser(const TensorProto& proto, const fs::path& folder) {
    if (proto.data_location() != TensorProto::EXTERNAL) return inline_tensor(proto);
    const int type = proto.data_type();
    const std::string bytes = external_bytes(proto, folder, element_count_of(proto) * storage_of(type).bytes);
    Tensor out = empty_tensor(proto);
    from_raw(out, bytes, type);
    return out;
}

} // namespace stavp::workloads::onnx_import
