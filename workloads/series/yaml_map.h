#pragma once

#include "workloads/series/recipe.h"

#include <functional>
#include <set>
#include <yaml-cpp/yaml.h>

namespace stavp::workloads::series {

struct Range {
    double min;
    double max;
};

/// One map of a YAML file, read key by key. Values that are absent leave their target as it is; whatever is wrong
/// throws RecipeError with file, line and dotted key.
class YamlMap {
public:
    using Places = std::map<std::string, std::string>;

    /// `prefix`: the dotted key of the map and a dot, or empty. Refuses anything that is no map, and keys given twice.
    YamlMap(YAML::Node node, std::string prefix, std::string file, Places& places);

    bool has(const std::string& key) const { return entries_.contains(key); }
    bool real(const std::string& key, double& value, Range range);
    template <class T> bool integer(const std::string& key, T& value, Range range) {
        return integer_value(key, range, [&value](std::uint64_t read) { value = static_cast<T>(read); });
    }
    bool boolean(const std::string& key, bool& value);
    bool text(const std::string& key, std::string& value);
    template <class T>
    bool choice(const std::string& key, T& value, const std::vector<std::pair<std::string, T>>& words) {
        std::string word;
        if (!text(key, word)) return false;
        std::vector<std::string> known;
        for (const auto& [name, meaning] : words) {
            if (name == word) {
                value = meaning;
                return true;
            }
            known.push_back(name);
        }
        refuse_word(key, word, known);
    }
    /// A list of integers, words, or anything: the node, unread.
    bool integers(const std::string& key, std::vector<std::uint32_t>& values, Range range);
    bool words(const std::string& key, std::vector<std::string>& values);
    std::optional<YAML::Node> node(const std::string& key);
    /// The map below `key`, if there is one.
    std::optional<YamlMap> map(const std::string& key);
    /// The maps of the list below `key`.
    std::vector<YamlMap> maps(const std::string& key);
    /// All keys, as they stand in the file; none is unknown then.
    std::vector<std::string> keys();

    /// Refuses the keys that nobody read.
    void finish() const;
    [[noreturn]] void refuse(const std::string& key, const std::string& reason) const;
    /// At the map itself.
    [[noreturn]] void refuse(const std::string& reason) const;

private:
    struct Entry {
        YAML::Node value;
        std::string place;
    };
    bool integer_value(const std::string& key, Range range, const std::function<void(std::uint64_t)>& take);
    [[noreturn]] void refuse_word(const std::string& key, const std::string& word,
                                  const std::vector<std::string>& known) const;
    const Entry* find(const std::string& key);
    const YAML::Node* scalar(const std::string& key, const char* expected);
    std::string place(const YAML::Node& node) const;

    std::string prefix_;
    std::string file_;
    std::string place_;
    Places* places_;
    std::map<std::string, Entry> entries_;
    std::vector<std::string> order_;
    std::set<std::string> known_;
};

} // namespace stavp::workloads::series
