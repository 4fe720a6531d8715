#include "platform/gdb/target_description.h"
#include "platform/gdb/csr_names.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

namespace stavp::gdb {

namespace {

constexpr std::array<std::string_view, kPcNumber> kAbiNames = {
    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "fp", "s1", "a0",  "a1",  "a2", "a3", "a4", "a5",
    "a6",   "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"};

std::string_view type_of(std::string_view name) {
    if (name == "ra") return "code_ptr";
    return name == "sp" || name == "gp" || name == "tp" || name == "fp" ? "data_ptr" : "int";
}

std::string element(std::string_view name, std::string_view type, unsigned number) {
    return fmt::format("    <reg name=\"{}\" bitsize=\"64\" type=\"{}\" regnum=\"{}\"/>\n", name, type, number);
}

} // namespace

std::string features_document(std::span<const unsigned> csrs) {
    std::string text =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n<target version=\"1.0\">\n"
        "  <architecture>riscv:rv64</architecture>\n  <feature name=\"org.gnu.gdb.riscv.cpu\">\n";
    for (unsigned number = 0; number < kPcNumber; ++number)
        text += element(kAbiNames[number], type_of(kAbiNames[number]), number);
    text += element("pc", "code_ptr", kPcNumber) + "  </feature>\n  <feature name=\"org.gnu.gdb.riscv.csr\">\n";
    for (const auto& csr : kCsrNames)
        if (std::ranges::find(csrs, csr.number) != csrs.end())
            text += element(csr.name, "int", kFirstCsrNumber + csr.number);
    return text + "  </feature>\n  <feature name=\"org.gnu.gdb.riscv.virtual\">\n" +
           element("priv", "int", kPrivilegeNumber) + "  </feature>\n</target>\n";
}

std::string memory_map_document(std::span<const MemoryWindow> windows) {
    std::string text = "<?xml version=\"1.0\"?>\n<!DOCTYPE memory-map PUBLIC \"+//IDN gnu.org//DTD GDB Memory Map "
                       "V1.0//EN\" \"http://sourceware.org/gdb/gdb-memory-map.dtd\">\n<memory-map>\n";
    for (const auto& window : windows)
        text += fmt::format("  <memory type=\"ram\" start=\"{:#x}\" length=\"{:#x}\"/>\n", window.base, window.bytes);
    return text + "</memory-map>\n";
}

} // namespace stavp::gdb
