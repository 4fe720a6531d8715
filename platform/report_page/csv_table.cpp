#include "platform/report_page/csv_table.h"
#include "platform/run/input_error.h"

#include <fmt/format.h>

namespace stavp {

namespace {

class Reader {
public:
    Reader(std::string_view text, const std::string& name) : text_(text), name_(name) {}

    bool at_end() const { return position_ >= text_.size(); }

    std::vector<std::string> record() {
        std::vector<std::string> fields;
        do
            fields.push_back(field());
        while (take(','));
        take('\r');
        if (!at_end() && !take('\n'))
            throw InputError(fmt::format("{}: offset {}: text behind a closing quote", name_, position_));
        return fields;
    }

private:
    bool take(char wanted) {
        if (at_end() || text_[position_] != wanted) return false;
        ++position_;
        return true;
    }

    std::string field() {
        if (take('"')) return quoted();
        const auto begin = position_;
        position_ = std::min(text_.find_first_of(",\r\n", position_), text_.size());
        return std::string(text_.substr(begin, position_ - begin));
    }

    std::string quoted() {
        std::string content;
        for (;;) {
            const auto quote = text_.find('"', position_);
            if (quote == std::string_view::npos) throw InputError(name_ + ": a quoted field does not end");
            content += text_.substr(position_, quote - position_);
            position_ = quote + 1;
            if (!take('"')) return content;
            content += '"';
        }
    }

    std::string_view text_;
    const std::string& name_;
    std::size_t position_ = 0;
};

} // namespace

CsvTable parse_csv(std::string_view text, const std::string& name) {
    Reader reader(text, name);
    CsvTable table;
    if (reader.at_end()) return table;
    table.columns = reader.record();
    while (!reader.at_end()) {
        auto row = reader.record();
        if (row.size() != table.columns.size())
            throw InputError(fmt::format("{}: row {} has {} fields, the header has {}", name, table.rows.size() + 1,
                                         row.size(), table.columns.size()));
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string field = "\"";
    for (const auto character : text)
        field += character == '"' ? std::string("\"\"") : std::string(1, character);
    return field + '"';
}

} // namespace stavp
