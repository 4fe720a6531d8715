#include "platform/report_page/page.h"
#include "platform/report_page/digest.h"
#include "platform/run/input_error.h"
#include "platform/run/whole_file.h"

#include <array>
#include <fmt/format.h>
#include <map>
#include <sstream>

namespace stavp {

namespace {

std::string escape_html(std::string_view text) {
    std::string escaped;
    for (const auto character : text) {
        switch (character) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        default:
            escaped += character;
        }
    }
    return escaped;
}

/// The modules one behind the other as one: what they import is there already, and nobody outside needs their exports.
std::string joined_modules(const std::filesystem::path& folder) {
    constexpr std::string_view kExport = "export ";
    std::istringstream names(read_whole(folder / "modules.txt"));
    std::string script;
    for (std::string name; std::getline(names, name);) {
        std::istringstream lines(read_whole(folder / name));
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("import ")) continue;
            script += line.starts_with(kExport) ? line.substr(kExport.size()) : line;
            script += '\n';
        }
    }
    return script;
}

std::string licences(const std::filesystem::path& folder) {
    std::string text;
    for (const auto* name : {"NOTICE", "LICENSE", "LICENSE-zrender", "LICENSE-d3"})
        text += read_whole(folder / name) + "\n";
    return text;
}

/// "@NAME@" becomes parts["NAME"]; what is put in is not looked at again.
std::string filled(std::string_view page, const std::map<std::string, std::string, std::less<>>& parts) {
    std::string text;
    while (!page.empty()) {
        const auto begin = page.find('@');
        const auto end = begin == std::string_view::npos ? begin : page.find('@', begin + 1);
        if (end == std::string_view::npos) break;
        const auto part = parts.find(page.substr(begin + 1, end - begin - 1));
        text += page.substr(0, begin);
        if (part == parts.end())
            throw InputError(fmt::format("template.html: no part '{}'", page.substr(begin, end - begin + 1)));
        text += part->second;
        page.remove_prefix(end + 1);
    }
    return text += page;
}

} // namespace

std::string embedded_json(const nlohmann::ordered_json& data) {
    const auto json = data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    std::string text;
    text.reserve(json.size());
    for (const auto character : json) // '<' stands in strings only
        if (character == '<')
            text += "\\u003c";
        else
            text += character;
    return text;
}

std::string report_html(const nlohmann::ordered_json& data, const PageSources& sources, const std::string& program) {
    const auto library = read_whole(sources.library);
    const auto script = joined_modules(sources.page);
    const auto policy =
        fmt::format("default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{}' 'sha256-{}'",
                    sha256_base64(library), sha256_base64(script));
    return filled(read_whole(sources.page / "template.html"),
                  {{"POLICY", policy},
                   {"TITLE", escape_html(data.at("title").get<std::string>() + " - stavp")},
                   {"STYLE", read_whole(sources.page / "style.css")},
                   {"PROGRAM", escape_html(program)},
                   {"LICENCES", escape_html(licences(sources.notices))},
                   {"DATA", embedded_json(data)},
                   {"LIBRARY", library},
                   {"SCRIPT", script}});
}

} // namespace stavp
