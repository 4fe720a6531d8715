#include "workloads/format/builder.h"
#include "workloads/format/checksum.h"
#include "workloads/format/image.h"
#include "workloads/reference/execute.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>

namespace stavp::workloads {
namespace {

/// Grows a file section by section; payloads begin aligned.
class FileLayout {
public:
    explicit FileLayout(std::size_t sections) : end_(sizeof(nmw_header) + sections * sizeof(nmw_section)) {}

    /// The offset at which `bytes` more bytes of the current section lie.
    std::uint64_t place(std::uint64_t bytes) {
        const std::uint64_t offset = align_up(end_);
        end_ = offset + bytes;
        return offset;
    }
    void begin(nmw_section_kind kind) { sections_.push_back({kind, 0, align_up(end_), 0, 0}); }
    void end() { sections_.back().bytes = std::max(end_, sections_.back().offset) - sections_.back().offset; }
    std::uint64_t add(nmw_section_kind kind, std::uint64_t bytes) {
        begin(kind);
        const std::uint64_t offset = place(bytes);
        end();
        return offset;
    }
    std::uint64_t aligned_end() const { return align_up(end_); }
    const std::vector<nmw_section>& sections() const { return sections_; }

private:
    std::uint64_t end_;
    std::vector<nmw_section> sections_;
};

template <class T> void put(std::vector<std::uint8_t>& bytes, std::uint64_t offset, const std::vector<T>& values) {
    if (!values.empty()) std::memcpy(bytes.data() + offset, values.data(), values.size() * sizeof(T));
}

/// Removes the unfinished file unless it was renamed.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::filesystem::path& target)
        : target_(target), path_(target.string() + ".partial") {}
    ~TemporaryFile() {
        std::error_code ignored;
        if (!done_) std::filesystem::remove(path_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void write(const std::vector<std::uint8_t>& bytes) {
        std::ofstream out(path_, std::ios::binary | std::ios::trunc);
        out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        out.close();
        if (!out)
            throw std::runtime_error(fmt::format("{}: cannot be written: {}", target_.string(), std::strerror(errno)));
        std::error_code error;
        std::filesystem::rename(path_, target_, error);
        if (error)
            throw std::runtime_error(fmt::format("{}: cannot be written: {}", target_.string(), error.message()));
        done_ = true;
    }

private:
    std::filesystem::path target_;
    std::filesystem::path path_;
    bool done_ = false;
};

} // namespace

Image WorkloadBuilder::assemble(std::vector<std::uint64_t>* golden_offsets) const {
    if (input_ == NMW_NONE || output_ == NMW_NONE)
        throw std::invalid_argument(fmt::format("workload '{}': has no input or no output tensor", name_));
    std::vector<nmw_tensor> tensors = tensors_;
    FileLayout layout(4 + (golden_offsets ? 1 : 0) + (float_reference_.empty() ? 0 : 1) + (meta_.empty() ? 0 : 1));
    const auto layers_at = layout.add(NMW_SECTION_LAYERS, layers_.size() * sizeof(nmw_layer));
    const auto tensors_at = layout.add(NMW_SECTION_TENSORS, tensors.size() * sizeof(nmw_tensor));
    const auto sequences_at = layout.add(NMW_SECTION_SEQUENCES, sequences_.size() * sizeof(nmw_sequence));

    std::uint64_t arena_bytes = 0;
    layout.begin(NMW_SECTION_DATA);
    for (auto& tensor : tensors) {
        if (tensor.storage == NMW_IN_ARENA) {
            tensor.offset = arena_bytes;
            arena_bytes += align_up(tensor.bytes);
            continue;
        }
        tensor.offset = layout.place(tensor.bytes);
        if (tensor.encoding != NMW_DENSE) tensor.map_offset = layout.place(tensor.map_bytes);
    }
    layout.end();
    const std::uint64_t ddr_bytes = layout.aligned_end();

    if (golden_offsets) {
        layout.begin(NMW_SECTION_GOLDEN);
        for (auto& tensor : tensors) {
            if (tensor.storage == NMW_IN_ARENA) tensor.golden_offset = layout.place(packed_bytes(tensor));
            golden_offsets->push_back(tensor.golden_offset);
        }
        layout.end();
    }
    const auto float_at =
        float_reference_.empty() ? 0 : layout.add(NMW_SECTION_FLOAT, float_reference_.size() * sizeof(float));
    const auto meta_at = meta_.empty() ? 0 : layout.add(NMW_SECTION_META, meta_.size());

    nmw_header header{};
    header.magic = NMW_MAGIC;
    const bool has_indices = std::ranges::any_of(tensors, [](const auto& t) { return t.encoding == NMW_INDEX; });
    header.version = has_indices ? NMW_VERSION : NMW_VERSION_OLDEST;
    header.section_count = static_cast<std::uint32_t>(layout.sections().size());
    header.file_bytes = layout.aligned_end();
    header.ddr_bytes = ddr_bytes;
    header.arena_bytes = arena_bytes;
    header.layer_count = static_cast<std::uint32_t>(layers_.size());
    header.tensor_count = static_cast<std::uint32_t>(tensors.size());
    header.sequence_count = static_cast<std::uint32_t>(sequences_.size());
    header.seq = seq_;
    header.input_tensor = input_;
    header.output_tensor = output_;
    std::memcpy(header.name, name_.data(), name_.size());

    std::vector<std::uint8_t> bytes(header.file_bytes);
    std::memcpy(bytes.data(), &header, sizeof header);
    put(bytes, sizeof header, layout.sections());
    put(bytes, layers_at, layers_);
    put(bytes, tensors_at, tensors);
    put(bytes, sequences_at, sequences_);
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        put(bytes, tensors[i].offset, payloads_[i].values);
        put(bytes, tensors[i].map_offset, payloads_[i].map);
    }
    put(bytes, float_at, float_reference_);
    put(bytes, meta_at, std::vector<char>(meta_.begin(), meta_.end()));
    mend_checksums(bytes);

    try {
        return Image::parse(std::move(bytes), "workload");
    } catch (const FormatError& error) {
        throw std::invalid_argument(error.what());
    }
}

Image WorkloadBuilder::image() const {
    return assemble(nullptr);
}

std::vector<std::uint8_t> WorkloadBuilder::image_bytes(const std::function<void(std::size_t)>& progress) const {
    std::vector<std::uint64_t> offsets;
    Image image = assemble(&offsets);
    const Activations golden = execute_reference(image, progress);
    std::vector<std::uint8_t> bytes = std::move(image).take_bytes();
    for (std::size_t i = 0; i < offsets.size(); ++i)
        put(bytes, offsets[i], golden[i]);
    mend_checksums(bytes);
    return bytes;
}

void WorkloadBuilder::write(const std::filesystem::path& file, const std::function<void(std::size_t)>& progress) const {
    TemporaryFile(file).write(image_bytes(progress));
}

} // namespace stavp::workloads
