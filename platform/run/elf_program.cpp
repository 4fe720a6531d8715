#include "platform/run/elf_program.h"
#include "platform/run/input_error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <gelf.h>
#include <iterator>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

namespace stavp {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& reason) {
    throw InputError(file.string() + ": " + reason);
}

std::vector<char> read_whole(const std::filesystem::path& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) refuse(file, "is a directory, not a program");
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in) refuse(file, std::string("cannot be read: ") + std::strerror(errno));
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct ElfCloser {
    void operator()(Elf* elf) const { elf_end(elf); }
};

/// The file and libelf's view of it.
class Reader {
public:
    explicit Reader(const std::filesystem::path& file) : file_(file), bytes_(read_whole(file)) {
        if (bytes_.size() < SELFMAG || std::memcmp(bytes_.data(), ELFMAG, SELFMAG) != 0)
            refuse(file_, "is not an ELF file");
        check_identification();
        elf_version(EV_CURRENT);
        elf_.reset(elf_memory(bytes_.data(), bytes_.size()));
        if (!elf_ || elf_kind(elf_.get()) != ELF_K_ELF || gelf_getehdr(elf_.get(), &header_) == nullptr)
            refuse(file_, "is a damaged ELF file");
        check_header();
    }

    ElfProgram program(const MemoryRange& memory) const {
        ElfProgram program;
        program.file = identify(file_, {reinterpret_cast<const std::uint8_t*>(bytes_.data()), bytes_.size()});
        program.entry = header_.e_entry;
        for (std::size_t index = 0; index < header_.e_phnum; ++index) {
            GElf_Phdr segment;
            if (gelf_getphdr(elf_.get(), static_cast<int>(index), &segment) == nullptr)
                refuse(file_, "is truncated: its program headers are missing");
            if (segment.p_type == PT_LOAD && segment.p_memsz != 0) program.segments.push_back(load(segment, memory));
        }
        if (program.segments.empty()) refuse(file_, "has no segment to load");
        if (!memory.contains(program.entry, 2))
            refuse(file_, fmt::format("entry point {:#x} lies outside {} ({})", program.entry, memory.name,
                                      describe(memory.base, memory.bytes)));
        program.tohost = mailbox("tohost", memory);
        program.fromhost = mailbox("fromhost", memory);
        program.functions = functions();
        return program;
    }

private:
    static std::string describe(std::uint64_t base, std::uint64_t bytes) {
        return fmt::format("{:#x} to {:#x}", base, base + bytes - 1);
    }

    void check_identification() const {
        if (bytes_.size() < EI_NIDENT) refuse(file_, "is truncated: no ELF header");
        if (bytes_[EI_CLASS] == ELFCLASS32) refuse(file_, "is a 32-bit program; the host is RV64");
        if (bytes_[EI_DATA] == ELFDATA2MSB) refuse(file_, "is big-endian; the host is little-endian");
        if (bytes_[EI_CLASS] != ELFCLASS64 || bytes_[EI_DATA] != ELFDATA2LSB) refuse(file_, "is a damaged ELF file");
        if (bytes_.size() < sizeof(Elf64_Ehdr)) refuse(file_, "is truncated: no ELF header");
    }

    void check_header() const {
        if (header_.e_machine != EM_RISCV)
            refuse(file_, fmt::format("is not a RISC-V program (ELF machine {})", header_.e_machine));
        if (header_.e_type != ET_EXEC)
            refuse(file_,
                   "is not an executable with fixed addresses (ELF type " + std::to_string(header_.e_type) + ")");
        const std::uint64_t table = std::uint64_t{header_.e_phnum} * sizeof(Elf64_Phdr);
        if (header_.e_phoff > bytes_.size() || table > bytes_.size() - header_.e_phoff)
            refuse(file_, "is truncated: its program headers are missing");
    }

    /// GNU ld maps the ELF headers and the padding after them in front of the first section; in a program linked to the
    /// start of memory they lie below it. They are not part of the program: left out.
    GElf_Phdr without_headers(GElf_Phdr segment, const MemoryRange& memory) const {
        if (segment.p_offset != 0 || segment.p_paddr >= memory.base) return segment;
        const auto below = memory.base - segment.p_paddr;
        const auto headers = header_.e_phoff + std::uint64_t{header_.e_phnum} * sizeof(Elf64_Phdr);
        if (below > segment.p_filesz || headers > below) return segment;
        const auto padding = std::string_view(bytes_.data(), below).substr(headers);
        if (padding.find_first_not_of('\0') != std::string_view::npos) return segment;
        segment.p_offset += below;
        segment.p_paddr += below;
        segment.p_filesz -= below;
        segment.p_memsz -= below;
        return segment;
    }

