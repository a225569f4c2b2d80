"""Draws what drnn writes, as SVG, without a display and with nothing but Python's own library.

    draw.py waveform FILE.vcd OUT.svg    of `drnn run --vcd`; FILE.states.txt lies beside it
    draw.py timeline FILE.json OUT.svg   of `drnn run --timeline`
    draw.py account FILE.json OUT.svg    of `drnn explain --by step --json`
"""

import json
import pathlib
import sys

import svg

WIDTH, LEFT, ROW = 960, 190, 24
PLOT = WIDTH - LEFT - 20

# Of the many signals of a waveform, the way of a delta from the scan to the new h.
SIGNALS = ["delta_unit.cause", "delta_fifo.pushed", "delta_fifo.level", "mxv_unit.cause",
           "mxv_unit.issue", "mxv_unit.column", "activation_pipeline.cause",
           "activation_pipeline.issue", "output_fifo.level", "write_dma.cause"]
TRACKS = ["delta_unit", "delta_fifo", "mxv_unit", "activation_pipeline", "state_memory",
          "sequencer", "output_fifo", "write_dma"]


def colours(names):
    return dict(zip(sorted(names), svg.PALETTE * (1 + len(names) // len(svg.PALETTE))))


def read_vcd(path):
    """Signals by scope.name: [(time, value)]; names of states; period and end, in ps."""
    period, scopes, names, changes, time = 1, [], {}, {}, 0
    for line in path.read_text().splitlines():
        words = line.split()
        if line.startswith("$comment"):
            period = int(words[-3])
        elif line.startswith("$scope"):
            scopes.append(words[2])
        elif line.startswith("$upscope"):
            scopes.pop()
        elif line.startswith("$var"):
            names[words[3]] = ".".join(scopes[-1:] + [words[4]])
            changes.setdefault(names[words[3]], [])
        elif line.startswith("#"):
            time = int(line[1:])
        elif line and line[0] in "01":
            changes[names[line[1:]]].append((time, int(line[0])))
        elif line.startswith("b"):
            changes[names[words[1]]].append((time, int(words[0][1:], 2)))
    states = {}
    for line in path.with_suffix(".states.txt").read_text().splitlines():
        words = line.split()
        if len(words) == 2 and words[0].isdigit():
            states[int(words[0])] = words[1]
    return changes, states, period, time


def draw_flag(drawing, y, spans, x_of):
    points = []
    for begin, end, value in spans:
        level = y + (4 if value else ROW - 6)
        points += [(x_of(begin), level), (x_of(end), level)]
    drawing.path(points, "#2f4b6e")


def draw_values(drawing, y, spans, x_of, name_of, colour_of):
    for begin, end, value in spans:
        width = x_of(end) - x_of(begin)
        name = name_of(value)
        drawing.rectangle(x_of(begin), y + 3, max(width - 0.6, 0.4), ROW - 8, colour_of(value),
                          name)
        drawing.fitting_text(x_of(begin), y + 15, width, name)


def draw_waveform(source, out):
    changes, states, period, end = read_vcd(source)
    first = min(time for values in changes.values() for time, _ in values)
    drawing = svg.Drawing(WIDTH)

    def x_of(time):
        return LEFT + PLOT * (time - first) / (end - first)

    palette = colours(states.values())
    for i, signal in enumerate(SIGNALS):
        y = 6 + ROW * i
        drawing.text(LEFT - 8, y + 15, signal, "end")
        values = changes[signal]
        ends = [time for time, _ in values[1:]] + [end]
        spans = [(time, until, value) for (time, value), until in zip(values, ends)]
        if signal.endswith("issue"):
            draw_flag(drawing, y, spans, x_of)
        elif signal.endswith("cause"):
            draw_values(drawing, y, spans, x_of, lambda v: states[v], lambda v: palette[states[v]])
        else:
            draw_values(drawing, y, spans, x_of, str, lambda v: "#dfe6ee" if v else "#f6f6f6")
    drawing.axis(LEFT, 10 + ROW * len(SIGNALS), PLOT, first / period, end / period, 10, "cycle")
    drawing.save(out, ROW * len(SIGNALS) + 46)


def depths(slices):
    """How many slices of the track each one lies in."""
    open_ends, result = [], []
    for one in slices:
        while open_ends and open_ends[-1] <= one["args"]["cycle"]:
            open_ends.pop()
        result.append(len(open_ends))
        open_ends.append(one["args"]["cycle"] + one["args"]["cycles"])
    return result


def draw_timeline(source, out):
    events = json.loads(source.read_text())["traceEvents"]
    tracks = {e["args"]["name"]: e["tid"] for e in events if e["name"] == "thread_name"}
    slices = [e for e in events if e["ph"] == "X" and "cycle" in e["args"]]
    first = min(e["args"]["cycle"] for e in slices)
    last = max(e["args"]["cycle"] + e["args"]["cycles"] for e in slices)
    height = 18
    palette = colours({e["name"].split()[0] for e in slices})
    drawing, y = svg.Drawing(WIDTH), 6
    for track in TRACKS:
        own = [e for e in slices if e["tid"] == tracks[track]]
        own.sort(key=lambda e: (e["args"]["cycle"], -e["args"]["cycles"]))
        levels = depths(own)
        drawing.text(LEFT - 8, y + 13, track, "end")
        for one, level in zip(own, levels):
            x = LEFT + PLOT * (one["args"]["cycle"] - first) / (last - first)
            width = PLOT * one["args"]["cycles"] / (last - first)
            drawing.rectangle(x, y + height * level, max(width - 0.6, 0.4), height - 2,
                              palette[one["name"].split()[0]], one["name"])
            drawing.fitting_text(x, y + height * level + 12, width, one["name"])
        y += height * (max(levels, default=0) + 1) + 6
    drawing.axis(LEFT, y + 4, PLOT, first, last, 10, "cycle")
    drawing.save(out, y + 40)


def draw_account(source, out):
    explained = json.loads(source.read_text())
    steps = explained["by_step"]
    shown = [entry for entry in explained["account"] if entry["cycles"] > 0]
    palette = dict(zip([entry["cause"] for entry in shown], svg.PALETTE))
    top = max(sum(step["causes"].values()) for step in steps)
    height, left = 300, 60
    width = WIDTH - left - 200
    drawing = svg.Drawing(WIDTH)
    for i, step in enumerate(steps):
        y = height + 6.0
        for entry in shown:
            cycles = step["causes"][entry["cause"]]
            part = height * cycles / top
            y -= part
            if cycles > 0:
                drawing.rectangle(left + width * i / len(steps), y,
                                  max(width / len(steps) - 0.6, 0.4), part,
                                  palette[entry["cause"]],
                                  f"step {i}: {entry['cause']} {cycles}")
    for i, entry in enumerate(shown):
        y = 20 + 17 * i
        drawing.rectangle(WIDTH - 190, y - 9, 11, 11, palette[entry["cause"]])
        drawing.text(WIDTH - 174, y, f"{entry['cause']} {100 * entry['share']:.1f} %")
    for tick in range(0, top + 1, 20):
        drawing.text(left - 6, height + 10 - height * tick / top, str(tick), "end")
    drawing.text(left - 6, height + 26, "cycles", "end")
    drawing.axis(left, height + 6, width, 0, len(steps), 10, "step")
    drawing.save(out, height + 42)


if __name__ == "__main__":
    kinds = {"waveform": draw_waveform, "timeline": draw_timeline, "account": draw_account}
    if len(sys.argv) != 4 or sys.argv[1] not in kinds:
        sys.exit(__doc__)
    kinds[sys.argv[1]](pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
