"""Opens the report of a small sweep in headless Chromium.

usage: browser_test.py DRNN PAGE_CHECKS_JS
Exit code 77 where Chromium or the charting library is not installed.
"""

import base64
import contextlib
import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
LIBRARY = Path("/usr/share/javascript/chart.js/chart.min.js")
WORKLOAD = "--synthetic layers=8x12,steps=30,seed=3".split()
PICTURES = {"tradeoff", "curves", "account", "energy", "tornado"}
# Before all other scripts, so that nothing goes unnoticed.
WATCH = """<script>
window.consoleErrors = [];
// The browser's own frames are too rare for its virtual time.
window.requestAnimationFrame = (frame) => setTimeout(() => frame(performance.now()), 1);
window.addEventListener("error", (e) => consoleErrors.push(e.message));
window.addEventListener("unhandledrejection", (e) => consoleErrors.push(String(e.reason)));
for (const kind of ["error", "warn"]) console[kind] = (...what) => consoleErrors.push(what.join(" "));
</script>
"""


def run(*command, codes=(0,)):
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    if done.returncode not in codes:
        raise SystemExit(f"{command}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def chromium(folder, *options):
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return run("chromium", "--headless", *sandbox, "--disable-gpu", "--no-first-run",
               "--virtual-time-budget=20000", f"--user-data-dir={folder}/profile", *options)


def findings(folder, page):
    document = chromium(folder, "--dump-dom", f"file://{page}")
    held = re.search(r'id="findings">([^<]*)<', document)
    if not held:
        raise SystemExit("the page's scripts did not come to their end")
    return json.loads(base64.b64decode(held[1]))


def with_checks(page, checks):
    text = page.read_text().replace("<head>", "<head>" + WATCH, 1)
    return text.replace("</body>", f"<script>{checks}</script></body>")


def same_number(a, b):
    try:
        return float(a) == float(b)
    except ValueError:
        return False


def compare_csv(downloaded, written):
    """Every value of the sweep's own CSV that is not empty stands in the page's."""
    mine = {row["point"]: row for row in csv.DictReader(io.StringIO(downloaded))}
    theirs = list(csv.DictReader(io.StringIO(written)))
    assert len(mine) == len(theirs) > 0, "the CSV has other points"
    for row in theirs:
        for name, value in row.items():
            if value == "" or (row["status"] != "done" and name.startswith("config.")):
                continue
            other = mine[row["point"]][name]
            assert value == other or same_number(value, other), (row["point"], name, value, other)


def checked(folder, page, checks):
    page.write_text(with_checks(page, checks))
    held = findings(folder, page)
    assert held["errors"] == [], held["errors"]
    assert held["found"] == [], held["found"]
    return held


def check_page(drnn, checks, folder, name, sweep_options, codes):
    database, page = folder / f"{name}.sqlite", folder / f"{name}.html"
    table = folder / f"{name}.csv"
    run(drnn, "sweep", *WORKLOAD, *sweep_options, "--db", str(database), "--csv", str(table),
        "--quiet", codes=codes)
    run(drnn, "report", str(database), "-o", str(page))
    held = checked(folder, page, checks)
    assert held["account"]
    compare_csv(held["csv"], table.read_text())
    return held


def check_configuration(drnn, folder, held, table):
    """A run with the downloaded configuration takes the point's cycles."""
    ini = folder / "point.ini"
    ini.write_text(held["ini"])
    stats = json.loads(run(drnn, "run", *WORKLOAD, "--config", str(ini), "--stats", "-"))
    row = next(r for r in csv.DictReader(table.open()) if int(r["point"]) == held["selected"])
    assert stats["cycles"]["total"] == int(row["cycles.total"])


def check_pictures(drnn, folder):
    pictures = folder / "pictures"
    run(drnn, "report", str(folder / "grid.sqlite"), "-o", str(folder / "a #1.html"), "--png",
        str(pictures))
    assert {p.stem for p in pictures.iterdir()} == PICTURES
    for picture in pictures.iterdir():
        assert picture.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def without(database, bare, sections):
    """A copy of the database as a drnn that knew none of these statistics wrote it."""
    shutil.copy(database, bare)
    with contextlib.closing(sqlite3.connect(bare)) as copy:
        for (name,) in copy.execute("SELECT name FROM pragma_table_info('points')").fetchall():
            if name.split(".")[0] in sections:
                copy.execute(f'ALTER TABLE points DROP COLUMN "{name}"')
        copy.commit()


def check_without_account(drnn, checks, folder):
    for name, sections in (("blocks", {"account"}), ("bare", {"account", "stalls"})):
        bare, page = folder / f"{name}.sqlite", folder / f"{name}.html"
        without(folder / "grid.sqlite", bare, sections)
        run(drnn, "report", str(bare), "-o", str(page))
        assert not checked(folder, page, checks)["account"]


def check_print(drnn, folder):
    page, paper = folder / "paper.html", folder / "paper.pdf"
    run(drnn, "report", str(folder / "grid.sqlite"), "-o", str(page))
    chromium(folder, f"--print-to-pdf={paper}", f"file://{page}")
    pages = re.findall(rb"/Type\s*/Page\b", paper.read_bytes())
    assert 3 <= len(pages) <= 8, f"{len(pages)} pages"


def main():
    drnn, checks = sys.argv[1], Path(sys.argv[2]).read_text()
    if shutil.which("chromium") is None or not LIBRARY.exists():
        print("SKIPPED: chromium or libjs-chart.js is not installed")
        return SKIPPED
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        grid = ["--vary", "theta=0,0.25,0.5", "--vary", "mac.pe_per_channel=1,4,8",
                "--reference", "theta0"]
        check_page(drnn, checks, folder, "grid", grid, (0,))
        # A synthetic network is made for the thresholds it is run with, so these stay.
        hardware = ["--vary", "delta.lanes=2,4", "--vary", "mac.pe_per_channel=1,4"]
        held = check_page(drnn, checks, folder, "hardware", hardware, (0,))
        check_configuration(drnn, folder, held, folder / "hardware.csv")
        kinds = ["--vary", "accelerator.kind=drnn,edgedrnn", "--vary", "mac.pe_per_channel=1,4"]
        check_page(drnn, checks, folder, "kinds", kinds, (1,))
        listed = ["--point", "theta=0.25,mac.pe_per_channel=1", "--point",
                  "theta=0.5,mac.pe_per_channel=4"]
        check_page(drnn, checks, folder, "listed", listed, (0,))
        # What the FIFO's depth does not change is drawn in one place.
        twins = ["--vary", "delta.fifo_depth=64,128,256", "--vary", "mac.pe_per_channel=1,4"]
        assert check_page(drnn, checks, folder, "twins", twins, (0,))["shared"] == [3, 3]
        check_without_account(drnn, checks, folder)
        check_pictures(drnn, folder)
        check_print(drnn, folder)
    return 0


sys.exit(main())
