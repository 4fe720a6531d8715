// regsgen BLOCK.regs.yaml --cpp FILE | --c FILE: writes one generated header.

#include "models/core/regs/register_map.h"

#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

int main(int argc, char** argv) {
    constexpr int kUsageError = 2;
    if (argc != 4) {
        std::cerr << "usage: regsgen BLOCK.regs.yaml --cpp|--c FILE\n";
        return kUsageError;
    }
    try {
        const auto map = stavp::regs::load_register_map(argv[1]);
        const std::string_view kind = argv[2];
        std::ofstream out(argv[3]);
        if (kind == "--cpp") {
            out << stavp::regs::cpp_header(map);
        } else if (kind == "--c") {
            out << stavp::regs::c_header(map);
        } else {
            std::cerr << "regsgen: unknown output kind " << kind << '\n';
            return kUsageError;
        }
        out.close();
        if (!out) {
            std::cerr << "regsgen: cannot write " << argv[3] << '\n';
            return kUsageError;
        }
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return kUsageError;
    }
    return 0;
}
