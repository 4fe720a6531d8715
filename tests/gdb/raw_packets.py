"""usage: raw_packets.py STAVP DEBUGGEE FOR_EVER ASLEEP NAME: one promise of the gdb server, kept with raw packets."""

import sys
from time import sleep

from stavp_under_gdb import Client, Machine, escaped, framed

STAVP, DEBUGGEE, FOR_EVER, ASLEEP, NAME = sys.argv[1:6]
DDR = 0x80000000
SCRATCH = DDR + 0x100000


def little(value):
    return value.to_bytes(8, "little").hex().encode()


def equal(got, expected, what):
    if got != expected:
        sys.exit(f"{what}: expected {expected}, got {got}")


def memory_keeps_every_byte():
    """Each value of a byte at each place of a word: none is lost, whichever way it goes in and out."""
    data = bytes((7 * i + 1) % 255 + 1 for i in range(1021))  # no zero byte, an odd length
    binary = bytes(range(256)) * 3
    with Machine(STAVP, "--firmware", DEBUGGEE) as machine:
        client = Client(machine.port)
        equal(client.ask(b"M%x,%x:" % (SCRATCH + 1, len(data)) + data.hex().encode()), b"OK", "M")
        equal(client.ask(b"m%x,%x" % (SCRATCH + 1, len(data))), data.hex().encode(), "m")
        equal(client.ask(b"X%x,%x:" % (SCRATCH + 4093, len(binary)) + escaped(binary)), b"OK", "X across a page")
        equal(client.ask(b"m%x,%x" % (SCRATCH + 4093, len(binary))), binary.hex().encode(), "m across a page")
        buffer = 0x50000000
        equal(client.ask(b"M%x,8:1122334455667788" % buffer), b"OK", "M of a buffer")
        equal(client.ask(b"m%x,8" % buffer), b"1122334455667788", "m of a buffer")


