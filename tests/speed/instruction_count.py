"""Holds the instructions of short runs to those in instruction_counts.json.

    instruction_count.py PROGRAM            compares; more than 5 % above fails
    instruction_count.py PROGRAM --update   writes the file anew, after a change that is meant

Time cannot be tested on a machine that does other things; instructions can: valgrind counts the
same ones in every run. They depend on the compiler, the C library and whether the processor has
AVX2: the file is for Debian 12's gcc 12 on a machine with AVX2, in release.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys

TOLERANCE = 0.05
COUNTS = pathlib.Path(__file__).with_name("instruction_counts.json")
SKIPPED = 77
RUNS = {
    "drnn": ["run", "--quiet", "--steps", "12"],
    "edgedrnn": ["run", "--quiet", "--steps", "2", "--preset", "edgedrnn-minized"],
}


def skip(reason):
    print("SKIPPED: " + reason)
    sys.exit(SKIPPED)


def instructions(program, arguments):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program]
    result = subprocess.run(command + arguments, capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", result.stderr).group(1))


def compare(name, counted, expected):
    ratio = counted / expected
    print(f"{name}: {counted:,} instructions, {100 * (ratio - 1):+.2f} % of {expected:,}")
    if ratio < 1 - 2 * TOLERANCE:
        print("  far fewer: --update keeps what was gained")
    return ratio <= 1 + TOLERANCE


def main():
    if shutil.which("valgrind") is None:
        skip("no valgrind")
    if " avx2 " not in pathlib.Path("/proc/cpuinfo").read_text():
        skip("the counts are those of a processor with AVX2")
    counted = {name: instructions(sys.argv[1], run) for name, run in RUNS.items()}
    if sys.argv[2:] == ["--update"]:
        COUNTS.write_text(json.dumps(counted, indent=2) + "\n")
        return 0
    expected = json.loads(COUNTS.read_text())
    held = [compare(name, counted[name], expected[name]) for name in RUNS]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
