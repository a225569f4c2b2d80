"""Holds the model's counts of block RAM, LUT RAM and DSP48E1 against Yosys (synth_xilinx).

usage: yosys_oracle.py PRINT_RESOURCE_COUNTS
Exit code 77 where Yosys is not installed.
"""

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
# Halves of a BRAM36, and LUTs.
CELLS = {
    "block_ram": {"RAMB18E1": 1, "RAMB36E1": 2},
    "lut_ram": {"RAM32M": 4, "RAM64M": 4},
    "dsp": {"DSP48E1": 1},
}

MEMORY = """
module {name}(input clk, input we, input [{a}:0] wa, input [{a}:0] ra,
              input [{w}:0] d, output reg [{w}:0] q);
  reg [{w}:0] m [0:{last}];
  always @(posedge clk) begin
    if (we) m[wa] <= d;
    q <= m[ra];
  end
endmodule
"""

PRODUCT = """
module {name}(input clk, input signed [{x}:0] a, input signed [{y}:0] b,
              output reg signed [{p}:0] q);
  always @(posedge clk) q <= a * b;
endmodule
"""


class Shape:
    def __init__(self, row):
        self.rule, self.kind = row[0], row[1]
        self.a, self.b, self.count = (int(value) for value in row[2:])
        self.name = f"{self.kind}_{self.a}_{self.b}"

    def verilog(self):
        if self.kind == "dsp":
            return PRODUCT.format(name=self.name, x=self.a - 1, y=self.b - 1, p=self.a + self.b - 1)
        address_bits = max(1, (self.b - 1).bit_length())
        return MEMORY.format(name=self.name, a=address_bits - 1, w=self.a - 1, last=self.b - 1)

    def fault(self, cells):
        """What differs from the synthesised cells, or None."""
        found = sum(cells.get(cell, 0) * weight for cell, weight in CELLS[self.kind].items())
        holds = self.count == found if self.rule == "equal" else 0 < self.count <= found
        if holds:
            return None
        return f"{self.kind} {self.a} x {self.b}: model {self.count}, {self.rule} Yosys' {found}"


def synthesise(shapes, folder):
    """Cells of each module, by its name."""
    source = folder / "shapes.v"
    instances = "".join(f"  {shape.name} i{n}();\n" for n, shape in enumerate(shapes))
    source.write_text(
        "".join(shape.verilog() for shape in shapes) + f"module top();\n{instances}endmodule\n"
    )
    script = (
        f"read_verilog {source}; synth_xilinx -family xc7 -top top -run begin:map_ffram; "
        f"tee -q -o {folder}/cells.json stat -json"
    )
    subprocess.run(["yosys", "-q", "-p", script], check=True, stderr=subprocess.DEVNULL)
    modules = json.loads((folder / "cells.json").read_text())["modules"]
    return {name.lstrip("\\"): module["num_cells_by_type"] for name, module in modules.items()}


def main():
    if shutil.which("yosys") is None:
        print("SKIPPED: yosys is not installed (Debian package yosys)")
        return SKIPPED
    printed = subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True).stdout
    rows = {tuple(row) for row in csv.reader(printed.splitlines())}
    shapes = {}
    for shape in sorted((Shape(row) for row in rows), key=lambda s: (s.name, s.rule == "at_most")):
        shapes.setdefault(shape.name, shape)  # the stricter rule
    with tempfile.TemporaryDirectory() as folder:
        cells = synthesise(list(shapes.values()), Path(folder))
    faults = [shape.fault(cells[name]) for name, shape in shapes.items()]
    faults = [fault for fault in faults if fault]
    print("\n".join(faults) if faults else f"{len(shapes)} structures agree with Yosys")
    kinds = {shape.kind for shape in shapes.values()}
    return 1 if faults or kinds != set(CELLS) else 0


if __name__ == "__main__":
    sys.exit(main())
