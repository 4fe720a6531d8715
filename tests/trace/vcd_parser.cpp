#include "tests/trace/vcd_parser.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <stdexcept>

namespace {

class Parser {
public:
    explicit Parser(std::istream& in) : in_(in) {}

    Vcd parse() {
        while (!defined_ && next_line())
            declaration();
        require(defined_, "no $enddefinitions");
        while (next_line())
            change();
        require(list_.empty(), "a list does not end");
        require(dumped_, "no $dumpvars");
        if (off_) vcd_.gaps.emplace_back(off_since_, vcd_.end);
        return std::move(vcd_);
    }

private:
    [[noreturn]] void refuse(const std::string& reason) const {
        throw std::runtime_error("line " + std::to_string(number_) + ": " + reason);
    }
    void require(bool good, const char* reason, const std::string& what = {}) const {
        if (!good) refuse(reason + what);
    }
    bool next_line() {
        if (!std::getline(in_, line_)) return false;
        ++number_;
        require(!in_.eof(), "the last line does not end");
        words_.clear();
        std::istringstream words(line_);
        for (std::string word; words >> word;)
            words_.push_back(word);
        require(!words_.empty(), "empty line");
        return true;
    }

    void declaration() {
        const auto& keyword = words_.front();
        require(words_.back() == "$end", "no $end");
        if (keyword == "$timescale") {
            require(vcd_.timescale.empty() && scopes_.empty(), "$timescale out of place");
            for (std::size_t i = 1; i + 1 < words_.size(); ++i)
                vcd_.timescale += words_[i];
        } else if (keyword == "$scope") {
            require(words_.size() == 4 && words_[1] == "module", "ill-formed $scope");
            if (scopes_.empty()) {
                require(vcd_.top.empty(), "two top scopes");
                vcd_.top = words_[2];
            }
            scopes_.push_back(words_[2]);
        } else if (keyword == "$upscope") {
            require(words_.size() == 2 && !scopes_.empty(), "ill-formed $upscope");
            scopes_.pop_back();
        } else if (keyword == "$var") {
            variable();
        } else if (keyword == "$enddefinitions") {
            require(scopes_.empty() && !vcd_.timescale.empty(), "definitions are not complete");
            defined_ = true;
        } else {
            require(keyword == "$version" || keyword == "$comment" || keyword == "$date", "unknown keyword ", keyword);
        }
    }

    void variable() {
        require(words_.size() == 6 || words_.size() == 7, "ill-formed $var");
        require(words_[1] == "wire" || words_[1] == "reg", "unknown type ", words_[1]);
        const auto width = std::stoul(words_[2]);
        const auto& code = words_[3];
        require(std::all_of(code.begin(), code.end(), [](char c) { return c >= '!' && c <= '~'; }), "bad code");
        auto range = std::to_string(width - 1);
        range.insert(0, 1, '[').append(":0]");
        require(words_.size() == 7 ? words_[5] == range && width > 1 : width == 1, "the range is not the width");
        require(!scopes_.empty(), "a variable outside a scope");
        std::string name;
        for (std::size_t i = 1; i < scopes_.size(); ++i)
            name += scopes_[i] + '.';
        name += words_[4];
        require(vcd_.signals.count(name) == 0, "two variables ", name);
        auto& signal = vcd_.signals[name];
        signal.width = static_cast<unsigned>(width);
        require(by_code_.emplace(code, &signal).second, "two variables have the code ", code);
    }

    void change() {
        const auto& first = words_.front();
        if (first.front() == '#') return time(first);
        require(timed_, "a value before any time");
        if (first == "$end") {
            require(!list_.empty() && words_.size() == 1, "$end of nothing");
            require(listed_.size() == by_code_.size(), "not every variable is in ", list_);
            list_.clear();
        } else if (first == "$comment") {
            require(words_.back() == "$end", "no $end");
            vcd_.comments.push_back(line_);
        } else if (first.front() == '$') {
            begin_list(first);
        } else {
            value();
        }
    }

