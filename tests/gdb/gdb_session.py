"""usage: gdb_session.py STAVP GDB SCRIPT EXPECTED [--write] -- ARGUMENTS OF stavp run

Plays SCRIPT in the real gdb against a run, as a user would type it, and compares what gdb prints with EXPECTED: a text
file, or a Markdown page that holds the session as the block of code behind the line "<!-- SCRIPT's name -->".
--write puts it there.
"""

import difflib
import os
import re
import subprocess
import sys

from stavp_under_gdb import TIMEOUT_SECONDS, Machine

split = sys.argv.index("--")
stavp, gdb, script, expected_file, *flags = sys.argv[1:split]
arguments = sys.argv[split + 1 :]
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def session():
    elf = arguments[arguments.index("--firmware") + 1]
    with Machine(stavp, *arguments) as machine:
        settings = ["set pagination off", "set confirm off", "set width 0", "set style enabled off"]
        command = [gdb, "-nx", "-batch"]
        for setting in [*settings, f"file {elf}", f"target remote 127.0.0.1:{machine.port}", "set trace-commands on"]:
            command += ["-ex", setting]
        done = subprocess.run(
            [*command, "-x", script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT_SECONDS
        )
        text = done.stdout
        code, _, errors = machine.end()
    lines = text.replace(SOURCE + "/", "").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("+"))
    shown = [re.sub(r"^\++", "(gdb) ", line) for line in lines[start:]]
    # What gdb itself calls its commands' repetition and its own source of the script is not ours.
    return "\n".join([*shown, f"exit code of the run: {code}", *errors.splitlines()]).rstrip() + "\n"


def block_in(page):
    name = os.path.basename(script)
    match = re.search(rf"(<!-- {re.escape(name)} -->\n```\n)(.*?)(```\n)", page, re.S)
    if not match:
        sys.exit(f"{expected_file}: no block behind '<!-- {name} -->'")
    return match


got = session()
markdown = expected_file.endswith(".md")
content = open(expected_file).read() if os.path.exists(expected_file) else ""
if "--write" in flags:
    if markdown:
        match = block_in(content)
        content = content[: match.start(2)] + got + content[match.end(2) :]
    else:
        content = got
    open(expected_file, "w").write(content)
    sys.exit(0)
expected = block_in(content).group(2) if markdown else content
if got != expected:
    sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), got.splitlines(True), "expected", "got"))
    print(f"If this is right: python3 {' '.join(sys.argv[: split])} --write -- {' '.join(arguments)}")
    sys.exit(1)
