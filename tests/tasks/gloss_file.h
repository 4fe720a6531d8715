#pragma once

#include "tests/tasks/support.h"

#include <fmt/format.h>

namespace stavp::workloads::testing {

/// A data.noun in the making: two licence lines, then synsets at the offsets that they state.
class GlossFile {
public:
    /// `fields`: from the lexicographer file to '|'.
    void add(const std::string& fields, const std::string& gloss) {
        text_ += fmt::format("{:08} {}{}\n", text_.size(), fields, gloss);
    }
    void replace(const std::string& text) { text_ = text; }
    const std::string& text() const { return text_; }

private:
    std::string text_ = "  1 This software and database is provided under a licence | of two lines  \n"
                        "  2 and nothing else.  \n";
};

} // namespace stavp::workloads::testing
