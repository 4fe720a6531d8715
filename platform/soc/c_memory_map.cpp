// c_memory_map FILE: writes the memory map as the C header that firmware includes as "board/memory_map.h".

#include "platform/soc/memory_map.h"

#include <cctype>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using namespace stavp;

std::string upper(std::string_view name) {
    std::string result;
    for (const char c : name)
        result += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return result;
}

std::string c_memory_map() {
    std::string text = "/* Generated from platform/soc/memory_map.h: base addresses, and PLIC sources. */\n"
                       "#ifndef BOARD_MEMORY_MAP_H\n#define BOARD_MEMORY_MAP_H\n\n";
    for (const auto& device : memory_map::kDevices)
        text += fmt::format("#define {}_BASE {:#010x}ul\n", upper(device.name), device.base);
    text += '\n';
    for (const auto& memory : memory_map::kMemories)
        text += fmt::format("#define {}_BASE {:#010x}ul\n", upper(memory.name), memory.base);
    text += '\n';
    for (const auto& device : memory_map::kDevices)
        if (device.interrupt != 0) text += fmt::format("#define IRQ_{} {}u\n", upper(device.name), device.interrupt);
    return text + "\n#endif\n";
}

} // namespace

int main(int argc, char** argv) {
    constexpr int kUsageError = 2;
    if (argc != 2) {
        std::cerr << "usage: c_memory_map FILE\n";
        return kUsageError;
    }
    std::ofstream out(argv[1]);
    out << c_memory_map();
    out.close();
    if (!out) std::cerr << "c_memory_map: cannot write " << argv[1] << '\n';
    return out ? 0 : 1;
}
