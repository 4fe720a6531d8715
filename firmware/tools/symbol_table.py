"""symbol_table.py ELF OUT.S: the table that firmware/boot/symbols.c reads, as assembly for the section .symbols.

Functions come from nm, the shapes of their stack frames from .debug_frame as readelf interprets it.
"""

import re
import subprocess
import sys

PREFIX = "riscv64-unknown-elf-"
UNKNOWN = 1 << 31
RA_SAVED = 1 << 30
BYTES_SHIFT = 19
LONGEST_FRAME = 0x7FF * 16
LONGEST_TEXT = 0x80000 * 2


def tool(name, *arguments):
    return subprocess.run([PREFIX + name, *arguments], check=True, capture_output=True, text=True).stdout.splitlines()


def functions(elf):
    """(address, name) in order of address, one name for each; and the end of the text."""
    found = {}
    end = 0
    for line in tool("nm", "-n", "-S", "--defined-only", elf):
        match = re.fullmatch(r"(\w+) (?:(\w+) )?[tTwW] ([A-Za-z_][\w.]*)", line)
        if not match:
            continue
        address = int(match[1], 16)
        end = max(end, address + int(match[2] or "2", 16))
        if address not in found or found[address].startswith("__"):
            found[address] = match[3]
    return sorted(found.items()), end


def rule(address, base, cfa, ra):
    """One frame rule; unknown where it is not of the usual form."""
    place = (address - base) // 2
    frame = re.fullmatch(r"sp\+(\d+)", cfa)
    if not frame or int(frame[1]) % 16 or int(frame[1]) > LONGEST_FRAME or ra not in ("u", "c-8"):
        return place | UNKNOWN
    return place | int(frame[1]) // 16 << BYTES_SHIFT | (RA_SAVED if ra == "c-8" else 0)


def rules(elf, base):
    """Frame rules in order of address. Between the functions with frame information nothing is known."""
    result = {}
    ends = set()
    columns = []
    begin = None
    for line in tool("readelf", "--debug-dump=frames-interp", elf):
        entry = re.search(r" FDE .*pc=(\w+)\.\.(\w+)$", line)
        if entry:
            begin, end = int(entry[1], 16), int(entry[2], 16)
            columns = []
            if begin < base or begin == end:
                begin = None  # dropped by the linker
                continue
            result[begin] = rule(begin, base, "sp+0", "u")
            ends.add(end)
        elif " CIE " in line:
            begin = None
        elif line.startswith("   LOC "):
            columns = line.split()[1:]
        elif columns and re.match(r"[0-9a-f]{16} ", line) and begin is not None:
            address, *cells = line.split()
            row = dict(zip(columns, cells))
            result[int(address, 16)] = rule(int(address, 16), base, row["CFA"], row.get("ra", "u"))
    for end in ends:
        result.setdefault(end, (end - base) // 2 | UNKNOWN)
    ordered = []
    for _, value in sorted(result.items()):
        if not ordered or ordered[-1] >> BYTES_SHIFT != value >> BYTES_SHIFT:
            ordered.append(value)
    return ordered


def main(elf, out):
    named, end = functions(elf)
    base = named[0][0]
    if end - base > LONGEST_TEXT:
        sys.exit(f"{elf}: more than {LONGEST_TEXT} bytes of text: too long for a table of symbols")
    framed = rules(elf, base)
    text = ['.section .symbols, "a"', ".balign 8", f".word 0x424d5953, {len(named) + 1}, {len(framed)}, 0"]
    text.append(f".dword {base:#x}")
    place = 0
    for address, name in named:
        text.append(f".word {address - base:#x}, {place}")
        place += len(name) + 1
    text.append(f".word {end - base:#x}, {place - 1}")
    text += [f".word {value:#x}" for value in framed]
    text += [f'.asciz "{name}"' for _, name in named]
    with open(out, "w", encoding="ascii") as file:
        file.write("\n".join(text) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
