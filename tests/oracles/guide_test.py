"""Runs the README's guide from torch.nn.GRU to a report, as it stands there.

Usage: guide_test.py DRNN README

The lines behind <!-- guide --> are run by a shell in an empty folder, with DRNN where they say
build/release/drnn. Exit code 1 where they fail or leave out what they promise, 77 where torch or
onnx are not installed.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import onnx  # noqa: F401
    import torch  # noqa: F401
except ImportError as error:
    print(f"SKIPPED: {error}")
    sys.exit(77)


def guide(readme: Path) -> str:
    """The shell lines of the guide."""
    found = re.search(r"<!-- guide -->\n```sh\n(.*?)```", readme.read_text(), re.DOTALL)
    if not found:
        sys.exit("the README has no guide")
    return found.group(1)


def main() -> int:
    drnn, readme = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    lines = guide(readme)
    if len(lines.splitlines()) > 10:
        sys.exit("the guide has more than ten lines")
    script = lines.replace("python3", "/usr/bin/python3").replace("build/release/drnn", str(drnn))
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["sh", "-e", "-c", script], cwd=folder, text=True, capture_output=True)
        print(done.stdout, done.stderr)
        if done.returncode != 0:
            return 1
        report = json.loads((Path(folder) / "report.json").read_text())
    rows = re.findall(r"^ +(0|0\.05|0\.1) ", done.stdout, re.MULTILINE)
    fits = report["workload"]["network"]["layers"] == [12, 64, 64]
    return 0 if rows == ["0", "0.05", "0.1"] and fits else 1


sys.exit(main())
