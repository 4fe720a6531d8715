"""usage: terminals.py STAVP APPS NAME: one promise of `stavp run --uart`, kept with programs of tests/firmware/apps."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import termios
import time

from guest import TIMEOUT_SECONDS, Guest, connect, open_pty

STAVP, APPS, NAME = sys.argv[1:4]
ASLEEP = f"{APPS}/typed_asleep.elf"
POLLED = f"{APPS}/typed_polled.elf"
AHEAD = f"{APPS}/typed_ahead.elf"
ECHOED = "type\n1 ab  |0061 2\n2 end |0065 3\n"
FAILED = "guest_failed: the program ended with exit code 2\n"


def equal(got, expected, what):
    if got != expected:
        sys.exit(f"{what}: expected {expected!r}, got {got!r}")


def piped(text, *arguments):
    done = subprocess.run(
        [STAVP, "run", "--uart", "stdio", *arguments],
        input=text, capture_output=True, text=True, timeout=TIMEOUT_SECONDS,
    )
    return done.returncode, done.stdout, done.stderr


def a_pipe_is_read_by_guests_that_sleep_or_poll():
    for elf in ASLEEP, POLLED:
        equal(piped("ab\nend\n", "--firmware", elf), (2, ECHOED, FAILED), elf)


def runs_with_piped_input_are_equal_however_slowly_it_comes():
    with tempfile.TemporaryDirectory() as folder:
        summaries = []
        for pause in 0, 0.2:
            out = f"{folder}/{pause}"
            command = [STAVP, "run", "--uart", "stdio", "--firmware", POLLED, "-o", out]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
                for part in b"a", b"b\n", b"end\n":
                    run.stdin.write(part)
                    run.stdin.flush()
                    time.sleep(pause)
            summaries.append(open(f"{out}/summary.json").read())
        equal(summaries[1], summaries[0], "summary")
        uart = json.loads(summaries[0])["uart"]
        equal(uart, {"terminal": "stdio", "interactive": False, "received": 7}, "uart")


def a_guest_that_takes_nothing_loses_nothing():
    text = "".join(chr(33 + i * 7 % 90) for i in range(300))
    expected = 0
    for character in text:
        expected = (expected * 31 + ord(character)) % 2**32
    equal(piped(text + "\n", "--firmware", AHEAD), (0, f"300 characters, sum {expected:08x}\n", ""), "ahead")


def the_end_of_piped_input_is_told_and_ends_a_guest_that_waits_for_more():
    code, out, errors = piped("ab\n", "--firmware", ASLEEP)
    equal((code, out), (1, "type\n1 ab  |0061 2\n"), "code and output")
    equal(errors, "uart: end of input\ndeadlock: firmware waits for input, which has ended\n", "stderr")


def a_pty_keeps_what_was_sent_before_its_client_came_and_clients_come_and_go():
    with Guest(STAVP, "pty", "--firmware", ASLEEP) as guest:
        name = guest.told()
        time.sleep(0.3)
        line = open_pty(name)
        line.type("ab\r")
        equal(line.read_until("2\r\n"), "type\r\n1 ab  |0061 2\r\n", "before and after")
        os.close(line.descriptor)
        line = open_pty(name)
        line.type("end\r")
        equal(line.read_until("3\r\n"), "2 end |0065 3\r\n", "second client")
        equal(guest.end(), (2, FAILED), "end")


def clients_of_a_port_come_and_go():
    with Guest(STAVP, "tcp:0", "--firmware", ASLEEP) as guest:
        port = guest.port()
        first, line = connect(port)
        line.type("ab\n")
        line.read_until("1 ab  |0061 2\n")
        first.close()
        second, line = connect(port)
        line.type("end\n")
        equal(line.read_until("3\n"), "2 end |0065 3\n", "echo")
        equal(guest.end(), (2, FAILED), "end")
        second.close()


def a_port_is_open_on_loopback_only():
    with Guest(STAVP, "tcp:0", "--firmware", ASLEEP) as guest:
        port = guest.port()
        with open("/proc/net/tcp") as table:
            listeners = [line.split()[1] for line in table if line.split()[1].endswith(f":{port:04X}")]
        equal(listeners, [f"0100007F:{port:04X}"], "listeners")


def waiting_for_input_costs_no_host_time():
    with Guest(STAVP, "tcp:0", "--firmware", ASLEEP) as guest:
        client, line = connect(guest.port())
        line.type("ab\n")
        line.read_until("1 ab  |0061 2\n")

        def spent():
            fields = open(f"/proc/{guest.process.pid}/stat").read().rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

        before = spent()
        time.sleep(2)
        if spent() - before > 0.2:
            sys.exit(f"{spent() - before} s of CPU in 2 s of waiting")
        line.type("end\n")
        equal(guest.end()[0], 2, "exit code")
        client.close()


def keys_of_a_terminal_reach_the_guest_one_by_one_and_its_mode_comes_back():
    with Guest(STAVP, "stdio", "--firmware", ASLEEP, terminal=True) as guest:
        equal(guest.told(), "this terminal; Ctrl-A x ends the run, Ctrl-A h shows more", "told")
        guest.screen.read_until("type\r\n")
        equal(guest.mode()[3] & (termios.ICANON | termios.ECHO), 0, "line editing and echo of the host")
        guest.screen.type("ab\r")
        equal(guest.screen.read_until("2\r\n"), "1 ab  |0061 2\r\n", "echo")
        guest.screen.type("end\r")
        equal(guest.end(), (2, FAILED), "end")
        equal(guest.mode(), guest.mode_before, "mode")


def ctrl_a_x_ends_a_run_and_keeps_its_results():
    with tempfile.TemporaryDirectory() as folder:
        with Guest(STAVP, "stdio", "--firmware", ASLEEP, "-o", f"{folder}/out", terminal=True) as guest:
            guest.told()
            guest.screen.read_until("type\r\n")
            guest.screen.type("a\x01x")
            code, errors = guest.end()
            equal((code, errors.startswith("killed: ended from the terminal after ")), (1, True), "end")
            equal(guest.mode(), guest.mode_before, "mode")
        summary = json.load(open(f"{folder}/out/summary.json"))
        equal((summary["status"], summary["uart"]["interactive"]), ("killed", True), "summary")


def ctrl_c_ends_a_run_that_waits_for_a_key():
    for number, send in (
        (signal.SIGINT, lambda guest: guest.screen.type("\x03")),
        (signal.SIGTERM, lambda guest: guest.process.send_signal(signal.SIGTERM)),
    ):
        with Guest(STAVP, "stdio", "--firmware", ASLEEP, terminal=True) as guest:
            guest.told()
            guest.screen.read_until("type\r\n")
            send(guest)
            equal(guest.process.wait(TIMEOUT_SECONDS), -number, "ended by")
            equal(guest.mode(), guest.mode_before, "mode")


def ctrl_c_ends_a_run_that_waits_for_a_pipe():
    with Guest(STAVP, "stdio", "--firmware", ASLEEP) as guest:
        time.sleep(0.5)
        guest.process.send_signal(signal.SIGINT)
        equal(guest.process.wait(TIMEOUT_SECONDS), -signal.SIGINT, "ended by")


def a_second_signal_kills_and_the_mode_comes_back_all_the_same():
    # A guest that spins in one long piece of simulation cannot be had; two signals at once can.
    with Guest(STAVP, "stdio", "--firmware", ASLEEP, terminal=True) as guest:
        guest.told()
        guest.screen.read_until("type\r\n")
        os.kill(guest.process.pid, signal.SIGSTOP)
        os.kill(guest.process.pid, signal.SIGINT)
        os.kill(guest.process.pid, signal.SIGTERM)
        os.kill(guest.process.pid, signal.SIGCONT)
        ended_by = guest.process.wait(TIMEOUT_SECONDS)
        equal(ended_by in (-signal.SIGINT, -signal.SIGTERM), True, f"ended by {ended_by}")
        equal(guest.mode(), guest.mode_before, "mode")
        equal("interrupted" in guest.process.stderr.read(), False, "an end in order")


def a_recorded_session_replays_to_the_same_run():
    with tempfile.TemporaryDirectory() as folder:
        recording = f"{folder}/typed"
        with Guest(STAVP, "tcp:0", "--uart-record", recording, "--firmware", POLLED, "-o", f"{folder}/a") as guest:
            client, line = connect(guest.port())
            for text in "a", "b\n", "end\n":
                time.sleep(0.1)  # the guest polls on meanwhile
                line.type(text)
            equal(guest.end()[0], 2, "exit code")
            client.close()
        replay = [STAVP, "run", "--uart", f"replay:{recording}", "--firmware", POLLED, "-o", f"{folder}/b"]
        done = subprocess.run(replay, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
        equal((done.returncode, done.stdout), (2, ECHOED), "replay")
        one, two = (json.load(open(f"{folder}/{name}/summary.json")) for name in "ab")
        equal(one.pop("uart"), {"terminal": "tcp", "interactive": True, "received": 7}, "uart of the session")
        equal(two.pop("uart"), {"terminal": "replay", "interactive": False, "received": 7}, "uart of the replay")
        equal(two, one, "everything else")


def a_register_trace_replays_with_the_input_of_its_run():
    with tempfile.TemporaryDirectory() as folder:
        for elf in ASLEEP, POLLED:
            out = f"{folder}/{os.path.basename(elf)}"
            equal(piped("ab\nend\n", "--firmware", elf, "--trace", "mmio", "-o", out)[0], 2, "exit code")
            replay = [STAVP, "replay", out, "--uart", "stdio"]
            done = subprocess.run(replay, input="ab\nend\n", capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
            equal(("as recorded" in done.stdout, done.returncode), (True, 2), done.stdout + done.stderr)
            done = subprocess.run(replay, input="ax\nend\n", capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
            equal(("differ" in done.stdout, done.returncode), (True, 1), done.stdout + done.stderr)


def a_debugger_reaches_a_guest_that_waits_for_a_key():
    with Guest(STAVP, "tcp:0", "--firmware", ASLEEP, "--gdb", "0") as guest:
        gdb_port = int(guest.process.stderr.readline().split("127.0.0.1:")[1])
        client, line = connect(guest.port())
        line.type("ab\n")
        line.read_until("1 ab  |0061 2\n")
        debugger, packets = connect(gdb_port)
        packets.type("$?#3f")
        packets.read_until("#")
        packets.type("+$c#63")
        line.type("end\n")
        equal(line.read_until("3\n"), "2 end |0065 3\n", "echo")
        packets.read_until("$W02#")
        debugger.close()
        client.close()


globals()[NAME]()
