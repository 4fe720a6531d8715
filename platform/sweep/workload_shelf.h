#pragma once

#include "workloads/format/image.h"

#include <cstdint>
#include <filesystem>
#include <list>
#include <string>

namespace stavp::sweep {

/// Workloads that were read and checked, kept so that points forked from this process find them in memory. The least
/// recently used go when they take more than `bytes`.
class WorkloadShelf {
public:
    explicit WorkloadShelf(std::uint64_t bytes = kBytes) : bytes_(bytes) {}

    /// Throws workloads::FormatError. The reference holds until the next call.
    workloads::Image& get(const std::filesystem::path& file);
    std::size_t size() const { return books_.size(); }

private:
    /// Page tables of this much are copied by each fork in well under a millisecond.
    static constexpr std::uint64_t kBytes = 256ull << 20;

    struct Book {
        std::filesystem::path file;
        workloads::Image image;
    };

    std::uint64_t bytes_;
    std::list<Book> books_; ///< the last used first
};

} // namespace stavp::sweep
