#include "platform/report/key_diff.h"
#include "platform/config/platform_config.h"

#include <map>

namespace stavp {

namespace {

std::map<std::string, std::string> units_of_keys() {
    config::PlatformConfig platform;
    std::map<std::string, std::string> units;
    for (const auto& field : config::platform_schema(platform))
        if (field.kind != config::Kind::size) units[field.key] = field.unit;
    return units;
}

} // namespace

std::vector<KeyDiff> diff_keys(const config::KeyTexts& a, const config::KeyTexts& b) {
    const std::map<std::string, std::string> values_a(a.begin(), a.end());
    const std::map<std::string, std::string> values_b(b.begin(), b.end());
    auto units = units_of_keys();
    std::vector<KeyDiff> differences;
    for (const auto& [key, value] : a) {
        const auto other = values_b.find(key);
        if (other == values_b.end()) {
            differences.push_back({key, value, std::nullopt, units[key]});
        } else if (other->second != value) {
            differences.push_back({key, value, other->second, units[key]});
        }
    }
    for (const auto& [key, value] : b)
        if (values_a.count(key) == 0) differences.push_back({key, std::nullopt, value, units[key]});
    return differences;
}

} // namespace stavp
