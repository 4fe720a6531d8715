#include "workloads/onnx/model_proto.h"

#include "workloads/format/image.h"

#include <fmt/format.h>
#include <limits>
#include <onnx/onnx_pb.h>
#include <optional>

namespace stavp::workloads::onnx_import {

namespace {

/// Walks over the fields of the outermost message: says what a parser's plain failure does not.
class FieldScan {
public:
    explicit FieldScan(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    /// Empty if all fields are ones of a ModelProto and end with the file.
    std::string complaint() {
        while (at_ < bytes_.size()) {
            const auto tag = varint();
            if (!tag) return cut_or_foreign();
            const auto field = *tag >> 3;
            const auto wire_type = *tag & 7U;
            if (!is_field(field, wire_type)) return "is no ONNX model";
            known_ = true;
            const auto value = varint();
            if (!value) return cut_or_foreign();
            if (wire_type == length_delimited) {
                if (*value > bytes_.size() - at_)
                    return fmt::format("is cut short: a field of {} bytes has {}", *value, bytes_.size() - at_);
                at_ += *value;
            }
        }
        return "";
    }

private:
    static constexpr std::uint64_t length_delimited = 2;

    /// onnx.proto: ir_version = 1 and model_version = 5 are integers, the others strings or messages.
    static bool is_field(std::uint64_t field, std::uint64_t wire_type) {
        if (field == 1 || field == 5) return wire_type == 0;
        const bool known = (field >= 2 && field <= 8) || field == 14 || field == 20 || field == 25 || field == 26;
        return known && wire_type == length_delimited;
    }

    std::optional<std::uint64_t> varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && at_ < bytes_.size(); shift += 7) {
            const std::uint8_t byte = bytes_[at_++];
            value |= std::uint64_t{byte & 0x7fU} << shift;
            if ((byte & 0x80U) == 0) return value;
        }
        return std::nullopt;
    }

    std::string cut_or_foreign() const { return known_ ? "is cut short or damaged" : "is no ONNX model"; }

    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
    bool known_ = false;
};

} // namespace

void parse_model(std::span<const std::uint8_t> bytes, const std::string& name, onnx::ModelProto& model) {
    const auto fail = [&name](const std::string& what) { throw FormatError(name + ": " + what); };
    if (bytes.empty()) fail("is empty");
    if (bytes.size() > std::numeric_limits<int>::max())
        fail("is larger than 2 GiB; such a model keeps its weights as external data");
    if (const std::string complaint = FieldScan(bytes).complaint(); !complaint.empty()) fail(complaint);
    if (!model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) fail("is damaged: no valid ONNX model");
    if (!model.has_graph()) fail("is no ONNX model or cut short: it holds no graph");
    if (model.opset_import_size() == 0) fail("is cut short or damaged: it states no operator set");
}

} // namespace stavp::workloads::onnx_import
