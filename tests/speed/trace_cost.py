"""Holds what recording a waveform costs to its goal, in instructions inside the simulation.

    trace_cost.py PROGRAM

With control signals, at most 2.5 times the instructions of --engine stepped without: the goal that
README names, held in instructions because time cannot be tested on a machine that does other
things. (The text of all lanes is not held: its writer takes other instructions under valgrind.)
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MOST_TIMES_STEPPED = 2.5
SKIPPED = 77
INSIDE = "--toggle-collect=drnn::ZynqSystem::run_program*"
RUN = ["run", "--quiet", "--synthetic", "layers=40x256,steps=60"]


def instructions(program, arguments):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", INSIDE, program]
    result = subprocess.run(command + RUN + arguments, capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", result.stderr).group(1))


def main():
    if shutil.which("valgrind") is None:
        print("SKIPPED: no valgrind")
        sys.exit(SKIPPED)
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        waveform = str(pathlib.Path(folder, "w.vcd"))
        stepped = instructions(program, ["--engine", "stepped"])
        control = instructions(program, ["--vcd", waveform])
    times = control / stepped
    print(f"control signals: {times:.2f} times --engine stepped (at most {MOST_TIMES_STEPPED})")
    return 0 if times <= MOST_TIMES_STEPPED else 1


if __name__ == "__main__":
    sys.exit(main())
