#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace stavp::x86 {

/// Numbers as the x86-64 encodes them.
enum Reg : std::uint8_t { rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15 };

/// 32-bit operations clear the upper half of their destination.
enum class Width : std::uint8_t { w32, w64 };

/// Opcodes "register, register or memory".
enum class Binary : std::uint8_t {
    or_ = 0x0b,
    and_ = 0x23,
    add = 0x03,
    sub = 0x2b,
    xor_ = 0x33,
    cmp = 0x3b,
    mov = 0x8b
};
/// The same with an immediate: extension of opcode 0x81 or 0x83.
enum class Immediate : std::uint8_t { add = 0, or_ = 1, and_ = 4, sub = 5, xor_ = 6, cmp = 7 };
/// Extension of opcodes 0xc1 and 0xd3.
enum class Shift : std::uint8_t { left = 4, right = 5, arithmetic = 7 };
/// Extension of opcode 0xf7, on rdx:rax.
enum class Group3 : std::uint8_t { neg = 3, mul = 4, imul = 5, div = 6, idiv = 7 };
/// Low half of the opcodes of jcc and setcc.
enum class Condition : std::uint8_t {
    below = 2,
    above_equal = 3,
    equal = 4,
    not_equal = 5,
    less = 0xc,
    greater_equal = 0xd,
    less_equal = 0xe
};
/// Loads with extension to 64 bits.
enum class Load : std::uint8_t { i8, i16, i32, i64, u8, u16, u32 };

/// Writes x86-64 instructions, as few forms as translation needs. Memory operands are [base + disp], base being none of
/// rsp and r12. The caller sees to it that there is room.
class Assembler {
public:
    explicit Assembler(std::span<std::uint8_t> room) : begin_(room.data()), at_(room.data()) {}

