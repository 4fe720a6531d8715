#include "workloads/series/method.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace stavp::workloads::series {

namespace {

constexpr std::array<std::pair<Method, std::string_view>, 6> methods{{{Method::dense, "dense"},
                                                                      {Method::dense_plus, "dense-plus"},
                                                                      {Method::idp, "idp"},
                                                                      {Method::oneshot, "oneshot"},
                                                                      {Method::fixed, "fixed"},
                                                                      {Method::sr_ste, "sr-ste"}}};
constexpr std::array<std::pair<Budget, std::string_view>, 3> budgets{
    {{Budget::none, ""}, {Budget::series, "series"}, {Budget::candidate, "candidate"}}};

} // namespace

std::string_view to_string(Method method) {
    for (const auto& [value, word] : methods)
        if (value == method) return word;
    throw std::invalid_argument("unknown method");
}

std::string_view to_string(Budget budget) {
    for (const auto& [value, word] : budgets)
        if (value == budget) return word;
    throw std::invalid_argument("unknown budget");
}

std::string_view to_string(Inherit inherit) {
    return inherit == Inherit::weights ? "weights" : "masked";
}

Method method_from_string(std::string_view word) {
    for (const auto& [value, known] : methods)
        if (known == word) return value;
    throw std::invalid_argument("unknown method '" + std::string(word) + "'");
}

Budget budget_from_string(std::string_view word) {
    for (const auto& [value, known] : budgets)
        if (known == word) return value;
    throw std::invalid_argument("unknown budget '" + std::string(word) + "'");
}

const std::vector<std::string>& method_words() {
    static const std::vector<std::string> words{"idp", "oneshot", "fixed", "sr-ste"};
    return words;
}

bool has_budgets(Method method) {
    return method == Method::fixed || method == Method::sr_ste;
}

} // namespace stavp::workloads::series
