#include "platform/config/reader.h"
#include "platform/config/suggest.h"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <yaml-cpp/yaml.h>

namespace stavp::config {

namespace {

std::string last_part(const std::string& key) {
    return key.substr(key.rfind('.') + 1);
}

std::string kind_of(const YAML::Node& node) {
    if (node.IsSequence()) return "a list";
    return node.IsMap() ? "a map" : "nothing";
}

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
    std::error_code ignored;
    errno = 0;
    std::ifstream in(file);
    if (!in || std::filesystem::is_directory(file, ignored))
        throw ConfigError(fmt::format("{}: cannot be read: {}", file.string(),
                                      errno != 0 ? std::strerror(errno) : "it is a directory"));
    std::ostringstream content;
    content << in.rdbuf();
    read_text(content.str(), file.string());
}

void Reader::read_text(const std::string& yaml, const std::string& name) {
    file_ = name;
    try {
        const auto root = YAML::Load(yaml);
        if (root.IsNull()) return;
        if (!root.IsMap()) throw ConfigError(fmt::format("{}: expected keys and values", place(root)));
        read_map(root, "");
    } catch (const YAML::Exception& error) {
        throw ConfigError(fmt::format("{}:{}: not valid YAML: {}", name, error.mark.line + 1, error.msg));
    }
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
        throw ConfigError(fmt::format("{}: {}: expected {}, got {}", where, key, expectation(*field), kind_of(value)));
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
    for (const auto& field : schema_) {
        keys.push_back(field.key);
        for (auto dot = field.key.find('.'); dot != std::string::npos; dot = field.key.find('.', dot + 1))
            keys.push_back(field.key.substr(0, dot));
    }
    if (auto near = did_you_mean(key, keys); !near.empty()) return near;
    std::string same_ending;
    for (const auto& field : schema_)
        if (last_part(field.key) == last_part(key)) {
            if (!same_ending.empty()) return "";
            same_ending = field.key;
        }
    return same_ending.empty() ? "" : fmt::format(" (did you mean '{}'?)", same_ending);
}

std::string Reader::place(const YAML::Node& node) const {
    return fmt::format("{}:{}", file_, node.Mark().line + 1);
}

} // namespace stavp::config
