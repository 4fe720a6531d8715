// libFuzzer target: any bytes, as they are and with their checksums mended, either load as a workload or are refused
// with a FormatError; a small one that loads also executes. Built and run by scripts/fuzz.sh.

#include "workloads/format/checksum.h"
#include "workloads/format/image.h"
#include "workloads/reference/execute.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

constexpr std::uint64_t kLargestArena = 1 << 16;

void load(std::vector<std::uint8_t> bytes) {
    try {
        const auto image = stavp::workloads::Image::parse(std::move(bytes), "fuzz");
        if (image.header().arena_bytes <= kLargestArena) stavp::workloads::execute_reference(image);
    } catch (const stavp::workloads::FormatError&) {
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<std::uint8_t> bytes(data, data + size);
    load(bytes);
    stavp::workloads::mend_checksums(bytes);
    load(bytes);
    return 0;
}
