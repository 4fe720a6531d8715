#include "workloads/deploy/digest.h"

#include "workloads/format/image.h"
#include "workloads/format/sha256.h"

namespace stavp::workloads {

std::string text_digest(std::string_view text) {
    Sha256 sha;
    sha.update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return sha.finish();
}

std::string file_digest(const std::filesystem::path& file) {
    Sha256 sha;
    sha.update(read_file(file));
    return sha.finish();
}

} // namespace stavp::workloads
