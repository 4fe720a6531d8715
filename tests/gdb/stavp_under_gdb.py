"""Starts `stavp run --gdb`, and talks to it."""

import socket
import subprocess

TIMEOUT_SECONDS = 60


class Machine:
    """A run that listens for a debugger on a port of its own choice."""

    def __init__(self, stavp, *arguments, wait=True):
        command = [stavp, "run", *arguments, "--gdb", "0"] + (["--gdb-wait"] if wait else [])
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        if "listening on 127.0.0.1:" not in line:
            raise SystemExit(f"no port: {line}{self.process.stderr.read()}")
        self.port = int(line.split("127.0.0.1:")[1].split(",")[0])

    def end(self):
        """(exit code, stdout, the rest of stderr), once the run has ended by itself."""
        out, errors = self.process.communicate(timeout=TIMEOUT_SECONDS)
        return self.process.returncode, out, errors

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def checksum(payload):
    return sum(payload) & 0xFF


def framed(payload):
    return b"$" + payload + b"#%02x" % checksum(payload)


def escaped(data):
    out = bytearray()
    for byte in data:
        if byte in b"$#}*":
            out += bytes([0x7D, byte ^ 0x20])
        else:
            out.append(byte)
    return bytes(out)


class Client:
    """A debugger made of raw packets."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.pending = b""
        self.acknowledges = True

    def close(self):
        self.socket.close()

    def send(self, raw):
        self.socket.sendall(raw)

    def byte(self):
        while not self.pending:
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("the machine has hung up")
            self.pending += more
        byte, self.pending = self.pending[:1], self.pending[1:]
        return byte

    def packet(self):
        """The payload of the next packet; acks before it are skipped."""
        while self.byte() != b"$":
            pass
        body = b""
        while (byte := self.byte()) != b"#":
            body += byte
        got = int(self.byte() + self.byte(), 16)
        assert got == checksum(body), f"checksum {got:02x} of {body}"
        if self.acknowledges:
            self.send(b"+")
        return body

    def ask(self, payload):
        self.send(framed(payload))
        return self.packet()
