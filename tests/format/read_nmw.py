"""A minimal reader of .nmw files, written from docs/workload-format.md alone: standard library only.

    read_nmw.py FILE                     check every CRC
    read_nmw.py FILE TENSOR DENSE_FILE   also decode TENSOR and compare with the int8 bytes in DENSE_FILE
"""
import struct
import sys
import zlib

HEADER = struct.Struct("<4I3Q6I40s6I")
SECTION = struct.Struct("<2I3Q")
TENSOR = struct.Struct("<40s7If7Q")
LAYER = struct.Struct("<40s12I2i3I5I")
SEQUENCE = struct.Struct("<IiII")
ALIGN = 64


def text(field):
    return field.split(b"\0")[0].decode("ascii")


def align_up(n):
    return (n + ALIGN - 1) // ALIGN * ALIGN


class Fields:
    def __init__(self, names, values):
        self.__dict__.update(zip(names.split(), values))


def read_tensor(record):
    t = Fields("name dtype encoding storage rows cols n m scale offset bytes row_stride map_offset map_bytes "
               "map_stride golden", record)
    t.name = text(t.name)
    return t


def read_layer(record):
    l = Fields("name op flags input0 input1 weight params output rows k cols heads head_dim mult0 mult1 shift0 "
               "shift1 eps_q", record)
    l.name = text(l.name)
    return l


class Workload:
    def __init__(self, path):
        with open(path, "rb") as f:
            self.data = f.read()
        h = HEADER.unpack_from(self.data)
        self.header = Fields("magic version crc section_count file_bytes ddr_bytes arena_bytes layer_count "
                             "tensor_count sequence_count seq input output name", h)
        if self.header.magic != 0x31574D4E or self.header.version not in (1, 2):
            raise ValueError("no .nmw file of version 1 or 2")
        if self.header.file_bytes != len(self.data):
            raise ValueError("the file has another length than its header states")
        table_end = HEADER.size + self.header.section_count * SECTION.size
        head = bytearray(self.data[:table_end])
        head[8:12] = bytes(4)
        if zlib.crc32(head) != self.header.crc:
            raise ValueError("CRC of the header")
        self.sections = {}
        for i in range(self.header.section_count):
            s = Fields("kind crc offset bytes", SECTION.unpack_from(self.data, HEADER.size + i * SECTION.size))
            if zlib.crc32(self.data[s.offset:s.offset + s.bytes]) != s.crc:
                raise ValueError("CRC of section %d" % s.kind)
            self.sections[s.kind] = s
        self.layers = [read_layer(r) for r in self.records(1, LAYER)]
        self.tensors = [read_tensor(r) for r in self.records(2, TENSOR)]
        self.valid, self.pool_mult, self.pool_shift, _ = zip(*self.records(3, SEQUENCE))

    def records(self, kind, layout):
        s = self.sections[kind]
        return [layout.unpack_from(self.data, s.offset + i * layout.size) for i in range(s.bytes // layout.size)]

    def matrix(self, t, offset=None):
        """Rows of integers of a dense tensor; with `offset` the tightly packed bytes there (golden)."""
        code = {1: "b", 2: "B", 3: "h", 4: "i"}[t.dtype]
        stride = t.row_stride if offset is None else t.cols * struct.calcsize(code)
        base = t.offset if offset is None else offset
        return [list(struct.unpack_from("<%d%s" % (t.cols, code), self.data, base + r * stride))
                for r in range(t.rows)]

    def weights(self, t):
        """Rows of a weight, dense or compressed."""
        if t.encoding == 0:
            return self.matrix(t)
        if t.encoding == 2:
            return [self.indexed_row(t, r) for r in range(t.rows)]
        rows = []
        for r in range(t.rows):
            row = [0] * t.cols
            for k in range(t.cols):
                group, position = divmod(k, t.m)
                bit = lambda i: self.data[t.map_offset + r * t.map_stride + i // 8] >> (i % 8) & 1
                if bit(k):
                    rank = sum(bit(group * t.m + j) for j in range(position))
                    at = t.offset + r * t.row_stride + group * t.n + rank
                    row[k] = struct.unpack_from("<b", self.data, at)[0]
            rows.append(row)
        return rows

    def indexed_row(self, t, r):
        """Row r of a weight in index encoding."""
        values = struct.unpack_from("<%db" % t.row_stride, self.data, t.offset + r * t.row_stride)
        at = t.map_offset + r * t.map_stride
        stream = int.from_bytes(self.data[at:at + t.map_stride], "little")
        bits = (t.m - 1).bit_length()
        row = [0] * t.cols
        for slot, value in enumerate(values):
            index = stream >> (slot * bits) & ((1 << bits) - 1)
            if slot % t.n and index <= previous:
                raise ValueError("'%s': indices that do not rise" % t.name)
            previous = index
            column = slot // t.n * t.m + index
            if column < t.cols:
                row[column] = value
            elif value:
                raise ValueError("'%s': a value beyond the last column" % t.name)
        if stream >> (len(values) * bits):
            raise ValueError("'%s': index bits beyond the last group" % t.name)
        return row


def main(args):
    workload = Workload(args[0])
    if len(args) == 1:
        return
    tensor = next(t for t in workload.tensors if t.name == args[1])
    with open(args[2], "rb") as f:
        dense = f.read()
    decoded = b"".join(struct.pack("<%db" % tensor.cols, *row) for row in workload.weights(tensor))
    if decoded != dense:
        raise ValueError("'%s' decodes to other values" % tensor.name)
    print("%s: %d values equal" % (tensor.name, len(dense)))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except ValueError as error:
        sys.exit("read_nmw: %s" % error)
