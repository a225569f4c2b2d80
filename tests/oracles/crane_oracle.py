"""Holds `drnn run` on the crane workload to the kit's network in NumPy.

Usage: crane_oracle.py DRNN FOLDER

For each numeric profile and threshold: the words of h, the columns sent, the shares of zero deltas
and the mean squared error against the targets. Then the errors in the table of several thresholds,
as it is printed for each preset. Exit code 1 on any difference, 77 where numpy or onnx are not
installed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import numpy as np
    import onnx  # noqa: F401
except ImportError as error:
    print(f"SKIPPED: {error}")
    sys.exit(77)

THETAS = (0, 0.0625, 0.125, 0.25)
# Two orders of a sum of n positive terms differ by n times the rounding at most: 28800 * 2.2e-16.
SUM_TOLERANCE = 1e-11
FLOAT_ROUNDING = 2.0**-24  # of the float network's h, which the program keeps in float32
TABLES = {"drnn-zynq7100": ("drnn", 600), "edgedrnn-minized": ("edgedrnn", 60)}  # profile, steps


class Crane:
    """The workload, and what the kit computes from it."""

    def __init__(self, folder: Path) -> None:
        sys.path.insert(0, str(folder / "kit"))
        import data
        import stored_network

        self.folder, self.kit = folder, stored_network
        self.network = stored_network.load(folder / "crane.onnx")
        self.x, self.targets = data.load(folder)

    def options(self) -> list:
        return ["--network", self.folder / "crane.onnx", "--input", self.folder / "features",
                "--targets", self.folder / "targets"]

    def run(self, profile: str, theta: float, steps: int = 600):
        return self.kit.run_fixed(self.network, self.x[:steps], theta, self.kit.PROFILES[profile])

    def mse(self, estimates: np.ndarray) -> float:
        return np.mean((estimates - self.targets[: len(estimates)].astype(np.float64)) ** 2)

    def mse_of(self, run) -> float:
        return self.mse(self.network.estimates(run.words / 256))

    def mse_of_float(self) -> tuple[float, float]:
        """And how far off it may be where each h, at most 1, is off by FLOAT_ROUNDING."""
        mse = self.mse(self.kit.run_float(self.network, self.x))
        most = np.abs(self.network.readout).sum(axis=0).max() * FLOAT_ROUNDING
        return mse, 2 * most * np.sqrt(mse) + most**2


def drnn_run(drnn: str, arguments: list) -> str:
    """What `drnn run` prints."""
    command = [drnn, "run", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def simulate(drnn: str, crane: Crane, profile: str, theta: float) -> tuple[np.ndarray, dict]:
    """Words (all steps of all sequences, hidden) and the statistics."""
    with tempfile.TemporaryDirectory() as temporary:
        output = Path(temporary) / "h.npy"
        text = drnn_run(drnn, [*crane.options(), "--set", f"numeric.profile={profile}",
                               "--theta", theta, "--output", output, "--stats", "-"])
        return np.load(output), json.loads(text)


def accuracy_is(accuracy: dict, mse: float, at_theta0: float, of_float: float, off: float) -> bool:
    return bool(accuracy["metric"] == "mse"
                and np.isclose(accuracy["mse"], mse, rtol=SUM_TOLERANCE, atol=0)
                and np.isclose(accuracy["at_theta0"], at_theta0, rtol=SUM_TOLERANCE, atol=0)
                and abs(accuracy["of_float_network"] - of_float) <= off)


def check_run(drnn: str, crane: Crane, profile: str, theta: float) -> bool:
    run, at_theta0 = crane.run(profile, theta), crane.mse_of(crane.run(profile, 0))
    words, statistics = simulate(drnn, crane, profile, theta)
    expected = run.words.transpose(1, 0, 2).reshape(-1, run.words.shape[2])
    different = int((words != expected).sum()) if words.shape == expected.shape else -1
    columns, accuracy = statistics["columns"]["issued"], statistics["accuracy"]
    shares = [statistics["sparsity"][key] for key in ("dx", "dh", "pooled")]
    mse = crane.mse_of(run)
    print(f"{profile} theta {theta}: {words.size} words, {different} differ; columns {columns}, "
          f"expected {run.sent_x + run.sent_h}; mse {accuracy['mse']!r}, expected {mse!r}; "
          f"cycles {statistics['cycles']['total']}")
    return (different == 0 and columns == run.sent_x + run.sent_h
            and np.allclose(shares, run.zeros(), rtol=0, atol=1e-12)
            and accuracy_is(accuracy, mse, at_theta0, *crane.mse_of_float()))


def printed_errors(text: str) -> list[tuple[str, str]]:
    """Columns theta and error of the table."""
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if line.split()[:2] == ["theta", "error"])
    return [tuple(line.split()[:2]) for line in lines[first + 1 :]]


def check_table(drnn: str, crane: Crane, preset: str, profile: str, steps: int) -> bool:
    thetas = ",".join(map(str, THETAS))
    text = drnn_run(drnn, [*crane.options(), "--preset", preset, "--theta", thetas,
                           "--steps", steps])
    expected = [(str(theta), f"{crane.mse_of(crane.run(profile, theta, steps)):.4g}")
                for theta in THETAS]
    printed = printed_errors(text)
    print(f"{preset}, {steps} steps of each sequence: prints {printed}, expected {expected}")
    return printed == expected


def main() -> int:
    drnn, crane = sys.argv[1], Crane(Path(sys.argv[2]))
    equal = [check_run(drnn, crane, profile, theta)
             for profile in crane.kit.PROFILES for theta in THETAS]
    equal += [check_table(drnn, crane, preset, *how) for preset, how in TABLES.items()]
    return 0 if all(equal) else 1


if __name__ == "__main__":
    sys.exit(main())
