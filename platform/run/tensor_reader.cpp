#include "platform/run/tensor_reader.h"

#include "workloads/format/layout.h"

namespace stavp {

std::optional<std::vector<std::uint8_t>> read_tensor(Soc& soc, const workloads::Image& image, std::uint64_t image_base,
                                                     const nmw_tensor& tensor) {
    const auto arena = tensor.storage == NMW_IN_ARENA ? image.arena_offset() : 0;
    const auto base = image_base + arena + tensor.offset;
    const auto row_bytes = std::uint64_t{tensor.cols} * workloads::element_bytes(tensor.dtype);
    std::vector<std::uint8_t> bytes(row_bytes * tensor.rows);
    if (tensor.row_stride == row_bytes) {
        if (!soc.peek(base, bytes)) return std::nullopt;
        return bytes;
    }
    for (std::uint32_t row = 0; row < tensor.rows; ++row)
        if (!soc.peek(base + row * tensor.row_stride, std::span(bytes).subspan(row * row_bytes, row_bytes)))
            return std::nullopt;
    return bytes;
}

} // namespace stavp
