"""usage: run_page.py BUILD PAGE [--write]

Follows a tutorial in an empty folder in which `build` is BUILD: writes the file of each block behind "<!-- file: NAME -->",
types the commands of each ```console block ("$ COMMAND", further lines are what it prints), and compares. "..." is any
lines. A port 3333 becomes a free one, addresses of code and data and numbers with a decimal point may differ, whole
numbers of four digits and more by a tenth. A command that ends in " &" stays until the page has ended. --write puts what
was printed into the page, except where it says "...".
"""

import difflib
import os
import re
import socket
import subprocess
import sys
import tempfile

BUILD, PAGE, *FLAGS = sys.argv[1:]
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TIMEOUT_SECONDS = 120
BLOCK = re.compile(r"(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>\w*)\n(?P<text>.*?)```\n", re.S)
ADDRESS = re.compile(r"0x[0-9a-f]{7,}")
LARGE = re.compile(r"(?<![\w.])\d{4,}(?:\.\d+)?(?!\w)|\d+\.\d+")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


def commands_of(block):
    """[(command, what it prints)]"""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.M)
    if parts[0]:
        sys.exit(f"a console block begins with output: {parts[0]!r}")
    return list(zip(parts[1::2], parts[2::2]))


class Shell:
    def __init__(self, folder, port):
        self.folder, self.port, self.started = folder, port, []

    def run(self, command):
        real = command.replace("3333", self.port)
        if real.endswith(" &"):
            process = subprocess.Popen(
                "exec " + real[:-2], shell=True, cwd=self.folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
            )
            self.started.append(process)
            got = process.stderr.readline()
        else:
            done = subprocess.run(
                ["bash", "-c", real], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                timeout=TIMEOUT_SECONDS, stdin=subprocess.DEVNULL,
            )
            got = done.stdout
        return got.replace(self.port, "3333").replace(SOURCE + "/", "")

    def close(self):
        for process in self.started:
            process.kill()
            process.wait()


def alike(expected, got):
    """Equal but for addresses and a drift of numbers."""
    blind = [LARGE.sub("N", ADDRESS.sub("0x", text)) for text in (expected, got)]
    if re.sub(" +", " ", blind[0]) != re.sub(" +", " ", blind[1]):
        return False
    pairs = zip(*(map(float, LARGE.findall(ADDRESS.sub("0x", text))) for text in (expected, got)))
    return all("." in expected or abs(one - other) <= 0.1 * one for one, other in pairs)


def matches(expected, got):
    """Line by line; "..." takes any number of lines, but as few as possible."""
    if not expected:
        return not got
    if expected[0] == "...":
        return any(matches(expected[1:], got[i:]) for i in range(len(got) + 1))
    return bool(got) and alike(expected[0], got[0]) and matches(expected[1:], got[1:])


def follow(page, shell):
    """The page with what the commands printed; ends the test where that is not what it says."""
    failed = False

    def block(match):
        nonlocal failed
        text = match["text"]
        if match["file"]:
            file = os.path.join(shell.folder, match["file"])
            os.makedirs(os.path.dirname(file), exist_ok=True)
            open(file, "w").write(text.replace("3333", shell.port))
            return match[0]
        if match["kind"] != "console":
            return match[0]
        written = ""
        for command, expected in commands_of(text):
            got = shell.run(command)
            written += f"$ {command}\n{expected if '...' in expected.splitlines() else got}"
            if matches(expected.splitlines(), got.splitlines()) or "--write" in FLAGS:
                continue
            failed = True
            print(f"$ {command}")
            sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), got.splitlines(True), "page", "got"))
        return f"```console\n{written}```\n"

    result = BLOCK.sub(block, page)
    if failed:
        print(f"If this is right: python3 {' '.join(sys.argv)} --write")
        sys.exit(1)
    return result


with tempfile.TemporaryDirectory() as folder:
    os.symlink(os.path.abspath(BUILD), os.path.join(folder, "build"))
    shell = Shell(folder, free_port())
    try:
        page = follow(open(PAGE).read(), shell)
    finally:
        shell.close()
if "--write" in FLAGS:
    open(PAGE, "w").write(page)
