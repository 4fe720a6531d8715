#include "tests/system/bad_input_files.h"
#include "tests/system/shell.h"
#include "workloads/format/checksum.h"
#include "workloads/format/image.h"

#include <cstring>
#include <elf.h>
#include <functional>
#include <sstream>
#include <utility>

namespace fs = std::filesystem;

namespace {

using Maker = std::function<void(const fs::path& file)>;

constexpr const char* kGoodShape = "{d_model: 32, heads: 2, ffn: 64, layers: 1, seq: 8, activation: relu}\n";

/// An RV64 program of one segment that the header says holds `file_bytes` bytes, and that holds one jump to itself.
Maker tiny_program(std::uint64_t entry, std::uint64_t file_bytes) {
    return [=](const fs::path& file) {
        Elf64_Ehdr header{};
        std::memcpy(header.e_ident, ELFMAG, SELFMAG);
        header.e_ident[EI_CLASS] = ELFCLASS64;
        header.e_ident[EI_DATA] = ELFDATA2LSB;
        header.e_ident[EI_VERSION] = EV_CURRENT;
        header.e_type = ET_EXEC;
        header.e_machine = EM_RISCV;
        header.e_version = EV_CURRENT;
        header.e_entry = entry;
        header.e_phoff = sizeof header;
        header.e_ehsize = sizeof header;
        header.e_phentsize = sizeof(Elf64_Phdr);
        header.e_phnum = 1;
        Elf64_Phdr segment{};
        segment.p_type = PT_LOAD;
        segment.p_flags = PF_R | PF_X;
        segment.p_offset = sizeof header + sizeof segment;
        segment.p_vaddr = segment.p_paddr = entry;
        segment.p_filesz = segment.p_memsz = file_bytes;
        constexpr std::uint32_t kJumpToSelf = 0x0000006f;
        std::string bytes(sizeof header + sizeof segment + sizeof kJumpToSelf, '\0');
        std::memcpy(bytes.data(), &header, sizeof header);
        std::memcpy(bytes.data() + sizeof header, &segment, sizeof segment);
        std::memcpy(bytes.data() + sizeof header + sizeof segment, &kJumpToSelf, sizeof kJumpToSelf);
        write_text(file, bytes);
    };
}

std::string program_bytes() {
    return read_text(fs::path(STAVP_FIRMWARE) / "scheduler.elf");
}

Maker text(std::string content) {
    return [content = std::move(content)](const fs::path& file) { write_text(file, content); };
}

Maker firmware() {
    return [](const fs::path& file) { fs::copy_file(fs::path(STAVP_FIRMWARE) / file.filename(), file); };
}

/// Of tests/onnx, with the data beside it.
Maker onnx_fixture() {
    return [](const fs::path& file) {
        const fs::path folder = fs::path(STAVP_SOURCE_DIR) / "tests/onnx/fixtures/bad";
        fs::copy_file(folder / file.filename(), file);
        if (file.stem() == "short_data") fs::copy_file(folder / "short.data", file.parent_path() / "short.data");
    };
}

/// The scheduler with one byte of its ELF header changed.
Maker program_with(std::size_t offset, char byte) {
    return [=](const fs::path& file) {
        auto bytes = program_bytes();
        bytes.at(offset) = byte;
        write_text(file, bytes);
    };
}

Maker cut_program(std::size_t bytes) {
    return [=](const fs::path& file) { write_text(file, program_bytes().substr(0, bytes)); };
}

Maker workload(std::string shape) {
    return [shape = std::move(shape)](const fs::path& file) {
        const auto recipe = file.stem().string() + ".shape.yaml";
        write_text(file.parent_path() / recipe, shape);
        prepare(file.parent_path(),
                "nmprune synth --shape " + recipe + " --pattern 2:4 --seed 3 -o " + file.filename().string());
    };
}

void damaged_workload(const fs::path& file) {
    const auto folder = file.parent_path();
    workload(kGoodShape)(folder / "whole.nmw");
    prepare(folder, "nmw_flip whole.nmw damaged.nmw layer0.ffn1.weight 9 0");
}

/// A workload whose content is changed at one place and whose checksums are right again.
Maker edited_workload(std::uint64_t (*place)(const stavp::workloads::Image&), char byte) {
    return [=](const fs::path& file) {
        write_text(file.parent_path() / "whole.shape", kGoodShape);
        prepare(file.parent_path(), "nmprune synth --shape whole.shape --pattern 2:4 --encoding index --seed 3 -o " +
                                        file.filename().string());
        const auto image = stavp::workloads::Image::load(file);
        std::vector<std::uint8_t> bytes(image.bytes().begin(), image.bytes().end());
        bytes.at(place(image)) = static_cast<std::uint8_t>(byte);
        stavp::workloads::mend_checksums(bytes);
        write_text(file, std::string(bytes.begin(), bytes.end()));
    };
}

std::uint64_t version_place(const stavp::workloads::Image&) {
    return offsetof(nmw_header, version);
}

std::uint64_t first_indices_place(const stavp::workloads::Image& image) {
    return image.tensors()[image.layers()[0].weight].map_offset;
}

void cut_workload(const fs::path& file) {
    workload(kGoodShape)(file);
    fs::resize_file(file, 1000);
}

void occupied_folder(const fs::path& folder) {
    fs::create_directory(folder);
    write_text(folder / "thesis.txt", "years of work\n");
}

const std::vector<std::pair<std::string, Maker>>& makers() {
    static const std::vector<std::pair<std::string, Maker>> all{
        {"unknown_key.yaml", text("sta:\n  rows: 16\n  colums: 8\n")},
        {"negative.yaml", text("buffers:\n  input:\n    bytes: -4096\n")},
        {"wrong_type.yaml", text("dma:\n  channels: many\n")},
        {"no_number.yaml", text("sta:\n  rows: [16]\n")},
        {"out_of_range.yaml", text("dma:\n  channels: 9\n")},
        {"odd_burst.yaml", text("dma:\n  burst_bytes: 100\n")},
        {"twice.yaml", text("bus:\n  latency_cycles: 3\n  latency_cycles: 4\n")},
        {"no_grade.yaml", text("ddr:\n  grade: ddr9\n")},
        {"fault_kind.yaml", text("faults:\n  - {kind: bit_flop}\n")},
        {"fault_channel.yaml", text("faults:\n  - {kind: engine_hangs, engine: sta, command: 1}\n"
                                    "  - {kind: dma_stops, channel: 4, command: 1, after_bytes: 0, mode: hangs}\n")},
        {"fault_address.yaml",
         text("faults:\n  - {kind: bit_flip, memory: weight, address: 0x50040000, bits: [1], at_ns: 0}\n")},
        {"sweep_key.yaml", text("workload: {synth: bert-base}\naxes:\n  sta.row: [8, 16]\n")},
        {"sweep_effect.yaml", text("workload: {synth: bert-base}\naxes:\n  ddr.row_timeout_clk: [100, 200]\n")},
        {"sweep_point.yaml",
         text("workload: {synth: bert-base}\naxes:\n  sta.rows: [8, 16]\n  sta.selector_width: [4, 6]\n")},
        {"sweep_condition.yaml", text("workload: {synth: bert-base}\naxes:\n  sta.rows: [8, 16]\nconstraints:\n"
                                      "  - sta.rows * sta.lane < 99\n")},
        {"not_yaml.yaml", text("sta: [1, 2\n")},
        {"text.elf", text("not a program\n")},
        {"empty.elf", text("")},
        {"headless.elf", cut_program(40)},
        {"cut.elf", tiny_program(0x80000000, 4096)},
        {"high.elf", tiny_program(0x90000000, 4)},
        {"jump.elf", tiny_program(0x80000000, 4)},
        {"rv32.elf", program_with(EI_CLASS, ELFCLASS32)},
        {"big_endian.elf", program_with(EI_DATA, ELFDATA2MSB)},
        {"x86.elf", program_with(offsetof(Elf64_Ehdr, e_machine), EM_386)},
        {"good.nmw", workload(kGoodShape)},
        {"long.nmw", workload("{d_model: 16, heads: 1, ffn: 16, layers: 1, seq: 400}\n")},
        {"broad.nmw", workload("{d_model: 768, heads: 24, ffn: 16, layers: 1, seq: 2}\n")},
        {"damaged.nmw", damaged_workload},
        {"cut.nmw", cut_workload},
        {"later.nmw", edited_workload(version_place, 3)},
        {"falling.nmw", edited_workload(first_indices_place, 0)},
        {"text.nmw", text("This is a letter, not a workload of N:M sparse Transformers, though it is long enough to "
                          "hold the header of one; it says so in order to be refused.\n")},
        {"unknown_key.shape", text("{d_model: 32, heads: 2, ffn: 64, layers: 1, heds: 2}\n")},
        {"odd_heads.shape", text("{d_model: 32, heads: 5, ffn: 64, layers: 1}\n")},
        {"no_ffn.shape", text("{d_model: 32, heads: 2, layers: 1}\n")},
        {"good.shape", text(kGoodShape)},
        {"fetch.trace", text("# a comment\n0x40 READ 0\n0x80 FETCH 10\n")},
        {"outside.trace", text("0x200000000 READ 0\n")},
        {"short.trace", text("0x40 WRITE\n")},
        {"activations.onnx", onnx_fixture()},
        {"other_operators.onnx", onnx_fixture()},
        {"missing_weights.onnx", onnx_fixture()},
        {"open_rows.onnx", onnx_fixture()},
        {"open_features.onnx", onnx_fixture()},
        {"batch.onnx", onnx_fixture()},
        {"one_row.onnx", onnx_fixture()},
        {"flat_input.onnx", onnx_fixture()},
        {"token_ids.onnx", onnx_fixture()},
        {"two_inputs.onnx", onnx_fixture()},
        {"two_outputs.onnx", onnx_fixture()},
        {"new_opset.onnx", onnx_fixture()},
        {"classifier.onnx", onnx_fixture()},
        {"first_row.onnx", onnx_fixture()},
        {"padding_mask.onnx", onnx_fixture()},
        {"wrong_width.onnx", onnx_fixture()},
        {"short_weight.onnx", onnx_fixture()},
        {"unknown_attribute.onnx", onnx_fixture()},
        {"absent_data.onnx", onnx_fixture()},
        {"short_data.onnx", onnx_fixture()},
        {"data_outside.onnx", onnx_fixture()},
        {"cut.onnx", onnx_fixture()},
        {"text.onnx", onnx_fixture()},
        {"empty.onnx", onnx_fixture()},
        {"folder.onnx", occupied_folder},
        {"occupied", occupied_folder},
        {"plain_file", text("")},
        {"chain_to_nowhere.elf", firmware()},
        {"chain_unaligned.elf", firmware()},
        {"dma_from_nowhere.elf", firmware()},
        {"dma_from_null.elf", firmware()},
        {"dma_to_nowhere.elf", firmware()},
        {"empty_softmax.elf", firmware()},
        {"operand_in_ddr.elf", firmware()},
        {"ring_unaligned.elf", firmware()},
        {"unknown_opcode.elf", firmware()},
        {"endless.elf", firmware()},
        {"sleeper.elf", firmware()},
        {"wild_pointer.elf", firmware()},
    };
    return all;
}

} // namespace

std::vector<std::string> bad_input_files() {
    std::vector<std::string> names;
    for (const auto& [name, maker] : makers())
        names.push_back(name);
    return names;
}

bool names_file(const std::string& command, const std::string& name) {
    std::istringstream words(command);
    for (std::string word; words >> word;)
        if (word == name || word.starts_with(name + "/")) return true;
    return false;
}

void make_bad_input_files(const fs::path& folder, const std::string& command) {
    for (const auto& [name, maker] : makers())
        if (names_file(command, name)) maker(folder / name);
}
