#include "platform/sweep/workload_shelf.h"

#include <algorithm>

namespace stavp::sweep {

workloads::Image& WorkloadShelf::get(const std::filesystem::path& file) {
    const auto found = std::find_if(books_.begin(), books_.end(), [&](const Book& book) { return book.file == file; });
    if (found != books_.end()) {
        books_.splice(books_.begin(), books_, found);
        return books_.front().image;
    }
    books_.push_front({file, workloads::Image::load(file)});
    std::uint64_t held = 0;
    auto last = books_.begin();
    for (; last != books_.end() && (last == books_.begin() || held + last->image.bytes().size() <= bytes_); ++last)
        held += last->image.bytes().size();
    books_.erase(last, books_.end());
    return books_.front().image;
}

} // namespace stavp::sweep
