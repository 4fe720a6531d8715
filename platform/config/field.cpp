#include "platform/config/field.h"

namespace stavp::config {

namespace {

template <typename T> Field bound(std::string key, Kind kind, T& member, std::string doc) {
    Field field;
    field.key = std::move(key);
    field.kind = kind;
    field.doc = std::move(doc);
    field.set = [&member](const Value& value) { member = std::get<T>(value); };
    field.get = [&member]() -> Value { return member; };
    return field;
}

} // namespace

Field real(std::string key, double& member, Range range, std::string unit, std::string doc) {
    auto field = bound(std::move(key), Kind::real, member, std::move(doc));
    field.unit = std::move(unit);
    field.min = range.min;
    field.max = range.max;
    return field;
}

Field boolean(std::string key, bool& member, std::string doc) {
    return bound(std::move(key), Kind::boolean, member, std::move(doc));
}

Field text(std::string key, std::string& member, std::string doc) {
    return bound(std::move(key), Kind::text, member, std::move(doc));
}

Field list(std::string key, std::string& member, std::string doc) {
    auto field = text(std::move(key), member, std::move(doc));
    field.list = true;
    return field;
}

Field size(std::string key, std::uint64_t& member, Range range, std::uint64_t multiple_of, std::string doc) {
    auto field = bound(std::move(key), Kind::size, member, std::move(doc));
    field.unit = "bytes";
    field.min = range.min;
    field.max = range.max;
    field.multiple_of = multiple_of;
    return field;
}

} // namespace stavp::config
