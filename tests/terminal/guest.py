"""Starts `stavp run --uart`, and types."""

import fcntl
import os
import pty
import select
import socket
import subprocess
import termios
import time

TIMEOUT_SECONDS = 60


class Timeout(Exception):
    pass


class Line:
    """Bytes to and from a file descriptor."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.text = ""

    def type(self, text):
        os.write(self.descriptor, text.encode())

    def read_until(self, wanted):
        """Everything up to `wanted`, which is taken as well."""
        end = time.monotonic() + TIMEOUT_SECONDS
        while wanted not in self.text:
            if not self._more(end):
                raise Timeout(f"no {wanted!r} in {self.text!r}")
        at = self.text.index(wanted) + len(wanted)
        taken, self.text = self.text[:at], self.text[at:]
        return taken

    def rest(self):
        while self._more(time.monotonic() + TIMEOUT_SECONDS):
            pass
        taken, self.text = self.text, ""
        return taken

    def _more(self, end):
        if not select.select([self.descriptor], [], [], max(0, end - time.monotonic()))[0]:
            return False
        try:
            more = os.read(self.descriptor, 65536)
        except OSError:  # the other end of a terminal is closed
            return False
        self.text += more.decode()
        return bool(more)


class Guest:
    """A run with a UART on `where`; stdin, stdout and stderr are pipes, or with `terminal` stdin and stdout a terminal."""

    def __init__(self, stavp, where, *arguments, terminal=False):
        command = [stavp, "run", "--uart", where, *arguments]
        self.screen = None
        if terminal:
            own, other = pty.openpty()
            self.mode_before = termios.tcgetattr(other)
            self.process = subprocess.Popen(
                command, stdin=other, stdout=other, stderr=subprocess.PIPE, text=True, start_new_session=True,
                preexec_fn=lambda: fcntl.ioctl(other, termios.TIOCSCTTY, 0),  # so that Ctrl-C is a signal
            )
            self.other = other
            self.screen = Line(own)
        else:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    def mode(self):
        return termios.tcgetattr(self.other)

    def told(self):
        """What follows "uart: " on the next line of stderr."""
        line = self.process.stderr.readline()
        if not line.startswith("uart: "):
            raise SystemExit(f"no 'uart: ': {line}{self.process.stderr.read()}")
        return line[len("uart: ") :].strip()

    def port(self):
        return int(self.told().split("127.0.0.1:")[1])

    def end(self):
        """(exit code, the rest of stderr), once the run has ended by itself."""
        self.process.wait(timeout=TIMEOUT_SECONDS)
        return self.process.returncode, self.process.stderr.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def connect(port):
    """(socket, line)"""
    client = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_SECONDS)
    return client, Line(client.fileno())


def open_pty(name):
    return Line(os.open(name, os.O_RDWR | os.O_NOCTTY))
