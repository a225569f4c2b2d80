"""Computes energy and power of runs anew, from sizes, counts and table files alone.

usage: energy_oracle.py DRNN CONFIGS/ENERGY

Nothing of the model's own energies is used: component by component, the DRAM by its currents as in
Micron's TN-41-01, phases, sensitivities, and the range by climbing from random corners.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

SMALL = "--synthetic layers=12x20x9,steps=30 "
EDGE = "--preset edgedrnn-minized --synthetic layers=13x32x32,steps=20 "
RUNS = [
    "--steps 20",
    "--steps 5 --energy-table horowitz-45nm",
    SMALL + "--frame-ms 5",
    # Two, three and many rows of sums a PE: registers, LUTs and block RAM; weights are deep.
    SMALL + "--set mac.pe_per_channel=10 --set delta.scanners=2 --theta 0",
    SMALL + "--set mac.pe_per_channel=4 --set numeric.bias_path=column",
    "--synthetic layers=40x256,steps=6 --set mac.pe_per_channel=2 --set delta.fifo_depth=65",
    SMALL + "--set ddr.device=ddr3-1333-2gb-x16 --set ddr.chips=1 --energy-scale 1.75",
    SMALL + "--set ddr.device=ddr3-800-1gb-x16 --set device.name=xc7z020 --energy-calibrate 7.3",
    EDGE,
    EDGE + "--energy-set static.ps=0.5 --set ddr.device=ddr3-1066-1gb-x16 --set mac.num_pe=16",
]

# JESD79-3: clock in ns, tRAS, tRC and tRFC of 1, 2 and 4 Gb in clocks.
DDR = {
    "800": (2.5, 15, 21, {"1gb": 44, "2gb": 64, "4gb": 104}),
    "1066": (1.875, 20, 27, {"1gb": 59, "2gb": 86, "4gb": 139}),
    "1333": (1.5, 24, 33, {"1gb": 74, "2gb": 107, "4gb": 174}),
}
BURST_CLOCKS = 4
READ_PINS, WRITE_PINS = 18, 20


def read_table(path):
    """Value and range of each section.key."""
    entries, section = {}, ""
    for line in path.read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            key, rest = line.split(" = ", 1)
            value, tag, bounds, _ = (part.strip() for part in rest.split("|", 3))
            low, high = (None, None) if bounds == "-" else map(float, bounds.split(" to "))
            assert tag != "unconfirmed" or low is not None, key
            entries[f"{section}.{key}"] = (float(value.split()[0]), low, high)
    return entries


class Design:
    """Sizes and counts of a run, as its statistics tell them."""

    def __init__(self, stats):
        self.stats = stats
        self.config = {key: entry.get("value") for key, entry in stats["config"].items()
                       if isinstance(entry, dict)}
        self.edge = "mac.num_pe" in self.config
        sizes = stats["workload"]["network"]["layers"]
        self.inputs, self.hidden = sizes[:-1], sizes[1:]
        self.steps = stats["steps"]
        self.resets = stats["workload"]["inputs"]["sequences"] - 1
        self.bits = {name: self.config[f"numeric.{name}_bits"]
                     for name in ("weight", "activation", "accumulator", "delta", "bias")}
        self.macs = stats["memory"]["weight_reads_bits"] // self.bits["weight"]
        self.units = self.steps * sum(self.hidden)

    def storage(self, memory):
        depth = next(m["depth_words"] for m in self.stats["resources"]["memories"]
                     if m["name"] == memory)
        kinds = ((2, "register"), (64, "distributed_ram"), (float("inf"), "block_ram"))
        return next(kind for most, kind in kinds if depth <= most) + ".bit"

    def sent(self):
        elements = {"dx": self.steps * sum(self.inputs), "dh": self.units}
        x, h = (round((1 - self.stats["sparsity"][name]) * number)
                for name, number in elements.items())
        return x, h

    def padding(self):
        return -self.inputs[0] % self.config["mac.num_pe"] if self.edge else 0

    def bias_columns(self):
        return len(self.hidden) if self.config["numeric.bias_path"] == "column" else 0

    def states(self, cost):
        """Bits of x and h references and of h, each where its words lie."""
        memory = self.stats["memory"]
        if self.edge:
            assert self.storage("h") == self.storage("references")
            return cost(memory["state_reads_bits"] + memory["state_writes_bits"], self.storage("h"))
        x, h = sum(self.inputs), sum(self.hidden)
        sent_x, sent_h = self.sent()
        later = sum(self.inputs[1:])  # inputs of later layers are h
        writes = self.units + self.resets * h
        words = {
            "x_references": self.steps * x + sent_x + self.resets * x,
            "h_references": self.units + sent_h + self.resets * h,
            "h": 2 * self.units + self.steps * later
            + (1 + self.config["delta.scanners"]) * writes,
        }
        return sum(cost(count * self.bits["activation"], self.storage(name))
                   for name, count in words.items())

    def sums(self, cost):
        memory = self.stats["memory"]
        bits = memory["accumulator_reads_bits"] + memory["accumulator_writes_bits"]
        if not self.edge and max(self.hidden) <= self.config["mac.pe_per_channel"]:
            bits -= 2 * self.macs * self.bits["accumulator"]  # in the multipliers
        return cost(bits, self.storage("sums"))

    def fifos(self, cost):
        sent = sum(self.sent()) + self.stats["columns"]["bias"]
        if not self.edge:
            width = self.bits["delta"] + (max(map(sum, zip(self.inputs, self.hidden)))
                                          + (self.bias_columns() > 0) - 1).bit_length()
            return {"delta_fifo": cost(2 * sent * width, self.storage("delta_fifo"))}
        read = self.stats["columns"]["issued"] + self.stats["columns"]["bias"]
        return {"value_fifo": cost((sent + read) * (self.bits["delta"] + 1),
                                   self.storage("value_fifo")),
                "index_fifo": cost((sent + read) * 17, self.storage("index_fifo"))}

    def streams(self, cost):
        ports, memory = self.stats["ports"], self.stats["memory"]
        weights = ports[f"hp{self.config['data_mover.hp_port']}_read"] if self.edge else None
        read = memory["ddr_read_bytes"] - (weights["bytes"] if self.edge else 0)
        parts = {"input_fifo": cost(2 * 8 * read, self.storage("input_fifo")),
                 "output_fifo": cost(2 * 8 * memory["ddr_write_bytes"],
                                     self.storage("output_fifo"))}
        if self.edge:
            parts["weight_buffer"] = cost(2 * weights["busy_cycles"] * self.config["dma.port_bits"],
                                          self.storage("weight_buffer"))
        return parts


def accelerator(design, value):
    """Joules of what the accelerator does, by component."""
    def cost(bits, key):
        return bits * value[key] * 1e-12

    d, stats = design, design.stats
    n = d.bits
    products = 2 if d.config["numeric.blend"] == "difference" else 3

    def multiply(a, b):
        return (value["multiply.operation"] + a * b * value["multiply.bit_product"]) * 1e-12

    compared = d.steps * (sum(d.inputs) + d.padding() + sum(d.hidden) + d.bias_columns())
    host = stats["host_interface"]
    beats = sum(port["busy_cycles"] for port in stats["ports"].values())
    parts = {
        "mac": d.macs * multiply(n["weight"], n["delta"])
        + cost(d.macs * n["accumulator"], "accumulate.bit"),
        "weight_memory": 0 if d.edge else cost(d.macs * n["weight"], d.storage("weights")),
        "accumulators": d.sums(cost),
        "state_memory": d.states(cost),
        "delta_unit": cost(2 * compared * n["delta"], "add.bit"),
        "activation": products * d.units * multiply(n["activation"], n["activation"])
        + cost(d.units * (n["accumulator"] + 2 * n["activation"]), "add.bit")
        + cost(3 * d.units * n["activation"], "lookup.bit"),
        "axi": cost(beats * d.config["dma.port_bits"]
                    + 32 * (host["register_reads"] + host["register_writes"]), "axi.bit"),
        **d.fifos(cost),
        **d.streams(cost),
    }
    if not d.edge and d.bias_columns() == 0:
        initial = 4 * d.resets * sum(d.hidden) * n["bias"]
        parts["initial_sums"] = cost(initial, d.storage("initial_sums"))
    return parts


def dram(design, value):
    """Joules of the DRAM: mA times V times ns is pJ."""
    name, chips = design.config["ddr.device"], design.config["ddr.chips"]
    _, speed, density, _ = name.split("-")
    clock, ras, rc, refresh = DDR[speed]
    ras, rc, rfc, burst = (clocks * clock for clocks in (ras, rc, refresh[density], BURST_CLOCKS))
    v = {key: value[f"{name}.{key}"] for key in
         ("vdd", "idd0", "idd2n", "idd3n", "idd4r", "idd4w", "idd5", "read_io", "write_io")}
    d = design.stats["ddr"]
    assert d["clock_period_ps"] == clock * 1000
    active = d["active_clocks"] * clock + d["refreshes"] * rfc
    closed = d["clocks"] * clock - active
    pico = {
        "ddr_activate": d["activates"] * v["vdd"]
        * ((v["idd0"] - (v["idd3n"] * ras + v["idd2n"] * (rc - ras)) / rc) * rc),
        "ddr_read": d["reads"] * v["vdd"] * (v["idd4r"] - v["idd3n"]) * burst,
        "ddr_write": d["writes"] * v["vdd"] * (v["idd4w"] - v["idd3n"]) * burst,
        "ddr_io": burst * (d["reads"] * READ_PINS * v["read_io"]
                           + d["writes"] * WRITE_PINS * v["write_io"]),
        "ddr_refresh": d["refreshes"] * v["vdd"] * (v["idd5"] - v["idd3n"]) * rfc,
        "ddr_background": v["vdd"] * (active * v["idd3n"] + closed * v["idd2n"]),
    }
    return {key: chips * energy * 1e-12 for key, energy in pico.items()}


def standing(design, value):
    cycles = design.stats["cycles"]["total"]
    seconds = cycles * design.config["clock.period_ps"] * 1e-12
    r = design.stats["resources"]
    clock = (r["ff_estimate"] * value["clock.flip_flop"] + r["bram36"] * value["clock.bram36"]
             + r["dsp"] * value["clock.dsp"])
    return {
        "clock": cycles * clock * 1e-12,
        "logic": cycles * r["lut_estimate"] * value["logic.lut"] * 1e-12,
        "static_device": seconds * value["static." + design.config["device.name"]],
        "static_ps": seconds * value["static.ps"],
    }


def components(design, value):
    return {**accelerator(design, value), **dram(design, value), **standing(design, value)}


def close(a, b):
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1e-18)


class Check:
    def __init__(self, arguments):
        self.arguments, self.compared, self.faults = arguments, 0, []

    def equal(self, what, model, expected):
        self.compared += 1
        if not close(model, expected):
            self.faults.append(f"{self.arguments}: {what} {model}, expected {expected}")


def check_range(check, design, value, ranges, energy):
    """Climbs and descends from random corners, one constant at a time, until nothing moves."""
    seconds = design.stats["time_s"]

    def watts(corner):
        return sum(components(design, corner).values()) / seconds

    source = random.Random(9)
    for key, best in (("power_low_w", min), ("power_high_w", max)):
        corner = dict(value, **{name: source.choice(bounds) for name, bounds in ranges.items()})
        before = None
        while before != corner:
            before = dict(corner)
            for name, bounds in ranges.items():
                corner[name] = best(bounds, key=lambda end: watts(dict(corner, **{name: end})))
        check.equal(key, energy[key], watts(corner))
    operations = design.stats["throughput"]["effective_gops"]
    check.equal("gops_per_w_low", energy["gops_per_w_low"], operations / energy["power_high_w"])
    check.equal("gops_per_w_high", energy["gops_per_w_high"], operations / energy["power_low_w"])


PHASES = {"delta_unit": "scan", "mac": "mxv", "weight_memory": "mxv", "activation": "activation",
          "initial_sums": "reset", "input_fifo": "transfer", "output_fifo": "transfer",
          "weight_buffer": "transfer", "ddr_activate": "transfer", "ddr_read": "transfer",
          "ddr_write": "transfer", "ddr_io": "transfer"}
WHOLE_RUN = ("clock", "logic", "static_device", "static_ps", "ddr_refresh", "ddr_background")


def check_phases(check, energy, parts):
    """Components of one phase each, and that those drawn all the time are a phase of their own."""
    check.equal("whole_run", energy["by_phase"]["whole_run"],
                sum(parts[name] for name in WHOLE_RUN))
    for phase, joules in energy["by_phase"].items():
        least = sum(parts.get(name, 0) for name, of in PHASES.items() if of == phase)
        check.compared += 1
        if joules < least * (1 - 1e-9):
            check.faults.append(f"{check.arguments}: phase {phase} {joules} is less than {least}")
    check.equal("phases", sum(energy["by_phase"].values()), sum(parts.values()))


def check_totals(check, design, energy, total):
    stats, seconds = design.stats, design.stats["time_s"]
    operations = 6 * design.steps * sum(h * (i + h) for i, h in zip(design.inputs, design.hidden))
    for key, expected in {
        "total_j": total,
        "power_w": total / seconds,
        "step_j": total / design.steps,
        "operation_j": total / operations,
        "gops_per_w": operations / total / 1e9,
    }.items():
        check.equal(key, energy[key], expected)
    check.equal("effective_gops", stats["throughput"]["effective_gops"], operations / seconds / 1e9)
    if energy["frame_ms"] is None:
        return
    steps_a_second = 1000 / energy["frame_ms"]
    busy = steps_a_second * seconds / design.steps
    check.equal("input_second_j", energy["input_second_j"], steps_a_second * total / design.steps)
    check.equal("input_second_waiting_j", energy["input_second_waiting_j"],
                steps_a_second * total / design.steps
                + (1 - busy) * energy["by_phase"]["whole_run"] / seconds)


def check_run(drnn, folder, arguments):
    check = Check(arguments)
    output = subprocess.run([drnn, "run", *arguments.split(), "--stats", "-"], check=True,
                            capture_output=True, text=True).stdout
    design = Design(json.loads(output))
    energy = design.stats["energy"]
    table = read_table(folder / f"{energy['table']['name']}.ini")
    table.update(read_table(folder / f"{energy['table']['ddr_name']}.ini"))
    if "static.ps=0.5" in arguments:
        table["static.ps"] = (0.5, None, None)
    value = {key: entry[0] for key, entry in table.items()}
    parts = components(design, value)
    scale = energy["table"]["scale"]
    if "--energy-calibrate 7.3" in arguments:
        check.equal("scale", scale, 7.3 * design.stats["time_s"] / sum(parts.values()))
    elif "--energy-scale 1.75" in arguments:
        check.equal("scale", scale, 1.75)
    else:
        check.equal("scale", scale, 1)
    scaled = {name: scale * joules for name, joules in parts.items()}
    for name in sorted(set(scaled) | set(energy["by_component"])):
        check.equal(name, energy["by_component"].get(name, 0.0), scaled.get(name, 0.0))
    check_phases(check, energy, scaled)
    check_totals(check, design, energy, sum(scaled.values()))
    used = (key for key in table if not key.startswith("ddr3") or design.config["ddr.device"] in key)
    ranges = {key: table[key][1:] for key in used if table[key][1] is not None}
    if sorted(s["key"] for s in energy["sensitivity"]) != sorted(ranges):
        check.faults.append(f"{arguments}: sensitivities of other constants than have a range")
    for s in energy["sensitivity"]:
        for end, bound in zip(("low", "high"), ranges[s["key"]]):
            watts = sum(components(design, dict(value, **{s["key"]: bound})).values())
            check.equal(f"{s['key']} at {end}", s[f"power_at_{end}_w"],
                        watts / design.stats["time_s"])
    if scale == 1:
        check_range(check, design, value, ranges, energy)
    return check


def main():
    drnn, folder = sys.argv[1], Path(sys.argv[2])
    checks = [check_run(drnn, folder, arguments) for arguments in RUNS]
    faults = [fault for check in checks for fault in check.faults]
    compared = sum(check.compared for check in checks)
    print("\n".join(faults) if faults else f"{compared} numbers of {len(RUNS)} runs agree")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