    ElfSegment load(const GElf_Phdr& whole, const MemoryRange& memory) const {
        if (whole.p_offset > bytes_.size() || whole.p_filesz > bytes_.size() - whole.p_offset)
            refuse(file_, fmt::format("is truncated: segment at {:#x} wants {} bytes of the file", whole.p_paddr,
                                      whole.p_filesz));
        if (whole.p_filesz > whole.p_memsz) refuse(file_, "is a damaged ELF file: a segment exceeds its memory");
        const auto segment = without_headers(whole, memory);
        if (!memory.contains(segment.p_paddr, segment.p_memsz))
            refuse(file_, fmt::format("segment {} lies outside {} ({})", describe(segment.p_paddr, segment.p_memsz),
                                      memory.name, describe(memory.base, memory.bytes)));
        const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes_.data()) + segment.p_offset;
        return {segment.p_paddr, {begin, begin + segment.p_filesz}, segment.p_memsz};
    }

    std::optional<std::uint64_t> mailbox(std::string_view name, const MemoryRange& memory) const {
        constexpr std::uint64_t kBytes = 8;
        const auto address = symbol(name);
        if (address && (*address % kBytes != 0 || !memory.contains(*address, kBytes)))
            refuse(file_,
                   fmt::format("symbol {} = {:#x} is not an aligned doubleword in {}", name, *address, memory.name));
        return address;
    }

    /// Calls back with every symbol that is defined, and its name.
    template <class Visit> void for_each_symbol(Visit&& visit) const {
        for (auto* section = elf_nextscn(elf_.get(), nullptr); section != nullptr;
             section = elf_nextscn(elf_.get(), section)) {
            GElf_Shdr header;
            if (gelf_getshdr(section, &header) == nullptr || header.sh_type != SHT_SYMTAB || header.sh_entsize == 0)
                continue;
            auto* data = elf_getdata(section, nullptr);
            if (data == nullptr) continue;
            GElf_Sym entry;
            for (int index = 0; gelf_getsym(data, index, &entry) != nullptr; ++index) {
                const auto* name = elf_strptr(elf_.get(), header.sh_link, entry.st_name);
                if (name != nullptr && entry.st_shndx != SHN_UNDEF) visit(std::string_view(name), entry);
            }
        }
    }

    std::optional<std::uint64_t> symbol(std::string_view wanted) const {
        std::optional<std::uint64_t> value;
        for_each_symbol([&](std::string_view name, const GElf_Sym& entry) {
            if (name == wanted && !value) value = entry.st_value;
        });
        return value;
    }

    /// End of the section with code that the symbol lies in; 0 if there is none.
    std::uint64_t end_of_code(const GElf_Sym& entry) const {
        auto* section = elf_getscn(elf_.get(), entry.st_shndx);
        GElf_Shdr header;
        if (section == nullptr || gelf_getshdr(section, &header) == nullptr) return 0;
        const bool inside = (header.sh_flags & SHF_EXECINSTR) != 0 && entry.st_value >= header.sh_addr &&
                            entry.st_value - header.sh_addr < header.sh_size;
        return inside ? header.sh_addr + header.sh_size : 0;
    }

    /// Functions, and labels of assembly that are not local (".L...", "$x").
    std::vector<ElfFunction> functions() const {
        std::map<std::uint64_t, ElfFunction> found;
        for_each_symbol([&](std::string_view name, const GElf_Sym& entry) {
            const auto type = GELF_ST_TYPE(entry.st_info);
            const bool label = type == STT_NOTYPE && !name.empty() && name[0] != '.' && name[0] != '$';
            const auto end = type == STT_FUNC || label ? end_of_code(entry) : 0;
            if (end == 0) return;
            const auto bytes = entry.st_size != 0 ? entry.st_size : end - entry.st_value;
            const auto [place, is_new] =
                found.try_emplace(entry.st_value, ElfFunction{entry.st_value, bytes, std::string(name)});
            if (!is_new && type == STT_FUNC) place->second = {entry.st_value, bytes, std::string(name)};
        });
        std::vector<ElfFunction> result;
        for (auto& [address, function] : found) {
            if (!result.empty()) result.back().bytes = std::min(result.back().bytes, address - result.back().address);
            result.push_back(std::move(function));
        }
        return result;
    }

    std::filesystem::path file_;
    std::vector<char> bytes_;
    std::unique_ptr<Elf, ElfCloser> elf_;
    GElf_Ehdr header_{};
};

} // namespace

std::uint64_t ElfProgram::end() const {
    std::uint64_t last = 0;
    for (const auto& segment : segments)
        last = std::max(last, segment.address + segment.memory_bytes);
    return last;
}

std::optional<std::size_t> ElfProgram::function_at(std::uint64_t pc) const {
    const auto behind =
        std::upper_bound(functions.begin(), functions.end(), pc,
                         [](std::uint64_t value, const ElfFunction& function) { return value < function.address; });
    if (behind == functions.begin()) return {};
    const auto found = std::prev(behind);
    if (pc - found->address >= found->bytes) return {};
    return static_cast<std::size_t>(found - functions.begin());
}

ElfProgram load_elf(const std::filesystem::path& file, const MemoryRange& memory) {
    return Reader(file).program(memory);
}

} // namespace stavp
