"""usage: monitor.py STAVP MONITOR WORKLOAD PAGE NAME [--write]: one promise of firmware/apps/monitor."""

import difflib
import json
import os
import re
import subprocess
import sys
import tempfile
import time

from guest import TIMEOUT_SECONDS, Guest, connect, open_pty

STAVP, MONITOR, WORKLOAD, PAGE, NAME, *FLAGS = sys.argv[1:]
SESSIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sessions")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
DRIFT = 0.1  # of cycles and times between this page and the models as they are


def text_of(name):
    return open(os.path.join(SESSIONS, name)).read()


def differ(expected, got):
    if got == expected:
        return
    sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), got.splitlines(True), "expected", "got"))
    sys.exit(1)


def piped(script, *arguments):
    done = subprocess.run(
        [STAVP, "run", "--uart", "stdio", "--firmware", MONITOR, *arguments],
        input=script, capture_output=True, text=True, timeout=TIMEOUT_SECONDS,
    )
    return done.returncode, done.stdout, done.stderr


def typed(line, script):
    """Waits for the prompt before each line, as a person does."""
    shown = line.read_until("> ")
    for command in script.splitlines():
        line.type(command + "\r")
        shown += line.read_until("> " if not command.startswith("quit") else command + "\n")
    return shown


def a_script_over_a_pipe_gives_the_expected_session():
    code, out, errors = piped(text_of("memory.txt"))
    differ(text_of("memory.expected"), out)
    differ("3 guest_failed: the program ended with exit code 3\n", f"{code} {errors}")


def the_same_typed_over_a_port_looks_the_same():
    with Guest(STAVP, "tcp:0", "--firmware", MONITOR) as guest:
        client, line = connect(guest.port())
        line.type("time x\r")  # what was said before we came is lost
        line.read_until("usage: time\n> ")
        shown = "monitor; 'help' lists the commands\n" + typed_from_prompt(line, text_of("memory.txt"))
        differ(text_of("memory.expected"), shown)
        differ("3", str(guest.end()[0]))
        client.close()


def typed_from_prompt(line, script):
    line.text = "> " + line.text
    return typed(line, script)


def the_same_typed_over_a_pty_looks_the_same():
    with Guest(STAVP, "pty", "--firmware", MONITOR) as guest:
        line = open_pty(guest.told())
        differ(text_of("memory.expected"), typed(Plain(line), text_of("memory.txt")))
        differ("3", str(guest.end()[0]))


class Plain:
    """A terminal's line without its carriage returns."""

    def __init__(self, line):
        self.line = line

    def type(self, text):
        self.line.type(text)

    def read_until(self, wanted):
        return self.line.read_until(wanted.replace("\n", "\r\n")).replace("\r\n", "\n")


def mistyped_keys_are_taken_back():
    code, out, _ = piped("pex\x7fek 0x1\x080x40040000\r\nrubbish\x15quit\x7f\x7f\x7f\x7f\x7f\x7fquit 0\n")
    differ(
        "monitor; 'help' lists the commands\n"
        "> pex\b \bek 0x1\b \b0x40040000\nerror: not a number\n"
        "> rubbish" + "\b \b" * 7 + "quit" + "\b \b" * 4 + "quit 0\n",
        out,
    )
    differ("0", str(code))


def ctrl_d_ends_the_session():
    code, out, _ = piped("time 1\n\x04")
    differ("0 monitor; 'help' lists the commands\n> time 1\nusage: time\n> \n", f"{code} {out}")


