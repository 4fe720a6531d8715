#include "platform/sweep/workload_shelf.h"

#include <algorithm>
#include <utility>

namespace stavp::sweep {

WorkloadShelf::Book& WorkloadShelf::get(const std::filesystem::path& file) {
    const auto found = std::find_if(books_.begin(), books_.end(), [&](const Book& book) { return book.file == file; });
    if (found != books_.end()) {
        books_.splice(books_.begin(), books_, found);
        return books_.front();
    }
    auto image = workloads::Image::load(file);
    auto identity = identify(file, image);
    books_.push_front({file, std::move(image), std::move(identity)});
    std::uint64_t held = 0;
    auto last = books_.begin();
    for (; last != books_.end() && (last == books_.begin() || held + last->image.bytes().size() <= bytes_); ++last)
        held += last->image.bytes().size();
    books_.erase(last, books_.end());
    return books_.front();
}

} // namespace stavp::sweep
