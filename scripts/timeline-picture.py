#!/usr/bin/env python3
"""Draws timeline.json of `stavp run --trace timeline` as an SVG: what each engine did, layer by layer.

usage: timeline-picture.py TIMELINE.json PICTURE.svg [FROM_US TO_US]

A column of an engine's row is as high as the share of its time in which the engine was busy, in the colour of the
layer; the grey behind it is the time of a command in which it waited. Needs nothing but Python.
"""

import json
import sys
from collections import defaultdict
from xml.sax.saxutils import escape

WIDTH, LEFT, ROW, GAP, TOP = 1300, 84, 34, 9, 32
COLOURS = ("#4269d0", "#efb118", "#ff725c", "#3ca951", "#a463f2", "#97bbf5", "#9c6b4e", "#e377c2", "#17a2a2", "#7f7f7f")
WAITING, READ, WRITE, AWAKE = "#d8d8d8", "#6c8ebf", "#d79b00", "#7a7a7a"


def refuse(reason):
    sys.exit(f"timeline-picture: {reason}")


class Picture:
    def __init__(self, begin, end):
        self.begin, self.end = begin, end
        self.scale = (WIDTH - LEFT) / (end - begin)
        self.parts = []
        self.top = self.y = TOP

    def x(self, time):
        return LEFT + (min(max(time, self.begin), self.end) - self.begin) * self.scale

    def text(self, x, y, text, size=12, anchor="start"):
        self.parts.append(f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" text-anchor="{anchor}">{escape(text)}</text>')

    def row(self, label, layers):
        """`layers`: from the back to the front, (colour, [(begin, end, share)]); columns of one pixel."""
        self.text(LEFT - 8, self.y + ROW * 0.65, label, 13, "end")
        self.parts.append(f'<path d="M{LEFT} {self.y + ROW + 0.5}H{WIDTH}" stroke="#bbb"/>')
        heights = [0.0] * (WIDTH - LEFT)
        for colour, slices in layers:
            columns = [0.0] * (WIDTH - LEFT)
            for begin, end, share in slices:
                first, last = self.x(begin) - LEFT, self.x(end) - LEFT
                for column in range(int(first), min(int(last) + 1, len(columns))):
                    columns[column] += share * max(0.0, min(last, column + 1) - max(first, column))
            path, column = [], 0
            while column < len(columns):
                base, height = round(heights[column]), round(columns[column] * ROW)
                run = column
                while run < len(columns) and round(heights[run]) == base and round(columns[run] * ROW) == height:
                    run += 1
                if height > 0:
                    path.append(f"M{LEFT + column} {self.y + ROW - base}v{-height}h{run - column}v{height}z")
                column = run
            for i, value in enumerate(columns):
                heights[i] += value * ROW
            if path:
                self.parts.append(f'<path fill="{colour}" d="{"".join(path)}"/>')
        self.y += ROW + GAP

    def axis(self):
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 1e5, 1e9) if (self.end - self.begin) / s <= 16)
        tick = -(-self.begin // step) * step
        while tick <= self.end:
            self.parts.append(f'<path d="M{self.x(tick):.0f} {self.top - 4}V{self.y}" stroke="#ccc" stroke-dasharray="2 3"/>')
            self.text(self.x(tick), self.y + 14, f"{tick:g}", 12, "middle")
            tick += step
        self.text(WIDTH, self.y + 32, "simulated time, \u00b5s", 12, "end")

    def svg(self):
        height = self.y + 40
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH + 10} {height}" font-family="sans-serif">'
                f'<rect width="100%" height="100%" fill="white"/>{"".join(self.parts)}</svg>\n')


