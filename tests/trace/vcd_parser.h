#pragma once

#include <cstdint>
#include <istream>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// One variable of a VCD file: its name below the top scope, and its values, binary without leading zeros, "x" or "z".
struct VcdSignal {
    unsigned width = 0;
    std::vector<std::pair<std::uint64_t, std::string>> changes; ///< begins with the value of $dumpvars

    /// Changes of value, the first one not counted.
    std::size_t transitions() const;
    std::string at(std::uint64_t time) const;
};

struct Vcd {
    std::string timescale;
    std::string top;
    std::map<std::string, VcdSignal> signals;
    std::uint64_t end = 0; ///< the last time
    std::vector<std::string> comments;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> gaps; ///< $dumpoff to $dumpon, or to the end
};

/// Reads by IEEE 1364-2005, 18.2, more strictly than a viewer does: throws std::runtime_error "line N: ..." at
/// undeclared or repeated identifiers, values that are wider than their variable, time that does not grow, values
/// outside a time, and lists ($dumpvars, $dumpon, $dumpoff) that do not name each variable once.
Vcd parse_vcd(std::istream& in);