def stalls_are_those_of_the_summary():
    with tempfile.TemporaryDirectory() as folder:
        _, out, _ = piped("run all\nstalls\nquit\n", "-w", WORKLOAD, "-o", f"{folder}/out")
        engines = json.load(open(f"{folder}/out/summary.json"))["engines"]
    shown = dict(re.findall(r"^(\S+) +no_command (.*)$", out, re.M))
    for name, engine in ("dma.0", "dma0"), ("sta", "sta"), ("softmax", "softmax"), ("vector", "vector"):
        busy = int(re.search(r" busy (\d+)", shown[name]).group(1))
        reported = engines[engine]["busy"]
        if abs(busy - reported) > 64:  # each command's cycles are whole ones there, their sum is here
            sys.exit(f"{name}: busy {busy}, the summary says {reported}")
        for cause, cycles in re.findall(r", (\w+) (\d+)", shown[name]):
            stalls = engines[engine]["stalls"]
            if cause != "busy" and abs(int(cycles) - stalls[cause]) > 64:
                sys.exit(f"{name}: {cause} {cycles}, the summary says {stalls[cause]}")


def layers_one_by_one_give_the_expected_bytes():
    layers = 10
    script = "".join(f"run {layer}\n" for layer in range(layers)) + "quit\n"
    with tempfile.TemporaryDirectory() as folder:
        code, _, errors = piped(script, "-w", WORKLOAD, "-o", f"{folder}/out")
        summary = json.load(open(f"{folder}/out/summary.json"))
    differ("0 ", f"{code} {errors}")
    differ(f"{layers} True", f"{len(summary['layers'])} {summary['check']['passed']}")


def a_layer_that_is_not_there_is_refused():
    _, out, _ = piped("run 10\nrun -1\nrun\nquit\n", "-w", WORKLOAD, "--no-check")
    shown = out[: out.index("> quit")]
    differ(
        "monitor; 'help' lists the commands\n> run 10\nerror: no such layer\n> run -1\nerror: not a number\n"
        "> run\nusage: run LAYER|all\n",
        shown,
    )


def a_client_that_does_not_read_holds_the_guest_up_for_a_second_only():
    script = "dump 0x80000000 16384\nquit 5\n"
    with tempfile.TemporaryDirectory() as folder:
        with Guest(STAVP, "pty", "--firmware", MONITOR, "-o", f"{folder}/out") as guest:
            line = open_pty(guest.told())
            begin = time.monotonic()
            line.type(script)
            differ("5", str(guest.end()[0]))
            if time.monotonic() - begin > 15:
                sys.exit(f"{time.monotonic() - begin} s")
        differ(piped(script)[1], open(f"{folder}/out/console.log").read())


def a_client_that_reads_slowly_loses_nothing():
    script = "dump 0x80000000 2048\nquit 5\n"
    with Guest(STAVP, "pty", "--firmware", MONITOR) as guest:
        line = open_pty(guest.told())
        line.type(script)
        shown = b""
        while b"quit 5\r\n" not in shown:
            shown += os.read(line.descriptor, 200)
            time.sleep(0.005)
    differ(piped(script)[1], shown.decode().replace("\r\n", "\n"))


def without_causes(session):
    """Which causes of stalls come to 1 % hangs on little things."""
    return re.sub(r"(, busy \d+ \(\S+ %\)).*", r"\1", session)


def close(one, other):
    return abs(float(one) - float(other)) <= DRIFT * float(other) + 100


def the_page_shows_the_session():
    command = [STAVP, "run", "-w", WORKLOAD, "--uart", "stdio", "--firmware", MONITOR]
    done = subprocess.run(command, input=text_of("monitor.txt"), capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
    got = done.stdout[: done.stdout.index("> quit\n") + len("> quit\n")]
    page = open(PAGE).read()
    match = re.search(r"(<!-- monitor.txt -->\n```\n)(.*?)(```\n)", page, re.S)
    if "--write" in FLAGS:
        open(PAGE, "w").write(page[: match.start(2)] + got + page[match.end(2) :])
        return
    expected, got = map(without_causes, (match.group(2), got))
    same = NUMBER.sub("N", expected) == NUMBER.sub("N", got)
    if not same or not all(map(close, NUMBER.findall(got), NUMBER.findall(expected))):
        print(f"If this is right: python3 {' '.join(sys.argv)} --write")
        differ(expected, got)


globals()[NAME]()
