#include "platform/config/reader.h"
#include "platform/config/suggest.h"
#include "platform/config/yaml_text.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace stavp::config {

namespace {

/// The items of a list, with commas.
std::string join(const YAML::Node& list, const std::string& where, const std::string& key) {
    std::string text;
    for (const auto& item : list) {
        if (!item.IsScalar()) throw ConfigError(fmt::format("{}: {}: expected a list of words", where, key));
        text += (text.empty() ? "" : ", ") + item.Scalar();
    }
    return text;
}

std::string expectation(const Field& field) {
    switch (field.kind) {
    case Kind::boolean:
        return "true or false";
    case Kind::integer:
        return "an integer";
    case Kind::real:
        return "a number";
    case Kind::size:
        return "a size";
    case Kind::choice:
    case Kind::text:
        break;
    }
    return "a word";
}

} // namespace

void Reader::read_file(const std::filesystem::path& file) {
    read_text(read_text_file(file), file.string());
}

void Reader::read_text(const std::string& yaml, const std::string& name) {
    file_ = name;
    const auto root = parse_yaml(yaml, name);
    if (root.IsNull()) return;
    if (!root.IsMap()) throw ConfigError(fmt::format("{}: expected keys and values", place(root)));
    read_map(root, "");
}

void Reader::read_map(const YAML::Node& map, const std::string& prefix) {
    for (const auto& entry : map) {
        if (!entry.first.IsScalar()) throw ConfigError(fmt::format("{}: a key must be a word", place(entry.first)));
        read_entry(entry.first, entry.second, prefix + entry.first.Scalar());
    }
}

void Reader::read_entry(const YAML::Node& key_node, const YAML::Node& value, const std::string& key) {
    const auto where = place(key_node);
    if (is_section(key)) {
        const auto inserted = place_of_key_.emplace(key, where);
        if (!inserted.second && inserted.first->second.starts_with(file_ + ":"))
            throw ConfigError(fmt::format("{}: {}: given twice, first at {}", where, key, inserted.first->second));
        if (!value.IsMap()) throw ConfigError(fmt::format("{}: {}: expected keys below it", where, key));
        read_map(value, key + ".");
        return;
    }
    const auto* field = find(key);
    if (field == nullptr) throw ConfigError(fmt::format("{}: {}: unknown key{}", where, key, suggestion(key)));
    const bool joined = field->list && value.IsSequence();
    if (!value.IsScalar() && !joined)
        throw ConfigError(fmt::format("{}: {}: expected {}, got {}", where, key, expectation(*field), describe(value)));
    const auto earlier = place_of_key_.find(key);
    if (earlier != place_of_key_.end() && earlier->second.starts_with(file_ + ":"))
        throw ConfigError(fmt::format("{}: {}: given twice, first at {}", where, key, earlier->second));
    assign(key, joined ? Scalar{join(value, where, key), true} : Scalar{value.Scalar(), value.Tag() == "!"}, where);
}

void Reader::read_override(const std::string& assignment) {
    const auto where = "--set " + assignment;
    const auto equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0) throw ConfigError(where + ": expected KEY=VALUE");
    const auto key = assignment.substr(0, equals);
    if (is_section(key)) throw ConfigError(fmt::format("{}: {}: is a group of keys; name one of them", where, key));
    if (find(key) == nullptr) throw ConfigError(fmt::format("{}: {}: unknown key{}", where, key, suggestion(key)));
    assign(key, {assignment.substr(equals + 1), false}, where);
}

void Reader::assign(const std::string& key, const Scalar& scalar, const std::string& where) {
    const auto* field = find(key);
    try {
        field->set(parse(*field, scalar));
    } catch (const std::invalid_argument& error) {
        throw ConfigError(fmt::format("{}: {}: {}", where, key, error.what()));
    }
    place_of_key_[key] = where;
}

void Reader::require_all() const {
    for (const auto& field : schema_)
        if (field.required && place_of_key_.count(field.key) == 0)
            throw ConfigError(fmt::format("{}: {}: missing", file_, field.key));
}

void Reader::refuse(const std::string& key, const std::string& reason) const {
    const auto found = place_of_key_.find(key);
    const auto where = found != place_of_key_.end() ? found->second : file_.empty() ? "default" : file_;
    throw ConfigError(fmt::format("{}: {}: {}", where, key, reason));
}

const Field* Reader::find(const std::string& key) const {
    for (const auto& field : schema_)
        if (field.key == key) return &field;
    return nullptr;
}

bool Reader::is_section(const std::string& key) const {
    for (const auto& field : schema_)
        if (field.key.starts_with(key + ".")) return true;
    return false;
}

std::string Reader::suggestion(const std::string& key) const {
    std::vector<std::string> keys;
    for (const auto& field : schema_)
        keys.push_back(field.key);
    return suggest_key(key, keys);
}

std::string Reader::place(const YAML::Node& node) const {
    return place_of(node, file_);
}

} // namespace stavp::config