    std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }

    void op(Width width, Binary code, Reg reg, Reg rm) { direct(width, 0, static_cast<std::uint8_t>(code), reg, rm); }
    void op_memory(Width width, Binary code, Reg reg, Reg base, std::int32_t disp) {
        rex(width, reg, base);
        byte(static_cast<std::uint8_t>(code));
        memory(reg, base, disp);
    }
    void mov(Reg to, Reg from) {
        if (to != from) op(Width::w64, Binary::mov, to, from);
    }
    void op_immediate(Width width, Immediate code, Reg rm, std::int32_t value) {
        const bool small = value >= -128 && value <= 127;
        direct(width, 0, small ? 0x83 : 0x81, static_cast<Reg>(code), rm);
        if (small)
            byte(static_cast<std::uint8_t>(value));
        else
            word(static_cast<std::uint32_t>(value));
    }
    void test(Width width, Reg a, Reg b) { direct(width, 0, 0x85, b, a); }
    void shift(Width width, Shift kind, Reg rm, unsigned count) {
        direct(width, 0, 0xc1, static_cast<Reg>(kind), rm);
        byte(static_cast<std::uint8_t>(count));
    }
    void shift_by_cl(Width width, Shift kind, Reg rm) { direct(width, 0, 0xd3, static_cast<Reg>(kind), rm); }
    void group3(Width width, Group3 kind, Reg rm) { direct(width, 0, 0xf7, static_cast<Reg>(kind), rm); }
    void imul(Width width, Reg to, Reg from) { direct(width, 0x0f, 0xaf, to, from); }
    /// Sign-extends the accumulator to rdx.
    void cqo(Width width) {
        rex(width, rax, rax);
        byte(0x99);
    }
    void movsxd(Reg to, Reg from) { direct(Width::w64, 0, 0x63, to, from); }
    void lea(Width width, Reg to, Reg base, std::int32_t disp) {
        rex(width, to, base);
        byte(0x8d);
        memory(to, base, disp);
    }
    void lea_sum(Width width, Reg to, Reg base, Reg index) {
        byte(static_cast<std::uint8_t>(0x40 | (width == Width::w64 ? 8 : 0) | (to >> 3) << 2 | (index >> 3) << 1 |
                                       base >> 3));
        byte(0x8d);
        byte(static_cast<std::uint8_t>(0x44 | (to & 7) << 3));
        byte(static_cast<std::uint8_t>((index & 7) << 3 | (base & 7)));
        byte(0);
    }
    void set(Condition condition, Reg to) {
        rex(Width::w32, rax, to);
        byte(0x0f);
        byte(static_cast<std::uint8_t>(0x90 | static_cast<std::uint8_t>(condition)));
        byte(static_cast<std::uint8_t>(0xc0 | (to & 7)));
        direct(Width::w32, 0x0f, 0xb6, to, to);
    }
    /// The shortest form.
    void mov_immediate(Reg to, std::uint64_t value) {
        if (value <= 0xffff'ffff) {
            rex(Width::w32, rax, to);
            byte(static_cast<std::uint8_t>(0xb8 | (to & 7)));
            word(static_cast<std::uint32_t>(value));
        } else if (value >= 0xffff'ffff'8000'0000) {
            direct(Width::w64, 0, 0xc7, rax, to);
            word(static_cast<std::uint32_t>(value));
        } else {
            rex(Width::w64, rax, to);
            byte(static_cast<std::uint8_t>(0xb8 | (to & 7)));
            put(value);
        }
    }
    void load(Load kind, Reg to, Reg base, std::int32_t disp) {
        const bool wide = kind <= Load::i64;
        rex(wide ? Width::w64 : Width::w32, to, base);
        switch (kind) {
        case Load::i8:
            byte(0x0f);
            byte(0xbe);
            break;
        case Load::i16:
            byte(0x0f);
            byte(0xbf);
            break;
        case Load::i32:
            byte(0x63);
            break;
        case Load::u8:
            byte(0x0f);
            byte(0xb6);
            break;
        case Load::u16:
            byte(0x0f);
            byte(0xb7);
            break;
        case Load::i64:
        case Load::u32:
            byte(0x8b);
            break;
        }
        memory(to, base, disp);
    }
    void store(unsigned bytes, Reg from, Reg base, std::int32_t disp) {
        if (bytes == 2) byte(0x66);
        rex(bytes == 8 ? Width::w64 : Width::w32, from, base);
        byte(bytes == 1 ? 0x88 : 0x89);
        memory(from, base, disp);
    }
    void push(Reg reg) {
        rex(Width::w32, rax, reg);
        byte(static_cast<std::uint8_t>(0x50 | (reg & 7)));
    }
    void pop(Reg reg) {
        rex(Width::w32, rax, reg);
        byte(static_cast<std::uint8_t>(0x58 | (reg & 7)));
    }
    void ret() { byte(0xc3); }
    void jump(Reg to) { direct(Width::w32, 0, 0xff, static_cast<Reg>(4), to); }
    void jump_memory(Reg base, std::int32_t disp) {
        rex(Width::w32, rax, base);
        byte(0xff);
        memory(static_cast<Reg>(4), base, disp);
    }

    /// Jumps whose end bind() sets.
    using Fixup = std::size_t;
    Fixup jump() {
        byte(0xe9);
        return displacement();
    }
    Fixup jump(Condition condition) {
        byte(0x0f);
        byte(static_cast<std::uint8_t>(0x80 | static_cast<std::uint8_t>(condition)));
        return displacement();
    }
    void bind(Fixup fixup) { set_displacement(fixup, size()); }
    /// To code at `offset` from this one's begin, which may lie outside it.
    void jump_to(std::ptrdiff_t offset) {
        const auto fixup = jump();
        set_displacement(fixup, static_cast<std::size_t>(offset));
    }

private:
    void byte(std::uint8_t value) { *at_++ = value; }
    template <class T> void put(T value) {
        std::memcpy(at_, &value, sizeof value);
        at_ += sizeof value;
    }
    void word(std::uint32_t value) { put(value); }
    /// Always there, so that byte registers are al, cl, dl, bl, spl, bpl, sil, dil.
    void rex(Width width, Reg reg, Reg base) {
        byte(static_cast<std::uint8_t>(0x40 | (width == Width::w64 ? 8 : 0) | (reg >> 3) << 2 | base >> 3));
    }
    void direct(Width width, std::uint8_t prefix, std::uint8_t opcode, Reg reg, Reg rm) {
        rex(width, reg, rm);
        if (prefix != 0) byte(prefix);
        byte(opcode);
        byte(static_cast<std::uint8_t>(0xc0 | (reg & 7) << 3 | (rm & 7)));
    }
    void memory(Reg reg, Reg base, std::int32_t disp) {
        const bool small = disp >= -128 && disp <= 127;
        byte(static_cast<std::uint8_t>((small ? 0x40 : 0x80) | (reg & 7) << 3 | (base & 7)));
        if (small)
            byte(static_cast<std::uint8_t>(disp));
        else
            word(static_cast<std::uint32_t>(disp));
    }
    Fixup displacement() {
        const auto fixup = size();
        word(0);
        return fixup;
    }
    void set_displacement(Fixup fixup, std::size_t target) {
        const auto relative = static_cast<std::uint32_t>(target - (fixup + 4));
        std::memcpy(begin_ + fixup, &relative, sizeof relative);
    }

    std::uint8_t* begin_;
    std::uint8_t* at_;
};

} // namespace stavp::x86
