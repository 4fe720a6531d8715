#include "platform/trace/tlm/tlm_query.h"
#include "platform/trace/tlm/tlm_filter.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <span>
#include <tuple>

namespace stavp::trace {

namespace {

constexpr std::uint64_t kPicosecondsPerNanosecond = 1000;

/// Nanoseconds, exact.
std::string nanoseconds(std::uint64_t ps) {
    return fmt::format("{}.{:03}", ps / kPicosecondsPerNanosecond, ps % kPicosecondsPerNanosecond);
}

std::string command_of(const TlmAccess& access) {
    return access.write ? "write" : access.fetch ? "fetch" : "read";
}

struct Column {
    const char* name;
    int width;   ///< of the table; negative: left-aligned
    bool quoted; ///< in JSON
};

/// Rows as a table for people, CSV, or a JSON array.
class Table {
public:
    Table(std::span<const Column> columns, TlmQuery::Format format, std::FILE* out)
        : columns_(columns), format_(format), out_(out) {
        if (format_ == TlmQuery::Format::json) {
            fmt::print(out_, "[");
            return;
        }
        std::vector<std::string> names;
        for (const auto& column : columns_)
            names.emplace_back(column.name);
        line(names);
    }
    void row(const std::vector<std::string>& values) {
        if (format_ != TlmQuery::Format::json) {
            line(values);
            return;
        }
        fmt::print(out_, "{}\n{{", first_ ? "" : ",");
        first_ = false;
        for (std::size_t i = 0; i < columns_.size(); ++i)
            fmt::print(out_, "{}\"{}\":{}{}{}", i == 0 ? "" : ",", columns_[i].name, columns_[i].quoted ? "\"" : "",
                       values[i], columns_[i].quoted ? "\"" : "");
        fmt::print(out_, "}}");
    }
    void end() {
        if (format_ == TlmQuery::Format::json) fmt::print(out_, "\n]\n");
    }

private:
    void line(const std::vector<std::string>& values) {
        std::string text;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (format_ == TlmQuery::Format::csv) {
                text += (i == 0 ? "" : ",") + values[i];
                continue;
            }
            const auto width = columns_[i].width;
            text += width < 0 ? fmt::format("{:<{}}  ", values[i], -width) : fmt::format("{:>{}}  ", values[i], width);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        fmt::print(out_, "{}\n", text);
    }

    std::span<const Column> columns_;
    TlmQuery::Format format_;
    std::FILE* out_;
    bool first_ = true;
};

std::string target_name(const TlmNames& names, unsigned target) {
    return target == TlmAccess::kNoTarget ? "none" : names.targets[target].name;
}

/// Of all accesses of one initiator to one target by one path.
struct Sum {
    std::uint64_t accesses = 0;
    std::uint64_t errors = 0;
    std::uint64_t read_bytes = 0;
    std::uint64_t write_bytes = 0;
    std::uint64_t total_ps = 0;
    std::uint64_t longest_ps = 0;

    void add(const TlmAccess& access) {
        ++accesses;
        if (access.status == TlmStatus::ok)
            (access.write ? write_bytes : read_bytes) += access.bytes();
        else
            ++errors;
        const auto duration = access.end_ps - access.begin_ps;
        total_ps += duration;
        longest_ps = std::max(longest_ps, duration);
    }
};

void print_accesses(const TlmQuery& query, const TlmFilter& filter, TlmReader& reader, std::FILE* out) {
    constexpr std::array<Column, 11> kColumns = {{{"begin_ns", 14, false},
                                                  {"end_ns", 14, false},
                                                  {"initiator", -9, true},
                                                  {"target", -19, true},
                                                  {"path", -12, true},
                                                  {"command", -7, true},
                                                  {"address", 12, true},
                                                  {"bytes", 8, false},
                                                  {"rows", 5, false},
                                                  {"stride", 6, false},
                                                  {"status", -7, true}}};
    Table table(kColumns, query.format, out);
    std::uint64_t printed = 0;
    while (const auto record = reader.next()) {
        const auto* access = std::get_if<TlmAccess>(&*record);
        if (access == nullptr || !filter.wants(*access)) continue;
        if (query.limit && printed == *query.limit) break;
        ++printed;
        table.row({nanoseconds(access->begin_ps), nanoseconds(access->end_ps),
                   reader.names().initiators[access->initiator], target_name(reader.names(), access->target),
                   std::string(name_of(access->path)), command_of(*access), fmt::format("{:#x}", access->address),
                   std::to_string(access->bytes()), std::to_string(access->rows), std::to_string(access->stride),
                   std::string(name_of(access->status))});
    }
    table.end();
}

void print_summary(const TlmQuery& query, const TlmFilter& filter, TlmReader& reader, std::FILE* out) {
    std::map<std::tuple<unsigned, unsigned, TlmPath>, Sum> sums;
    while (const auto record = reader.next())
        if (const auto* access = std::get_if<TlmAccess>(&*record); access != nullptr && filter.wants(*access))
            sums[{access->initiator, access->target, access->path}].add(*access);
    constexpr std::array<Column, 9> kColumns = {{{"initiator", -9, true},
                                                 {"target", -19, true},
                                                 {"path", -12, true},
                                                 {"accesses", 9, false},
                                                 {"read_bytes", 11, false},
                                                 {"write_bytes", 11, false},
                                                 {"errors", 6, false},
                                                 {"mean_ns", 9, false},
                                                 {"max_ns", 10, false}}};
    Table table(kColumns, query.format, out);
    std::uint64_t printed = 0;
    for (const auto& [key, sum] : sums) {
        if (query.limit && printed++ == *query.limit) break;
        const auto& [initiator, target, path] = key;
        table.row({reader.names().initiators[initiator], target_name(reader.names(), target),
                   std::string(name_of(path)), std::to_string(sum.accesses), std::to_string(sum.read_bytes),
                   std::to_string(sum.write_bytes), std::to_string(sum.errors),
                   nanoseconds(sum.total_ps / sum.accesses), nanoseconds(sum.longest_ps)});
    }
    table.end();
}

} // namespace

void answer(const TlmQuery& query, TlmReader& reader, std::FILE* out) {
    const TlmFilter filter(query, reader);
    if (query.summary)
        print_summary(query, filter, reader, out);
    else
        print_accesses(query, filter, reader, out);
}

} // namespace stavp::trace