def read(path):
    """Tracks by name: slices (begin, end, name, category, args) in microseconds; and the layers."""
    try:
        events = json.load(open(path, encoding="utf-8"))["traceEvents"]
    except (OSError, ValueError, KeyError) as error:
        refuse(f"{path}: {error}")
    names, open_slices, tracks, layers, begun = {}, defaultdict(list), defaultdict(list), [], {}
    for event in sorted(events, key=lambda e: e["ts"]):
        place = event["pid"], event["tid"]
        phase, time, args = event["ph"], event["ts"], event.get("args", {})
        if phase == "M" and event["name"] == "thread_name":
            names[place] = args["name"]
        elif phase == "B":
            open_slices[place].append((time, event["name"], event["cat"], args))
        elif phase == "E":
            begin, name, category, begin_args = open_slices[place].pop()
            tracks[place].append((begin, time, name, category, begin_args))
        elif phase == "b":
            begun[event["id"]] = time
        elif phase == "e":
            layers.append((begun.pop(event["id"]), time, event["name"]))
    return {names[place]: slices for place, slices in tracks.items()}, layers


def draw_layers(picture, layers, colour_of):
    ends = [0.0]
    for begin, end, name in sorted(layers):
        lane = next((i for i, used in enumerate(ends) if used <= begin), len(ends))
        ends[lane:lane + 1] = [end]
        x, width = picture.x(begin), picture.x(end) - picture.x(begin)
        if width <= 0:
            continue
        y = 4 + lane * 19
        picture.parts.append(f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="17" fill="{colour_of(name)}" '
                             f'fill-opacity="0.45" stroke="{colour_of(name)}"/>')
        short = name.removeprefix("layer")
        if width > 6.2 * len(short) + 2:
            picture.text(x + width / 2, y + 12, short, 11, "middle")
    picture.top = picture.y = TOP + (len(ends) - 1) * 19


def draw_engine(picture, name, slices, colour_of):
    commands = [s for s in slices if s[3] == "command"]
    busy = defaultdict(list)
    at = 0
    waiting = [(b, e, 1.0) for b, e, *_ in commands]
    for begin, end, *_ in sorted(s for s in slices if s[3] == "busy"):
        while at < len(commands) and commands[at][1] <= begin:
            at += 1
        layer = commands[at][4].get("layer", "") if at < len(commands) else ""
        busy[layer].append((begin, end, 1.0))
        waiting.append((begin, end, -1.0))
    picture.row(name, [(colour_of(layer), spans) for layer, spans in busy.items()] + [(WAITING, waiting)])


def main(arguments):
    if len(arguments) not in (2, 4):
        refuse("usage: timeline-picture.py TIMELINE.json PICTURE.svg [FROM_US TO_US]")
    tracks, layers = read(arguments[0])
    last = max(end for slices in tracks.values() for _, end, *_ in slices)
    begin, end = (float(a) for a in arguments[2:]) if len(arguments) == 4 else (0.0, last)
    if not begin < end:
        refuse("an empty range of time")
    order = [name for *_, name in sorted(layers)]
    colours = {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(order)}

    def colour_of(layer):
        return colours.get(layer, "#555555")

    picture = Picture(begin, end)
    draw_layers(picture, layers, colour_of)
    for name in ["sta", "softmax", "vector"] + sorted(n for n in tracks if n.startswith("dma")):
        draw_engine(picture, name, sorted(tracks.get(name, [])), colour_of)
    for name in sorted(n for n in tracks if n.startswith("ddr") and n.endswith("data")):
        clocks = max(s[1] - s[0] for s in tracks[name]) and min((s[1] - s[0]) / s[4]["clocks"] for s in tracks[name])
        rows = [(colour, [(b, e, a["clocks"] * clocks / (e - b)) for b, e, n, _, a in tracks[name] if n == kind])
                for kind, colour in (("read", READ), ("write", WRITE))]
        picture.row(name.removesuffix(" data"), rows)
    asleep = [(b, e, -1.0) for b, e, n, *_ in tracks.get("cpu", []) if n == "wfi"]
    run_end = max((s[1] for s in tracks.get("cpu", [])), default=0)
    picture.row("cpu", [(AWAKE, [(0, run_end, 1.0)] + asleep)])
    picture.axis()
    picture.text(LEFT, picture.y + 32, "height: share of time busy, in the colour of the layer; light grey: a command waits; "
                 "ddr: reads blue, writes orange; cpu: awake", 12)
    with open(arguments[1], "w", encoding="utf-8") as out:
        out.write(picture.svg())


if __name__ == "__main__":
    main(sys.argv[1:])
