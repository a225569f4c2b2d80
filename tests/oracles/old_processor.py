"""The same statistics on a processor without AVX2, which QEMU plays.

    old_processor.py PROGRAM
"""

import json
import shutil
import subprocess
import sys

SKIPPED = 77
EMULATOR = ["qemu-x86_64", "-cpu", "Nehalem"]
RUNS = [
    ["--synthetic", "layers=40x256,steps=20"],
    # Odd sizes, two layers, units that are left over from groups of eight and sixteen.
    ["--synthetic", "layers=9x45x21,steps=40", "--set", "activation.lanes=13", "--set",
     "delta.lanes=11"],
    ["--synthetic", "layers=16x64,steps=20", "--preset", "edgedrnn-minized"],
]


def statistics(command):
    result = subprocess.run(command + ["--quiet", "--stats", "-"], capture_output=True, text=True,
                            check=True)
    found = json.loads(result.stdout)
    found.pop("host")
    return found


def main():
    if shutil.which(EMULATOR[0]) is None:
        print("SKIPPED: no qemu-x86_64")
        sys.exit(SKIPPED)
    for run in RUNS:
        command = [sys.argv[1], "run"] + run
        assert statistics(EMULATOR + command) == statistics(command), run
    print(f"{len(RUNS)} runs have the same statistics with and without AVX2")


if __name__ == "__main__":
    main()