def what_is_not_mapped_is_an_error():
    with Machine(STAVP, "--firmware", DEBUGGEE) as machine:
        client = Client(machine.port)
        equal(client.ask(b"m3000,4"), b"E0e", "read of a hole")
        equal(client.ask(b"M3000,4:01020304"), b"E0e", "write to a hole")
        equal(client.ask(b"mffffffffffffffff,8"), b"E0e", "read at the end of the address space")
        end_of_ddr = DDR + 512 * 1024 * 1024
        equal(len(client.ask(b"m%x,10" % (end_of_ddr - 4))) // 2, 4, "bytes before the end of DDR")
        equal(client.ask(b"M40010000,4:01020304"), b"E0e", "registers are not written by debuggers")


def registers_go_in_and_out():
    with Machine(STAVP, "--firmware", DEBUGGEE) as machine:
        client = Client(machine.port)
        for number in range(1, 32):
            equal(client.ask(b"P%x=%s" % (number, little(0x0123456789ABCDEF + number))), b"OK", f"P of x{number}")
        everything = client.ask(b"g")
        equal(len(everything), 33 * 16, "digits of g")
        for number in range(1, 32):
            got = everything[16 * number : 16 * number + 16]
            equal(got, little(0x0123456789ABCDEF + number), f"x{number} in g")
        equal(everything[:16], little(0), "x0")
        equal(client.ask(b"P0=%s" % little(5)), b"OK", "P of x0")
        equal(client.ask(b"p0"), little(0), "x0 stays 0")
        equal(client.ask(b"p20"), little(DDR), "pc at the entry")
        mscratch = 65 + 0x340
        equal(client.ask(b"P%x=%s" % (mscratch, little(0x1111222233334444))), b"OK", "P of mscratch")
        equal(client.ask(b"p%x" % mscratch), little(0x1111222233334444), "mscratch")
        equal(client.ask(b"p%x" % (65 + 0x180)), b"E16", "satp does not exist")
        equal(client.ask(b"P%x=%s" % (65 + 0xF14, little(1))), b"E16", "mhartid is read-only")
        changed = bytearray(everything)
        changed[16 * 10 : 16 * 11] = little(0x2122232425262728)
        equal(client.ask(b"G" + bytes(changed)), b"OK", "G")
        equal(client.ask(b"pa"), little(0x2122232425262728), "a0 after G")


def a_monitor_command_breaks_something_at_once_and_lists_it():
    with Machine(STAVP, "--firmware", DEBUGGEE) as machine:
        client = Client(machine.port)

        def monitor(line):
            return bytes.fromhex(client.ask(b"qRcmd," + line.encode().hex().encode()).decode()).decode()

        equal(monitor("fault"), "no faults\n", "list of nothing")
        buffer = 0x50000000
        equal(client.ask(b"M%x,8:1122334455667788" % buffer), b"OK", "M of a buffer")
        flip = "bit_flip memory=weight address=0x50000000 bits=0,63"
        listed = "  kind: bit_flip, memory: weight, address: 0x50000000, bits: [0, 63], at_ns: 0\n"
        equal(monitor("fault " + flip), "fired at 0 ns" + listed, "while the machine stands")
        equal(client.ask(b"m%x,8" % buffer), b"1022334455667708", "the flipped bits")
        wrong = "fault: memory: must be one of ddr, weight, input, intermediate, output, got 'wheight' "
        equal(monitor("fault bit_flip memory=wheight"), wrong + "(did you mean 'weight'?)\n", "a wrong word")
        client.ask(b"s")
        client.ask(b"s")
        equal(monitor("fault"), "fired at 0 ns" + listed, "after a step")
        equal(client.ask(b"m%x,8" % buffer), b"1022334455667708", "they flip once")


def damaged_packets_are_asked_for_again():
    with Machine(STAVP, "--firmware", DEBUGGEE) as machine:
        client = Client(machine.port)
        client.send(b"$g#00")
        equal(client.byte(), b"-", "answer to a wrong checksum")
        client.send(b"garbage" + framed(b"p20"))
        equal(client.byte(), b"+", "acknowledgement")
        equal(client.packet(), little(DDR), "pc")
        client.send(b"-")
        equal(client.packet(), little(DDR), "the same again after a nack")
        equal(client.ask(b"QStartNoAckMode"), b"OK", "no-ack mode")
        client.acknowledges = False
        client.send(framed(b"p20"))
        equal(client.byte(), b"$", "no acknowledgement in no-ack mode")


def too_long_a_packet_is_damaged_and_does_not_end_it():
    with Machine(STAVP, "--firmware", DEBUGGEE) as machine:
        client = Client(machine.port)
        client.send(framed(b"X%x,100000:" % SCRATCH + b"a" * 0x100000))
        equal(client.byte(), b"-", "answer")
        equal(client.ask(b"p20"), little(DDR), "pc")


def unknown_packets_get_an_empty_answer():
    with Machine(STAVP, "--firmware", DEBUGGEE) as machine:
        client = Client(machine.port)
        for packet in (b"vMustReplyEmpty", b"qFuture", b"b", b"Z9,0,0", b"!", b"qXfer:auxv:read::0,10"):
            equal(client.ask(packet), b"", packet.decode())
        for packet in (b"m", b"m,", b"mxyz,4", b"M80000000,2:00", b"P20", b"p", b"G00", b"Z0,,", b"vCont;x", b"qRcmd,0"):
            equal(client.ask(packet)[:1], b"E", packet.decode())


def a_break_stops_a_running_machine_and_time_with_it():
    def time():
        return bytes.fromhex(client.ask(b"qRcmd," + b"time".hex().encode()).decode()).decode()

    with Machine(STAVP, "--firmware", FOR_EVER) as machine:
        client = Client(machine.port)
        client.send(framed(b"c"))
        sleep(0.1)
        client.send(b"\x03")
        equal(client.packet(), b"T02thread:1;", "stop")
        before = time()
        pc = client.ask(b"p20")
        equal(time(), before, "time while the hart stands still")
        equal(client.ask(b"p20"), pc, "pc while the hart stands still")
        client.send(framed(b"c"))
        sleep(0.1)
        client.send(b"\x03")
        equal(client.packet(), b"T02thread:1;", "second stop")
        if time() == before:
            sys.exit("time has not gone on while the machine ran")


def a_debugger_may_leave_and_come_back():
    with Machine(STAVP, "--firmware", FOR_EVER, wait=False) as machine:
        for _ in range(3):
            client = Client(machine.port)
            equal(client.ask(b"?"), b"T02thread:1;", "a machine halts for a new debugger")
            equal(client.ask(b"Z0,%x,4" % (DDR + 2)), b"OK", "breakpoint")
            equal(client.ask(b"D"), b"OK", "detach")
            client.close()
        client = Client(machine.port)  # one that goes without a word
        equal(client.ask(b"?"), b"T02thread:1;", "stop")
        client.close()
        client = Client(machine.port)
        equal(client.ask(b"?"), b"T02thread:1;", "stop")
        client.send(framed(b"k"))
        code, _, errors = machine.end()
        equal(code, 1, f"exit code of a killed run ({errors})")


def a_sleep_without_end_is_shown_to_the_debugger():
    with Machine(STAVP, "--firmware", ASLEEP) as machine:
        client = Client(machine.port)
        equal(client.ask(b"c"), b"T02thread:1;", "stop")
        equal(client.ask(b"c"), b"T02thread:1;", "stop again")
        equal(client.ask(b"D"), b"OK", "detach")
        code, _, errors = machine.end()
        equal(code, 1, f"exit code ({errors})")


def the_end_of_the_program_is_told_with_its_code():
    with Machine(STAVP, "--firmware", DEBUGGEE) as machine:
        client = Client(machine.port)
        equal(client.ask(b"c"), b"W00", "end")
        equal(machine.end()[0], 0, "exit code")


def a_step_takes_one_instruction():
    with Machine(STAVP, "--firmware", DEBUGGEE) as machine:
        client = Client(machine.port)
        minstret = 65 + 0xB02
        for count in range(1, 6):
            equal(client.ask(b"vCont;s:1"), b"T05thread:1;", "stop")
            equal(client.ask(b"p%x" % minstret), little(count), "minstret")


globals()[NAME]()
