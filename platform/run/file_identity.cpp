#include "platform/run/file_identity.h"
#include "workloads/format/sha256.h"

#include <cstring>

namespace stavp {

namespace {

std::string sha256(std::span<const std::uint8_t> bytes) {
    workloads::Sha256 sha;
    sha.update(bytes);
    return sha.finish();
}

} // namespace

FileIdentity identify(const std::filesystem::path& file, std::span<const std::uint8_t> content) {
    return {file.filename().string(), content.size(), sha256(content)};
}

WorkloadIdentity identify(const std::filesystem::path& file, const workloads::Image& image) {
    const auto& input = image.tensors()[image.header().input_tensor];
    const auto& header = image.header();
    return {identify(file, image.bytes()),
            sha256(image.values(input)),
            std::string(header.name, strnlen(header.name, sizeof header.name)),
            header.layer_count,
            header.sequence_count,
            header.seq};
}

} // namespace stavp
