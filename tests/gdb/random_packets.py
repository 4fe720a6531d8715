"""usage: random_packets.py STAVP FOR_EVER COUNT SEED: random and damaged packets neither crash nor hang the server."""

import random
import sys

from stavp_under_gdb import Client, Machine, escaped, framed

STAVP, FOR_EVER, COUNT, SEED = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
DDR = 0x80000000
ENDERS = (b"D", b"k", b"vKill", b"qRcmd,7265736574")
STARTERS = (b"c", b"s", b"vCont;c", b"vCont;C", b"vCont;s", b"vCont;S")
rng = random.Random(SEED)


def number():
    return b"%x" % rng.choice([rng.randrange(16), rng.getrandbits(64), DDR + rng.randrange(1 << 20), 0xFFFFFFFFFFFFFFFF])


def data():
    return bytes(rng.randrange(256) for _ in range(rng.randrange(40)))


def sensible():
    """A packet of a known kind with any numbers."""
    kind = rng.choice(b"? g p P m M X Z z c s H T q Q v G".split())
    if kind in (b"m", b"Z", b"z"):
        return kind + (number() if kind == b"m" else b"%d," % rng.randrange(6) + number()) + b"," + number()
    if kind in (b"M", b"X"):
        # Not over the program: it must go on for ever.
        content = data()
        payload = content.hex().encode() if kind == b"M" else escaped(content)
        return kind + b"%x,%x:" % (DDR + 0x200000 + rng.randrange(1 << 20), len(content)) + payload
    if kind == b"p":
        return kind + number()
    if kind == b"P":
        return b"P%x=%s" % (rng.choice([5, 6, 7, 28, 65 + 0x340, rng.getrandbits(20) + 70]), data().hex().encode())
    if kind == b"q":
        return rng.choice(
            [
                b"qSupported:" + data().hex().encode(),
                b"qXfer:features:read:target.xml:" + number() + b"," + number(),
                b"qXfer:memory-map:read::" + number() + b"," + number(),
                b"qRcmd," + rng.choice([b"help", b"regs sta", b"reg sta.ROWS", b"stalls", b"buffer weight 0 64", data()]).hex().encode(),
                b"qC",
                b"qfThreadInfo",
            ]
        )
    if kind == b"v":
        return rng.choice([b"vCont?", b"vCont;c", b"vCont;s:1", b"vMustReplyEmpty", b"vCont;", b"v" + data().hex().encode()])
    if kind == b"G":
        return b"G" + data().hex().encode()
    if kind == b"Q":
        return b"Q" + data().hex().encode()
    return kind


def raw():
    """Bytes to send, and whether they are a whole packet that is answered."""
    payload = sensible()
    if payload[:1] not in b"PGcs" and rng.random() < 0.2:  # these would make the program end when they go wrong
        payload = bytearray(payload)
        for _ in range(rng.randrange(1, 4)):
            payload.insert(rng.randrange(len(payload) + 1), rng.choice(b"abcdef0123456789,;:=%!~"))
        payload = bytes(payload)
    if payload.startswith(ENDERS):
        payload = b"?"
    if rng.random() < 0.05:
        return rng.choice([b"$" + payload, b"#00", b"+", b"-", b"}", data().replace(b"$", b""), b"$" + payload + b"#zz"]), payload, False
    return framed(payload), payload, True


with Machine(STAVP, "--firmware", FOR_EVER) as machine:
    client = Client(machine.port)
    client.socket.settimeout(20)
    for sent in range(COUNT):
        bytes_out, payload, whole = raw()
        client.send(bytes_out)
        if not whole or payload.startswith(STARTERS):
            client.send(b"\x03")
        if whole:
            try:
                client.packet()
            except (TimeoutError, ConnectionError) as error:
                sys.exit(f"packet {sent}, {payload}: {error}; the run's exit code is {machine.process.poll()}")
    # Whatever the state: after the packets that are on their way, it answers as ever.
    client.send(b"\x03")
    client.send(framed(b"qC"))
    while client.packet() != b"QC1":
        pass
    client.send(framed(b"k"))
    code, _, errors = machine.end()
    if code != 1 or "ended by the debugger" not in errors:
        sys.exit(f"exit code {code}: {errors}")
