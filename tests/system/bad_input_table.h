#pragma once

#include <ostream>
#include <string>
#include <vector>

/// One row of a table in docs/bad-input.md.
struct BadInput {
    std::string input;   ///< what is wrong
    std::string command; ///< the command line
    std::string prints;  ///< last line that the guest prints; empty where no guest runs or nothing is promised
    std::string message; ///< the one line on stderr
    int exit_code = 0;
};

/// How a failing test names its row.
std::ostream& operator<<(std::ostream& out, const BadInput& row);

/// All rows of docs/bad-input.md, in its order; throws std::runtime_error where a row is not understood.
std::vector<BadInput> read_bad_inputs();

/// The name of a row's test case: its input with '_' for everything but letters and digits.
std::string case_name(const BadInput& row);
