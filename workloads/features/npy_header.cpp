#include "workloads/features/npy_header.h"

#include <array>
#include <charconv>
#include <set>
#include <stdexcept>

namespace stavp::workloads {

namespace {

class Literal {
public:
    explicit Literal(std::string_view text) : text_(text) {}

    NpyHeader header() {
        NpyHeader result;
        std::set<std::string> seen;
        expect('{');
        while (!accept('}')) {
            const std::string key = string();
            if (!seen.insert(key).second) fail("key '" + key + "' appears twice");
            expect(':');
            value(key, result);
            if (accept(',')) continue;
            expect('}');
            break;
        }
        skip_blanks();
        if (at_ != text_.size()) fail("text after the dictionary");
        for (const char* key : {"descr", "fortran_order", "shape"})
            if (!seen.contains(key)) fail(std::string("key '") + key + "' is missing");
        return result;
    }

private:
    [[noreturn]] static void fail(const std::string& reason) { throw std::invalid_argument("header: " + reason); }

    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t'))
            ++at_;
    }
    char peek() {
        skip_blanks();
        return at_ < text_.size() ? text_[at_] : '\0';
    }
    bool accept(char wanted) {
        if (peek() != wanted || at_ == text_.size()) return false;
        ++at_;
        return true;
    }
    void expect(char wanted) {
        if (!accept(wanted)) fail(std::string("expected '") + wanted + "'");
    }

    std::string string() {
        const char quote = peek();
        if (quote != '\'' && quote != '"') fail("expected a quoted text");
        const std::size_t end = text_.find(quote, at_ + 1);
        if (end == std::string_view::npos) fail("quote without an end");
        std::string result(text_.substr(at_ + 1, end - at_ - 1));
        at_ = end + 1;
        return result;
    }

    bool accept_word(std::string_view word) {
        skip_blanks();
        if (!text_.substr(at_).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }

    void value(const std::string& key, NpyHeader& result) {
        if (key == "descr") {
            if (peek() == '[') fail("structured types are not supported");
            result.descr = string();
        } else if (key == "fortran_order") {
            result.fortran_order = accept_word("True");
            if (!result.fortran_order && !accept_word("False")) fail("fortran_order is neither True nor False");
        } else if (key == "shape") {
            result.shape = tuple();
        } else {
            fail("unknown key '" + key + "'");
        }
    }

    std::vector<std::size_t> tuple() {
        std::vector<std::size_t> extents;
        expect('(');
        while (!accept(')')) {
            skip_blanks();
            std::size_t extent = 0;
            const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), extent);
            if (error != std::errc()) fail("shape holds what is no size");
            at_ = static_cast<std::size_t>(end - text_.data());
            extents.push_back(extent);
            if (accept(',')) continue;
            expect(')');
            break;
        }
        return extents;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace

NpyHeader parse_npy_header(std::string_view text) {
    return Literal(text).header();
}

std::string to_text(const NpyHeader& header) {
    std::string text = "{'descr': '" + header.descr +
                       "', 'fortran_order': " + (header.fortran_order ? "True" : "False") + ", 'shape': (";
    for (std::size_t i = 0; i < header.shape.size(); ++i)
        text += std::to_string(header.shape[i]) + (i + 1 < header.shape.size() ? ", " : "");
    return text + (header.shape.size() == 1 ? ",), }" : "), }");
}

std::size_t npy_element_bytes(std::string_view descr) {
    constexpr std::array wide{"<f2", "<f4", "<f8", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8"};
    for (const std::string_view known : wide)
        if (descr == known) return static_cast<std::size_t>(known.back() - '0');
    return descr == "|i1" || descr == "|u1" || descr == "|b1" ? 1 : 0;
}

} // namespace stavp::workloads
