"""Draws the README's pictures anew, by the commands that stand beside them.

Usage: pictures_test.py DRNN README

The lines behind <!-- pictures --> are run by a shell in an empty folder, with DRNN where they say
build/release/drnn. Exit code 1 where they fail, or where a picture is not the one that lies in
pictures/.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MOST_BYTES = 100_000


def main() -> int:
    drnn, readme = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    kept = readme.parent / "pictures"
    found = re.search(r"<!-- pictures -->\n```sh\n(.*?)```", readme.read_text(), re.DOTALL)
    if not found:
        sys.exit("the README has no pictures")
    script = found.group(1).replace("python3", "/usr/bin/python3")
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder) / "pictures"
        drawn.mkdir()
        for source in kept.glob("*.py"):
            shutil.copy(source, drawn)
        done = subprocess.run(["sh", "-e", "-c", script.replace("build/release/drnn", str(drnn))],
                              cwd=folder, text=True, capture_output=True)
        print(done.stdout, done.stderr)
        names = sorted(path.name for path in kept.glob("*.svg"))
        faults = [name for name in names
                  if not (drawn / name).exists()
                  or (drawn / name).read_bytes() != (kept / name).read_bytes()
                  or (kept / name).stat().st_size > MOST_BYTES
                  or f"pictures/{name})" not in readme.read_text()]
    for name in faults:
        print(f"{name}: not as drawn now, too large, or not in the README; its commands draw it anew")
    return 1 if done.returncode or faults or not names else 0


sys.exit(main())
