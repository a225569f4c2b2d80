"""Holds waveforms against GTKWave's converters: VCD -> FST -> VCD must keep every value change.

Exit code 77: the converters are not installed.
"""

import collections
import pathlib
import shutil
import subprocess
import sys
import tempfile

DRNN = sys.argv[1]
RUNS = [
    ["--synthetic", "layers=12x20x9,steps=30"],
    ["--synthetic", "layers=12x20x9,steps=4", "--set", "mac.pe_per_channel=8", "--vcd-scope", "*"],
    ["--preset", "edgedrnn-minized", "--synthetic", "layers=12x16x16,steps=6"],
    ["--preset", "edgedrnn-minized", "--synthetic", "layers=12x16x16,steps=2", "--vcd-scope", "*",
     "--vcd-from", "300"],
]


def changes(path):
    """Of each variable, by scope, name and width: [(time, binary value), ...]."""
    words = iter(path.read_text().split())
    scopes, names, time = [], {}, None
    result = collections.defaultdict(list)

    def rest():
        found = []
        for word in words:
            if word == "$end":
                return found
            found.append(word)
        raise ValueError("no $end")

    for word in words:
        if word == "$scope":
            scopes.append(rest()[1])
        elif word == "$upscope":
            rest()
            scopes.pop()
        elif word == "$var":
            _, bits, code, name, *_ = rest()
            names[code] = (".".join(scopes), name.split("[")[0], int(bits))
            result[names[code]] = []
        elif word in ("$dumpvars", "$end"):
            continue
        elif word.startswith("$"):
            rest()
        elif word.startswith("#"):
            time = int(word[1:])
        else:
            value, code = (word[1:], next(words)) if word[0] == "b" else (word[0], word[1:])
            history = result[names[code]]
            if "x" in value and not history:
                continue  # before the window, as the converter puts it
            value = int(value, 2)
            if not history or history[-1][1] != value:
                history.append((time, value))
    return dict(result)


def main():
    if not all(shutil.which(tool) for tool in ("vcd2fst", "fst2vcd")):
        print("SKIPPED: vcd2fst and fst2vcd (Debian package gtkwave) are not installed")
        return 77
    for run in RUNS:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            own, fst, back = folder / "a.vcd", folder / "a.fst", folder / "b.vcd"
            subprocess.run([DRNN, "run", "--quiet", *run, "--vcd", own], check=True)
            subprocess.run(["vcd2fst", own, fst], check=True, stdout=subprocess.DEVNULL)
            with open(back, "w") as file:
                subprocess.run(["fst2vcd", fst], check=True, stdout=file)
            expected, found = changes(own), changes(back)
            assert expected.keys() == found.keys(), expected.keys() ^ found.keys()
            for variable, history in expected.items():
                assert history, variable
                assert found[variable] == history, variable
            count = sum(map(len, expected.values()))
            print(f"{len(expected)} variables, {count} value changes: the same ({' '.join(run)})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
