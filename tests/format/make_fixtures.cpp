// make_fixtures FOLDER: small.nmw (every operation), small_index.nmw (the same with its weight as indices) and
// small.dense (the values of its qkv.weight), for other readers.
#include "tests/format/small_workload.h"
#include "workloads/format/image.h"

#include <filesystem>
#include <fstream>
#include <iostream>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: make_fixtures FOLDER\n";
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder);
    stavp::workloads::test::small_workload().write(folder / "small.nmw");
    stavp::workloads::test::small_workload(stavp::workloads::EncodingChoice::index).write(folder / "small_index.nmw");
    const auto weight = stavp::workloads::test::small_weight();
    std::ofstream out(folder / "small.dense", std::ios::binary);
    out.write(reinterpret_cast<const char*>(weight.data()), static_cast<std::streamsize>(weight.size()));
    out.close();
    return out ? 0 : 1;
}
