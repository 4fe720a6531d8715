#include "platform/profile/guest_profiler.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace stavp::profile {

namespace {

/// For folded stacks and a terminal: no separator in it.
std::string one_word(std::string name) {
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return c == ';' || c == 0x7f || c <= ' '; }, '_');
    return name;
}

} // namespace

GuestProfiler::GuestProfiler(const ElfProgram& program) : program_(program) {}

std::size_t GuestProfiler::function_at(std::uint64_t pc) const {
    return program_.function_at(pc).value_or(unknown());
}

void GuestProfiler::starts(std::uint64_t cycle) {
    if (finished_) return;
    tree_.clear();
    stack_.clear();
    traps_.clear();
    calls_beyond_ = 0;
    next_ = Next::jump;
    origin_cycle_ = cycle_ = cycle;
    instructions_ = 0;
    bytes_ = 0;
}

void GuestProfiler::charge(std::uint64_t cycle, std::uint64_t instructions) {
    if (stack_.empty()) return;
    auto& cost = tree_[stack_.back().place].cost;
    cost.cycles += cycle - cycle_;
    cost.instructions += instructions - instructions_;
    cycle_ = cycle;
    instructions_ = instructions;
}

void GuestProfiler::begins(std::uint64_t pc, std::uint64_t cycle, std::uint64_t instructions) {
    if (finished_) return;
    charge(cycle, instructions);
    if (next_ == Next::jump && pc - first_ < bytes_) return;
    go_to(pc);
}

void GuestProfiler::links(Link link, std::uint64_t behind) {
    next_ = link == Link::call ? Next::call : link == Link::ret ? Next::ret : Next::ret_then_call;
    behind_call_ = behind;
}

void GuestProfiler::traps(std::uint64_t pc, std::uint64_t cycle, std::uint64_t instructions) {
    if (finished_) return;
    begins(pc, cycle, instructions);
    if (traps_.size() == kMostTraps) {
        cut(traps_.back().interrupted_depth + 1);
    } else {
        traps_.push_back({stack_.size(), calls_beyond_});
        push(CallTree::kNone, trap(), std::nullopt);
    }
    calls_beyond_ = 0;
    next_ = Next::handler;
}

void GuestProfiler::slept(std::uint64_t begin_cycle, std::uint64_t end_cycle) {
    if (finished_) return;
    charge(begin_cycle, instructions_);
    tree_[stack_.back().place].wfi_cycles += end_cycle - begin_cycle;
    cycle_ = end_cycle;
}

void GuestProfiler::go_to(std::uint64_t pc) {
    const auto next = next_;
    next_ = Next::jump;
    const auto function = function_at(pc);
    bytes_ = function == unknown() ? 0 : program_.functions[function].bytes;
    first_ = function == unknown() ? 0 : program_.functions[function].address;
    if (stack_.empty()) return push(CallTree::kNone, function, std::nullopt);
    switch (next) {
    case Next::jump:
        if (stack_.back().return_address == pc) cut(stack_.size() - 1);
        break;
    case Next::call:
        return call(function);
    case Next::ret:
        go_back(pc);
        break;
    case Next::ret_then_call:
        go_back(pc);
        return call(function);
    case Next::handler:
        return push(stack_.back().place, function, std::nullopt);
    case Next::leave_trap:
        leave_trap();
        break;
    }
    replace(function);
}

void GuestProfiler::call(std::size_t function) {
    if (stack_.size() < kDeepest) return push(stack_.back().place, function, behind_call_);
    ++calls_beyond_;
    replace(function);
}

void GuestProfiler::go_back(std::uint64_t pc) {
    if (calls_beyond_ != 0) {
        --calls_beyond_;
        return;
    }
    const auto base = traps_.empty() ? 0 : traps_.back().interrupted_depth;
    for (auto depth = stack_.size(); depth-- > base;)
        if (stack_[depth].return_address == pc) return cut(depth);
}

void GuestProfiler::leave_trap() {
    if (traps_.empty()) return;
    cut(traps_.back().interrupted_depth);
    calls_beyond_ = traps_.back().calls_beyond;
    traps_.pop_back();
}

void GuestProfiler::push(std::size_t caller, std::size_t function, std::optional<std::uint64_t> return_address) {
    stack_.push_back({tree_.place(caller, function), return_address});
}

void GuestProfiler::replace(std::size_t function) {
    auto& place = stack_.back().place;
    if (tree_[place].function != function) place = tree_.place(tree_[place].caller, function);
}

void GuestProfiler::cut(std::size_t depth) {
    stack_.erase(stack_.begin() + static_cast<std::ptrdiff_t>(depth), stack_.end());
}

GuestProfile GuestProfiler::finish(std::uint64_t instructions, std::uint64_t cycles) {
    if (stack_.empty()) push(CallTree::kNone, unknown(), std::nullopt);
    charge(origin_cycle_ + cycles, instructions);
    finished_ = true;
    std::vector<FunctionProfile> names;
    for (const auto& function : program_.functions)
        names.push_back({one_word(function.name), function.address, {}, {}});
    names.push_back({"[unknown]", {}, {}, {}});
    names.push_back({"[trap]", {}, {}, {}});
    return tree_.sums(names);
}

} // namespace stavp::profile
