"""Executes a workload by docs/arithmetic.md in plain Python and compares with the golden tensors. Slow: small files.

    second_opinion.py FILE
"""
import math
import struct
import sys

from read_nmw import Workload, align_up

RANGE = {1: (-128, 127), 2: (0, 255), 3: (-32768, 32767)}


def rq(v, mult, shift):
    return (v * mult + (1 << (shift - 1))) >> shift


def sat(v, dtype):
    low, high = RANGE[dtype]
    return min(max(v, low), high)


def transpose(a):
    return [list(column) for column in zip(*a)]


def product(x, w):
    return [[sum(a * b for a, b in zip(row, column)) for column in w] for row in x]


def exponential(d):
    q, f = d >> 8, d & 255
    return 0 if q > 31 else (((500 - f) ** 2 * 11288 >> 16) + 22544) >> q


def softmax(row, columns):
    e = [exponential(max(row[:columns]) - x) for x in row[:columns]]
    s = sum(e)
    return [sat((x * 255 + s // 2) // s, 2) for x in e] + [0] * (len(row) - columns)


def gemm(w, l, x, out):
    params = w.tensors[l.params]
    channels = [struct.unpack_from("<iiII", w.data, params.offset + 16 * c) for c in range(l.cols)]
    floor = 0 if l.flags & 1 else -1 << 62
    return [[sat(max(floor, rq(c[0] + v, c[1], c[2])), out) for v, c in zip(row, channels)]
            for row in product(x, w.weights(w.tensors[l.weight]))]


def attention(w, l, x, out):
    dh, d, seq = l.head_dim, l.heads * l.head_dim, w.header.seq
    y = [[0] * d for _ in x]
    for b, valid in enumerate(w.valid):
        rows = x[b * seq:(b + 1) * seq]
        for h in range(l.heads):
            q, k, v = ([row[p * d + h * dh:p * d + (h + 1) * dh] for row in rows] for p in range(3))
            s = [[sat(rq(e, l.mult0, l.shift0), 3) for e in row] for row in product(q, k)]
            p = [softmax(row, min(valid, r + 1) if l.flags & 2 else valid) for r, row in enumerate(s)]
            for r, row in enumerate(product(p, transpose(v))):
                y[b * seq + r][h * dh:(h + 1) * dh] = [sat(rq(e, l.mult1, l.shift1), 1) for e in row]
    return y


def layernorm(w, l, x, out):
    params = w.tensors[l.params].offset
    gamma = struct.unpack_from("<%dh" % l.cols, w.data, params)
    beta = struct.unpack_from("<%di" % l.cols, w.data, params + align_up(2 * l.cols))
    y = []
    for row in x:
        d = len(row)
        mean = (256 * sum(row) + (d >> 1)) // d
        c = [256 * v - mean for v in row]
        std = math.isqrt(sum(v * v for v in c) // d + l.eps_q) or 1
        n = [(v * ((1 << 32) // std) + (1 << 19)) >> 20 for v in c]
        affine = [min(max(a * g + o, -1 << 31), (1 << 31) - 1) for a, g, o in zip(n, gamma, beta)]
        y.append([sat(rq(v, l.mult0, l.shift0), out) for v in affine])
    return y


def run(w, l, values):
    x, out = values[l.input0], w.tensors[l.output].dtype
    if l.op == 1:
        return gemm(w, l, x, out)
    if l.op == 2:
        return attention(w, l, x, out)
    if l.op == 3:
        return layernorm(w, l, x, out)
    if l.op == 4:
        return [[sat((a * l.mult0 + b * l.mult1 + (1 << (l.shift0 - 1))) >> l.shift0, out) for a, b in zip(p, q)]
                for p, q in zip(x, values[l.input1])]
    if l.op == 5:
        return [[sat(rq(v, l.mult0, l.shift0), out) for v in row] for row in x]
    if l.op == 6:
        table = w.matrix(w.tensors[l.params])[0]
        return [[table[v & 255] for v in row] for row in x]
    seq = w.header.seq
    return [[sat(rq(sum(column), m, s), out) for column in zip(*x[b * seq:b * seq + valid])]
            for b, (valid, m, s) in enumerate(zip(w.valid, w.pool_mult, w.pool_shift))]


def main(path):
    w = Workload(path)
    values = {w.header.input: w.matrix(w.tensors[w.header.input])}
    for l in w.layers:
        tensor = w.tensors[l.output]
        values[l.output] = run(w, l, values)
        if values[l.output] != w.matrix(tensor, tensor.golden):
            sys.exit("second_opinion: layer '%s' differs" % l.name)
    print("%d layers equal" % len(w.layers))


if __name__ == "__main__":
    main(sys.argv[1])
