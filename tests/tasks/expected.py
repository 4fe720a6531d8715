#!/usr/bin/env python3
"""Writes expected.json: what the tests compare with, computed a second time from the texts of docs/tasks.md, wndb(5WN)
and the IDX format. Needs the Debian packages dataset-fashion-mnist and wordnet-base.

usage: expected.py > expected.json
"""
import collections
import gzip
import json
import math
import re
import struct

MASK = 2**64 - 1


class Random:
    """xoshiro256** seeded by splitmix64, one stream per name."""

    def __init__(self, seed, name):
        fnv = 0xCBF29CE484222325
        for byte in name.encode():
            fnv = (fnv ^ byte) * 0x100000001B3 & MASK
        _, first = self.splitmix(seed)
        counter, self.state = first ^ fnv, []
        for _ in range(4):
            counter, word = self.splitmix(counter)
            self.state.append(word)

    @staticmethod
    def splitmix(state):
        state = state + 0x9E3779B97F4A7C15 & MASK
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        return state, z ^ z >> 31

    def next(self):
        def rotate(x, k):
            return (x << k | x >> (64 - k)) & MASK

        s = self.state
        result = rotate(s[1] * 5 & MASK, 7) * 9 & MASK
        t = s[1] << 17 & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)
        return result


def float32(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def xavier(seed, name, count, fan_in, fan_out):
    random, limit = Random(seed, name), math.sqrt(6 / (fan_in + fan_out))
    return [float32(((random.next() >> 40) - 2**23) / 2**23 * limit) for _ in range(count)]


def normal(seed, name, count, deviation):
    random = Random(seed, name)
    return [float32((sum(random.next().to_bytes(8, "little")) - 1020) * (deviation / 209.0215)) for _ in range(count)]


def synthetic(seed, part, index, classes=8, rows=16, columns=8, noise=70):
    def draw(random):
        return random.next() % 2048 - 1024

    motif_random = Random(seed, f"motif {index % classes}")
    motif = [draw(motif_random) for _ in range(3 * columns)]
    random = Random(seed, f"{part} {index}")
    shortest = rows - rows // 2
    length = shortest + random.next() % (rows - shortest + 1)
    start = random.next() % (length - 2) * columns
    values = [int(draw(random) * noise / 100) for _ in range(length * columns)]
    for i, value in enumerate(motif):
        values[start + i] += value
    return {"rows": length, "values": [value / 1024 for value in values]}


def split(texts, seed):
    return sorted(texts, key=lambda text: (Random(seed, text).next(), text))


def definition(gloss):
    return re.sub(r"[ ;:,(]*$", "", gloss.split('"')[0].strip(" "))


def wordnet(seed):
    classes, synsets = collections.defaultdict(set), 0
    with open("/usr/share/wordnet/data.noun", encoding="ascii") as lines:
        for line in lines:
            if line.startswith("  "):
                continue
            synsets += 1
            fields, gloss = line.rstrip("\n").split(" | ", 1)
            classes[definition(gloss)].add(int(fields.split()[1]) - 3)
    order = split([text for text, files in classes.items() if len(files) == 1], seed)
    tests = len(order) // 10
    fnv = 0xCBF29CE484222325
    for byte in "".join(text + "\n" for text in order[:tests]).encode():
        fnv = (fnv ^ byte) * 0x100000001B3 & MASK
    counts = [0] * 26
    for text in order:
        counts[next(iter(classes[text]))] += 1
    return {
        "synsets": synsets,
        "definitions": len(order),
        "ambiguous": sum(len(files) > 1 for files in classes.values()),
        "test": tests,
        "per_class": counts,
        "majority": max(counts) / len(order),
        "seed": seed,
        "first_of_test": order[:3],
        "first_of_training": order[tests : tests + 3],
        "fnv1a_of_test": f"{fnv:016x}",
    }


def fashion(part):
    folder = "/usr/share/datasets/fashion-mnist/"
    pixels = gzip.open(f"{folder}{part}-images-idx3-ubyte.gz").read()[16:]
    labels = gzip.open(f"{folder}{part}-labels-idx1-ubyte.gz").read()[8:]
    return {
        "images": len(labels),
        "pixel_sum": sum(pixels),
        "first_labels": list(labels[:8]),
        "first_image": list(pixels[:784]),
    }


def encode(value, depth=0):
    """One line per entry of the outer two levels."""
    if isinstance(value, dict) and depth < 2:
        entries = (f"{json.dumps(key)}: {encode(entry, depth + 1)}" for key, entry in value.items())
        return "{" + ",\n ".join(entries) + "}"
    return json.dumps(value)


small = [f"thing number {i}" for i in range(20)]
print(
    encode(
        {
            "weights": {
                "seed": 5,
                "layer0.qkv.weight": xavier(5, "layer0.qkv.weight", 4, 64, 64),
                "head.weight": xavier(5, "head.weight", 4, 64, 10),
                "positions.weight": normal(5, "positions.weight", 4, 0.02),
            },
            "synthetic": {"seed": 9, "training 3": synthetic(9, "training", 3), "test 0": synthetic(9, "test", 0)},
            "split": {"seed": 7, "order": [small.index(text) for text in split(small, 7)]},
            "wordnet": wordnet(1),
            "fashion": {"train": fashion("train"), "t10k": fashion("t10k")},
        }
    )
)
