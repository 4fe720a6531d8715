// nmw_flip FILE OUT TENSOR BYTE BIT [--mend-crc]: copies a workload with one bit of a constant's values flipped. With
// --mend-crc the copy loads; its golden tensors stay those of the unflipped weights, so that a run of it must fail.
#include "workloads/format/checksum.h"
#include "workloads/format/image.h"
#include "workloads/format/names.h"

#include <algorithm>
#include <fstream>
#include <iostream>

namespace {

using namespace stavp::workloads;

int flip(const std::vector<std::string>& args) {
    const Image image = Image::load(args[0]);
    const auto tensor =
        std::ranges::find_if(image.tensors(), [&](const nmw_tensor& t) { return name_of(t) == args[2]; });
    if (tensor == image.tensors().end()) throw std::runtime_error("no tensor '" + args[2] + "'");
    const auto byte = std::stoull(args[3]);
    const auto bit = std::stoul(args[4]);
    if (byte >= image.values(*tensor).size() || bit > 7) throw std::runtime_error("no such bit in '" + args[2] + "'");

    std::vector<std::uint8_t> bytes(image.bytes().begin(), image.bytes().end());
    bytes[tensor->offset + byte] ^= static_cast<std::uint8_t>(1u << bit);
    if (args.size() == 6) mend_checksums(bytes);
    std::ofstream out(args[1], std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) throw std::runtime_error(args[1] + ": cannot be written");
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> args(argv + 1, argv + argc);
    if (args.size() < 5 || args.size() > 6 || (args.size() == 6 && args[5] != "--mend-crc")) {
        std::cerr << "usage: nmw_flip FILE OUT TENSOR BYTE BIT [--mend-crc]\n";
        return 2;
    }
    try {
        return flip(args);
    } catch (const std::exception& error) {
        std::cerr << "nmw_flip: " << error.what() << '\n';
        return 2;
    }
}