    void time(const std::string& word) {
        require(words_.size() == 1 && list_.empty(), "a time out of place");
        require(word.size() > 1 && word.find_first_not_of("0123456789", 1) == std::string::npos, "bad time ", word);
        const auto time = std::stoull(word.substr(1));
        require(!timed_ || time > vcd_.end, "time does not grow");
        require(timed_ || time == 0, "time does not begin at 0");
        timed_ = true;
        vcd_.end = time;
    }

    void begin_list(const std::string& keyword) {
        require(list_.empty() && words_.size() == 1, "a list inside a list");
        list_ = keyword;
        listed_.clear();
        if (keyword == "$dumpvars") {
            require(!dumped_, "two $dumpvars");
            dumped_ = true;
        } else if (keyword == "$dumpoff") {
            require(dumped_ && !off_, "$dumpoff out of place");
            off_ = true;
            off_since_ = vcd_.end;
        } else if (keyword == "$dumpon") {
            // Nothing may have been recorded yet: then $dumpvars gave x.
            require(dumped_, "$dumpon out of place");
            if (off_) vcd_.gaps.emplace_back(off_since_, vcd_.end);
            off_ = false;
        } else {
            refuse("unknown keyword " + keyword);
        }
    }

    void value() {
        require(dumped_, "a value before $dumpvars");
        require(!off_ || !list_.empty(), "a value while the dump is off");
        const bool vector = words_.front().front() == 'b';
        require(words_.size() == (vector ? 2 : 1), "ill-formed value");
        const auto code = vector ? words_[1] : words_.front().substr(1);
        auto bits = vector ? words_.front().substr(1) : words_.front().substr(0, 1);
        const auto found = by_code_.find(code);
        require(found != by_code_.end(), "no variable has the code ", code);
        auto& signal = *found->second;
        require(vector == (signal.width > 1), "a value of the wrong kind");
        require(!bits.empty() && bits.size() <= signal.width, "a value of the wrong width");
        require(bits.find_first_not_of("01xz") == std::string::npos, "bad value ", bits);
        if (!list_.empty()) require(listed_.insert(code).second, "a variable is twice in ", list_);
        if (list_ == "$dumpoff") require(bits == "x", "$dumpoff with a value");
        if (bits.front() == '0' && bits.size() > 1)
            bits.erase(0, std::min(bits.find_first_not_of('0'), bits.size() - 1));
        if (!signal.changes.empty() && signal.changes.back().second == bits && list_.empty())
            refuse("a value that is none: " + line_);
        if (list_.empty())
            require(changed_at_.emplace(&signal, 0).second || changed_at_[&signal] < vcd_.end,
                    "two values of one variable at one time");
        if (list_.empty()) changed_at_[&signal] = vcd_.end;
        signal.changes.emplace_back(vcd_.end, bits);
    }

    std::istream& in_;
    Vcd vcd_;
    std::string line_;
    std::vector<std::string> words_;
    std::size_t number_ = 0;
    std::vector<std::string> scopes_;
    std::map<std::string, VcdSignal*> by_code_;
    bool defined_ = false;
    bool timed_ = false;
    bool dumped_ = false;
    bool off_ = false;
    std::uint64_t off_since_ = 0;
    std::string list_; ///< keyword of the list that is being read
    std::set<std::string> listed_;
    std::map<const VcdSignal*, std::uint64_t> changed_at_; ///< outside lists
};

} // namespace

std::size_t VcdSignal::transitions() const {
    std::size_t count = 0;
    for (std::size_t i = 1; i < changes.size(); ++i)
        count += changes[i].second != changes[i - 1].second ? 1 : 0;
    return count;
}

std::string VcdSignal::at(std::uint64_t time) const {
    std::string value;
    for (const auto& [when, what] : changes)
        if (when <= time) value = what;
    return value;
}

Vcd parse_vcd(std::istream& in) {
    return Parser(in).parse();
}
