#include "workloads/series/accuracy.h"
#include "workloads/cli/options.h"
#include "workloads/cli/table.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iostream>
#include <nlohmann/json.hpp>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;
using series::Accuracy;
using series::Spread;

std::string percent(std::span<const double> accuracy, bool markdown) {
    std::string centre = fmt::format("{:.2f}", 100 * series::mean(accuracy));
    if (accuracy.size() < 2) return centre;
    return fmt::format("{} {} {:.2f}", centre, markdown ? "±" : "+-", 100 * series::standard_deviation(accuracy));
}

std::string column_of(const Spread& spread) {
    std::string method(to_string(spread.job.method));
    if (spread.job.budget == series::Budget::none) return method;
    return fmt::format("{}, {}", method, to_string(spread.job.budget));
}

bool is_dense(const Spread& spread) {
    return spread.job.pattern.dense();
}

using Rows = std::vector<std::vector<std::string>>;

std::vector<std::string> columns_of(const Accuracy& all) {
    std::vector<std::string> columns;
    for (const Spread& spread : all.models)
        if (!is_dense(spread) && std::ranges::find(columns, column_of(spread)) == columns.end())
            columns.push_back(column_of(spread));
    return columns;
}

/// A row per pattern, a column per method and budget; `cell` gives a model's text.
Rows by_pattern(const Accuracy& all, const std::function<std::string(const Spread&)>& cell) {
    const auto columns = columns_of(all);
    Rows rows{{"N:M"}};
    rows[0].insert(rows[0].end(), columns.begin(), columns.end());
    for (const Spread& spread : all.models) {
        if (is_dense(spread)) continue;
        const std::string pattern = to_string(spread.job.pattern);
        auto row = std::ranges::find_if(rows, [&](const auto& r) { return r[0] == pattern; });
        if (row == rows.end()) {
            rows.push_back(std::vector<std::string>(columns.size() + 1, "-"));
            row = rows.end() - 1;
            (*row)[0] = pattern;
        }
        const auto column = std::ranges::find(columns, column_of(spread)) - columns.begin();
        (*row)[static_cast<std::size_t>(column) + 1] = cell(spread);
    }
    return rows;
}

/// Means over the patterns of a series, seed by seed, so that their spread is that of whole series.
void add_means(Rows& rows, const Accuracy& all, bool markdown) {
    std::vector<std::uint32_t> widths;
    for (const Spread& spread : all.models)
        if (!is_dense(spread) && std::ranges::find(widths, spread.job.m) == widths.end())
            widths.push_back(spread.job.m);
    for (const std::uint32_t m : widths) {
        std::vector<std::string> row{fmt::format("mean of N:{}", m)};
        for (const std::string& column : columns_of(all)) {
            std::vector<double> sums(all.seeds.size());
            std::size_t patterns = 0;
            bool whole = true;
            for (const Spread& spread : all.models) {
                if (is_dense(spread) || spread.job.m != m || column_of(spread) != column) continue;
                whole = whole && spread.accuracy.size() == sums.size();
                for (std::size_t i = 0; whole && i < sums.size(); ++i)
                    sums[i] += spread.accuracy[i];
                ++patterns;
            }
            for (double& sum : sums)
                sum /= static_cast<double>(patterns);
            row.push_back(patterns == 0 || !whole ? "-" : percent(sums, markdown));
        }
        rows.push_back(std::move(row));
    }
}

std::string as_text(const Rows& rows, bool markdown) {
    if (!markdown) {
        Table table(rows[0]);
        for (std::size_t i = 1; i < rows.size(); ++i)
            table.add(rows[i]);
        return table.text();
    }
    std::string text;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        text += fmt::format("| {} |\n", fmt::join(rows[i], " | "));
        if (i > 0) continue;
        for (std::size_t c = 0; c <= rows[0].size(); ++c)
            text += c == 0 ? "|" : "---|";
        text += '\n';
    }
    return text;
}

Rows dense_rows(const Accuracy& all, bool markdown) {
    Rows rows{{"dense model", "optimiser steps", "accuracy, %"}};
    for (const Spread& spread : all.models)
        if (is_dense(spread))
            rows.push_back({spread.job.id, std::to_string(spread.job.steps), percent(spread.accuracy, markdown)});
    return rows;
}

nlohmann::ordered_json as_json(const Accuracy& all) {
    nlohmann::ordered_json models = nlohmann::ordered_json::array();
    for (const Spread& spread : all.models)
        models.push_back({{"id", spread.job.id},
                          {"method", to_string(spread.job.method)},
                          {"budget", to_string(spread.job.budget)},
                          {"m", spread.job.m},
                          {"pattern", to_string(spread.job.pattern)},
                          {"steps", spread.job.steps},
                          {"lineage_steps", spread.job.lineage_steps},
                          {"series_steps", spread.job.series_steps},
                          {"count", spread.accuracy.size()},
                          {"accuracy_mean", series::mean(spread.accuracy)},
                          {"accuracy_deviation", series::standard_deviation(spread.accuracy)},
                          {"accuracy", spread.accuracy},
                          {"loss_mean", series::mean(spread.loss)}});
    return {{"schema", "stavp-accuracy-1"}, {"seeds", all.seeds}, {"models", models}};
}

void print(const Accuracy& all, bool markdown) {
    Rows accuracy = by_pattern(all, [markdown](const Spread& s) { return percent(s.accuracy, markdown); });
    add_means(accuracy, all, markdown);
    const Rows steps = by_pattern(
        all, [](const Spread& s) { return fmt::format("{} ({})", s.job.lineage_steps, s.job.series_steps); });
    std::cout << fmt::format("Accuracy in %, mean {} standard deviation over {} seed{} ({}).\n\n",
                             markdown ? "±" : "+-", all.seeds.size(), all.seeds.size() == 1 ? "" : "s",
                             fmt::join(all.seeds, ", "))
              << as_text(accuracy, markdown) << '\n'
              << as_text(dense_rows(all, markdown), markdown)
              << "\nOptimiser steps between the dense model and each candidate; in brackets, of the method's series "
                 "until and with it.\n\n"
              << as_text(steps, markdown);
}

int run(Arguments args) {
    Syntax syntax{.usage = "nmprune accuracy OUT... [--json] [--markdown]",
                  .about = "Puts the accuracies of folders of 'nmprune idp' side by side: one recipe, several seeds."};
    auto add = syntax.options.add_options();
    add("json", "print JSON");
    add("markdown", "print Markdown tables");
    po::options_description hidden;
    hidden.add_options()("out", po::value<std::vector<std::string>>()->required());
    syntax.positional.add("out", -1);
    const auto values = parse(syntax, hidden, args);
    if (!values) return good;
    std::vector<std::filesystem::path> folders;
    for (const std::string& folder : (*values)["out"].as<std::vector<std::string>>())
        folders.emplace_back(folder);
    const Accuracy all = series::collect_accuracy(folders);
    if (values->contains("json"))
        std::cout << as_json(all).dump(2) << '\n';
    else
        print(all, values->contains("markdown"));
    return good;
}

} // namespace

extern const Command accuracy_command;
const Command accuracy_command{"accuracy", "compare series over methods, budgets and seeds", run};

} // namespace stavp::workloads::cli
