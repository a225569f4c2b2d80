"""Runs a sweep as a job array on a Slurm of its own, kills a task midway, requeues it, and holds the
merged database against that of the sweep in one piece.

usage: slurm_test.py DRNN SWEEP.SBATCH
Exit code 77 where Slurm or munge is not installed.
"""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import slurm

SKIPPED = 77
TASKS = 4
KILLED = 2  # a task that is under way from the start on
SWEEP = [
    *("--synthetic", "layers=16x32,steps=6000,seed=5"),
    *("--vary", "delta.lanes=2,4,8,16"),
    *("--vary", "theta=0:0.45:0.01"),
]
POINTS = 4 * 46


def rows(path, table):
    """Definition and content, which must not depend on how the sweep was run."""
    with sqlite3.connect(path) as database:
        definition = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,))
        content = database.execute(f"SELECT * FROM {table} ORDER BY rowid")
        return definition.fetchall() + content.fetchall()


def would_leave_rows(path):
    """Whether rows are found where the process that writes the database, stopped now, is killed. Looked
    up in a copy: the writer keeps the database locked."""
    with tempfile.TemporaryDirectory() as folder:
        for file in path.parent.glob(f"{path.name}*"):  # its journal too
            shutil.copy(file, folder)
        try:
            with contextlib.closing(sqlite3.connect(Path(folder, path.name))) as copy:
                return copy.execute("SELECT count(*) FROM points").fetchone()[0] > 0
        except sqlite3.OperationalError:  # no table yet
            return False


def stop_midway(process, part):
    """Stops the process once it has rows. It runs in short stretches, so that it cannot end between two
    looks at its database, however fast the machine is."""

    def rows_after_a_stretch():
        os.kill(process, signal.SIGCONT)
        time.sleep(0.03)
        os.kill(process, signal.SIGSTOP)
        return would_leave_rows(part)

    slurm.wait_until(rows_after_a_stretch, f"rows in {part.name}")


def kill_midway(cluster, job, program, part):
    def task():
        return cluster.program_of(job, KILLED, program)

    slurm.wait_until(task, f"task {KILLED} under way")
    process = task()
    assert process is not None, f"task {KILLED} has ended before it could be killed"
    stop_midway(process, part)
    os.kill(process, signal.SIGKILL)
    slurm.wait_until(lambda: cluster.states(job).get(KILLED) == "FAILED", "the killed task's end")
    done = len(rows(part, "points")) - 1
    assert 0 < done < POINTS / TASKS, f"task {KILLED} was killed with {done} points done"
    print(f"killed task {KILLED} with {done} of {POINTS // TASKS} points done")


def run(cluster, program, script):
    folder = cluster.folder / "parts"
    job = cluster.submit(f"--array=1-{TASKS}", f"--output={cluster.folder}/task-%a.out", script,
                         program, folder, *SWEEP)  # fmt: skip
    kill_midway(cluster, job, program, folder / f"part-{KILLED}.sqlite")
    requeued = cluster.command("scontrol", "requeue", f"{job}_{KILLED}")
    assert requeued.returncode == 0, requeued.stderr
    slurm.wait_until(
        lambda: set(cluster.states(job).values()) == {"COMPLETED"}, "all tasks completed", 50
    )
    return [folder / f"part-{task}.sqlite" for task in range(1, TASKS + 1)]


def main(program, script):
    try:
        cluster = slurm.Cluster(cpus=2)
    except slurm.Missing as missing:
        print(f"SKIPPED: {missing} is not installed; the packages slurm-wlm and munge bring it")
        return SKIPPED
    with cluster:
        try:
            parts = run(cluster, program, script)
        except BaseException:
            print(cluster.logs())
            raise
        whole, merged = cluster.folder / "whole.sqlite", cluster.folder / "merged.sqlite"
        subprocess.run([program, "sweep", *SWEEP, "--quiet", "--db", whole], check=True)
        subprocess.run([program, "merge", "-o", merged, *parts], check=True)
        for table in ("points", "meta"):
            assert rows(merged, table) == rows(whole, table), f"{table} differs"
        assert len(rows(merged, "points")) == POINTS + 1
    print(f"{POINTS} points in {TASKS} tasks, merged: as in one piece")
    return 0


if __name__ == "__main__":
    sys.exit(slurm.supervised(lambda: main(*sys.argv[1:])))
